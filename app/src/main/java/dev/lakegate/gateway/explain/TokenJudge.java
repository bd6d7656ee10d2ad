package dev.lakegate.gateway.explain;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.keys.SpkiPem;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Judges an identity token as section 3 of `haproxy.cfg` does, in that order, with the keys that are kept.
public final class TokenJudge {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._:@|+=/-]{1,255}");
    private static final Pattern EMAIL = Pattern.compile("[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,128}");
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{40,700}");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,18})(?:\\.[0-9]+)?");
    private static final long END_OF_TIME = Instant.MAX.getEpochSecond() / 2;
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> CLIENT_CLAIMS = List.of("client_id", "azp", "cid", "appid");

    private final Policy policy;
    private final List<SigningKey> keys;
    private final Revocations revocations;

    public TokenJudge(Policy policy, List<SigningKey> keys, Revocations revocations) {
        this.policy = policy;
        this.keys = List.copyOf(keys);
        this.revocations = revocations;
    }

    /// Whom a token names, or the code of its denial.
    public sealed interface Outcome {
        record Good(Caller caller) implements Outcome {}

        record Bad(String code) implements Outcome {}
    }

    public Outcome judge(Secret token, Instant now) {
        if (!FORM.matcher(token.reveal()).matches()) {
            return new Outcome.Bad("malformed_token");
        }
        String[] parts = token.reveal().split("\\.", -1);
        JsonNode header = json(parts[0]);
        JsonNode claims = json(parts[1]);
        if (!header.isObject() || !claims.isObject()) {
            return new Outcome.Bad("malformed_token");
        }
        Optional<Issuer> issuer = policy.issuers().stream()
                .filter(each ->
                        each.issuer().toString().equals(claims.path("iss").asString("")))
                .findFirst();
        Optional<String> denial = header(header, issuer)
                .or(() -> times(claims, issuer.orElseThrow(), now))
                .or(() -> purpose(header, claims, issuer.orElseThrow()))
                .or(() -> signature(parts, key(header, issuer.orElseThrow()).orElseThrow()))
                .or(() -> person(claims, issuer.orElseThrow()));
        return denial.<Outcome>map(Outcome.Bad::new)
                .orElseGet(() -> new Outcome.Good(caller(claims, issuer.orElseThrow())));
    }

    /// Missing when it is none.
    private static JsonNode json(String part) {
        try {
            return JSON.readTree(new Base64URL(part).decodeToString());
        } catch (JacksonException none) {
            return JSON.missingNode();
        }
    }

    private Optional<String> header(JsonNode header, Optional<Issuer> issuer) {
        String algorithm = header.path("alg").asString("");
        if (!Set.of("RS256", "ES256").contains(algorithm)) {
            return Optional.of("alg_not_allowed");
        }
        if (header.has("crit")) {
            return Optional.of("crit_not_supported");
        }
        if (issuer.isEmpty()) {
            return Optional.of("wrong_issuer");
        }
        Optional<SigningKey> key = key(header, issuer.get());
        if (key.isEmpty()) {
            return Optional.of("unknown_key");
        }
        return key.get().algorithm().name().equals(algorithm) ? Optional.empty() : Optional.of("alg_not_allowed");
    }

    private Optional<SigningKey> key(JsonNode header, Issuer issuer) {
        return keys.stream()
                .filter(key -> key.issuer().equals(issuer.name()))
                .filter(key -> key.kid().equals(header.path("kid").asString("")))
                .filter(key -> !revocations.keys().contains(key.issuer() + '|' + key.kid()))
                .findFirst();
    }

    private static Optional<String> times(JsonNode claims, Issuer issuer, Instant now) {
        Optional<Instant> expires = instant(claims.path("exp"));
        Optional<Instant> issued = instant(claims.path("iat"));
        Instant latestBeginning = now.plus(issuer.clockSkew());
        if (expires.isEmpty() || !expires.get().plus(GRACE).isAfter(now)) {
            return Optional.of("token_expired");
        }
        if (claims.has("nbf")
                && instant(claims.path("nbf"))
                        .filter(begun -> !begun.isAfter(latestBeginning))
                        .isEmpty()) {
            return Optional.of("token_not_yet_valid");
        }
        if (issued.isPresent() && issued.get().isAfter(latestBeginning)) {
            return Optional.of("token_not_yet_valid");
        }
        if (issued.isEmpty() || Duration.between(issued.get(), expires.get()).compareTo(issuer.longestLifetime()) > 0) {
            return Optional.of("lifetime_too_long");
        }
        return Optional.empty();
    }

    private static Optional<String> purpose(JsonNode header, JsonNode claims, Issuer issuer) {
        // HAProxy looks at the first three
        if (texts(claims.path("aud")).stream().limit(3).noneMatch(issuer.audience()::equals)) {
            return Optional.of("wrong_audience");
        }
        String type = header.path("typ").asString("none").toLowerCase(Locale.ROOT);
        if (!issuer.tokenTypes().contains(type)) {
            return Optional.of("wrong_token_type");
        }
        Predicate<String> known =
                name -> issuer.clients().contains(name) || issuer.applications().contains(name);
        if (client(claims).filter(known).isEmpty()) {
            return Optional.of("wrong_client");
        }
        JsonNode scope = claims.has("scope") ? claims.path("scope") : claims.path("scp");
        List<String> scopes = scope.isString() ? Arrays.asList(scope.asString().split(" ", -1)) : texts(scope);
        return issuer.scopes().isEmpty() || issuer.scopes().stream().anyMatch(scopes::contains)
                ? Optional.empty()
                : Optional.of("insufficient_scope");
    }

    private static Optional<String> signature(String[] parts, SigningKey key) {
        try {
            PublicKey spki = SpkiPem.key(key.pem(), key.algorithm());
            JWSVerifier verifier = switch (key.algorithm()) {
                case RS256 -> new RSASSAVerifier((RSAPublicKey) spki);
                case ES256 -> new ECDSAVerifier((ECPublicKey) spki);
            };
            JWSHeader header = new JWSHeader(JWSAlgorithm.parse(key.algorithm().name()));
            byte[] signed = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return verifier.verify(header, signed, new Base64URL(parts[2]))
                    ? Optional.empty()
                    : Optional.of("bad_signature");
        } catch (JOSEException unusable) {
            return Optional.of("bad_signature");
        }
    }

    private Optional<String> person(JsonNode claims, Issuer issuer) {
        Optional<String> subject = subject(claims, issuer);
        Optional<String> email = email(claims, issuer);
        boolean unsafe =
                subject.filter(text -> !SUBJECT.matcher(text).matches()).isPresent()
                        || email.filter(text -> !EMAIL.matcher(text).matches()).isPresent();
        if (unsafe) {
            return Optional.of("unsafe_claim");
        }
        boolean application = subject.equals(client(claims))
                || subject.filter(name -> name.endsWith("@clients")).isPresent()
                || claims.path("idtyp").asString("").equals("app")
                || Set.of("client-credentials", "client_credentials")
                        .contains(claims.path("gty").asString(""))
                || claims.path("preferred_username").asString("").startsWith("service-account-");
        boolean listed = client(claims).filter(issuer.applications()::contains).isPresent();
        if (subject.isEmpty() || (application && !listed)) {
            return Optional.of("app_only_token");
        }
        String id = claims.path("jti").asString(claims.path("uti").asString(""));
        return revocations.tokens().contains(issuer.name() + '|' + id)
                ? Optional.of("token_revoked")
                : Optional.empty();
    }

    private static Caller caller(JsonNode claims, Issuer issuer) {
        JsonNode groups = at(claims, issuer.claims().groups());
        return new Caller(
                issuer.name(),
                subject(claims, issuer),
                email(claims, issuer)
                        .filter(_ -> claims.path("email_verified").toString().equals("true")),
                Set.copyOf(texts(groups)),
                groups.isMissingNode() && (claims.has("_claim_names") || claims.has("hasgroups")),
                instant(claims.path("iat")).orElse(Instant.EPOCH));
    }

    private static Optional<String> subject(JsonNode claims, Issuer issuer) {
        List<String> parts = issuer.claims().subject().stream()
                .map(name -> at(claims, name))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .toList();
        boolean whole = parts.size() == issuer.claims().subject().size();
        boolean plain = parts.size() == 1 || parts.stream().noneMatch(part -> part.contains(":"));
        return whole && plain ? Optional.of(String.join(":", parts)) : Optional.empty();
    }

    private static Optional<String> email(JsonNode claims, Issuer issuer) {
        JsonNode email = at(claims, issuer.claims().email());
        return email.isString() ? Optional.of(email.asString().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static Optional<String> client(JsonNode claims) {
        return CLIENT_CLAIMS.stream()
                .map(claims::path)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .findFirst();
    }

    private static JsonNode at(JsonNode claims, String path) {
        JsonNode value = claims;
        for (String name : path.split("\\.", -1)) {
            value = value.path(name);
        }
        return value;
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isString()) {
            texts.add(value.asString());
        }
        value.forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    /// A date is a plain number: not text, not in exponents.
    private static Optional<Instant> instant(JsonNode claim) {
        Matcher seconds = SECONDS.matcher(claim.toString());
        return seconds.matches()
                ? Optional.of(Instant.ofEpochSecond(Math.min(Long.parseLong(seconds.group(1)), END_OF_TIME)))
                : Optional.empty();
    }
}
