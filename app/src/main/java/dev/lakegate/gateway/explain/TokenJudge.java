package dev.lakegate.gateway.explain;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.keys.SpkiPem;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.model.Secret;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges an identity token as section 3 of `haproxy.cfg` does, in that order, with the keys that are kept.
public final class TokenJudge {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._:@|+=/-]{1,255}");
    private static final Pattern EMAIL = Pattern.compile("[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,128}");
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
        try {
            SignedJWT jwt = SignedJWT.parse(token.reveal());
            Map<String, Object> claims = jwt.getJWTClaimsSet().getClaims();
            Optional<Issuer> issuer = policy.issuers().stream()
                    .filter(each -> each.issuer().toString().equals(claims.get("iss")))
                    .findFirst();
            Optional<String> denial = header(jwt, issuer)
                    .or(() -> times(claims, issuer.orElseThrow(), now))
                    .or(() -> purpose(jwt, claims, issuer.orElseThrow()))
                    .or(() -> signature(jwt, issuer.orElseThrow()))
                    .or(() -> person(claims, issuer.orElseThrow()));
            return denial.<Outcome>map(Outcome.Bad::new)
                    .orElseGet(() -> new Outcome.Good(caller(claims, issuer.orElseThrow())));
        } catch (ParseException noJwt) {
            return new Outcome.Bad("malformed_token");
        }
    }

    private Optional<String> header(SignedJWT jwt, Optional<Issuer> issuer) {
        String algorithm = jwt.getHeader().getAlgorithm().getName();
        if (!Set.of("RS256", "ES256").contains(algorithm)) {
            return Optional.of("alg_not_allowed");
        }
        if (jwt.getHeader().getCriticalParams() != null) {
            return Optional.of("crit_not_supported");
        }
        if (issuer.isEmpty()) {
            return Optional.of("wrong_issuer");
        }
        Optional<SigningKey> key = key(jwt, issuer.get());
        if (key.isEmpty()) {
            return Optional.of("unknown_key");
        }
        return key.get().algorithm().name().equals(algorithm) ? Optional.empty() : Optional.of("alg_not_allowed");
    }

    private Optional<SigningKey> key(SignedJWT jwt, Issuer issuer) {
        return keys.stream()
                .filter(key -> key.issuer().equals(issuer.name()))
                .filter(key -> key.kid().equals(jwt.getHeader().getKeyID()))
                .filter(key -> !revocations.keys().contains(key.issuer() + '|' + key.kid()))
                .findFirst();
    }

    private static Optional<String> times(Map<String, Object> claims, Issuer issuer, Instant now) {
        Optional<Instant> expires = instant(claims.get("exp"));
        Optional<Instant> issued = instant(claims.get("iat"));
        Instant latestBeginning = now.plus(issuer.clockSkew());
        if (expires.isEmpty() || !expires.get().plus(GRACE).isAfter(now)) {
            return Optional.of("token_expired");
        }
        if (claims.containsKey("nbf")
                && instant(claims.get("nbf"))
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

    private static Optional<String> purpose(SignedJWT jwt, Map<String, Object> claims, Issuer issuer) {
        if (audiences(claims.get("aud")).stream().noneMatch(issuer.audience()::equals)) {
            return Optional.of("wrong_audience");
        }
        String type = jwt.getHeader().getType() == null
                ? "none"
                : jwt.getHeader().getType().getType().toLowerCase(Locale.ROOT);
        if (!issuer.tokenTypes().contains(type)) {
            return Optional.of("wrong_token_type");
        }
        Optional<String> client = client(claims);
        Predicate<String> known =
                name -> issuer.clients().contains(name) || issuer.applications().contains(name);
        if (client.filter(known).isEmpty()) {
            return Optional.of("wrong_client");
        }
        Object scope = claims.getOrDefault("scope", claims.get("scp"));
        Set<String> scopes =
                scope instanceof String text ? Set.copyOf(Arrays.asList(text.split(" ", -1))) : texts(scope);
        return issuer.scopes().isEmpty() || issuer.scopes().stream().anyMatch(scopes::contains)
                ? Optional.empty()
                : Optional.of("insufficient_scope");
    }

    private Optional<String> signature(SignedJWT jwt, Issuer issuer) {
        try {
            SigningKey key = key(jwt, issuer).orElseThrow();
            PublicKey spki = SpkiPem.key(key.pem(), key.algorithm());
            JWSVerifier verifier = switch (key.algorithm()) {
                case RS256 -> new RSASSAVerifier((RSAPublicKey) spki);
                case ES256 -> new ECDSAVerifier((ECPublicKey) spki);
            };
            return jwt.verify(verifier) ? Optional.empty() : Optional.of("bad_signature");
        } catch (JOSEException unusable) {
            return Optional.of("bad_signature");
        }
    }

    private Optional<String> person(Map<String, Object> claims, Issuer issuer) {
        Optional<String> subject = subject(claims, issuer);
        Optional<String> email = email(claims, issuer);
        boolean unsafe =
                subject.filter(text -> !SUBJECT.matcher(text).matches()).isPresent()
                        || email.filter(text -> !EMAIL.matcher(text).matches()).isPresent();
        if (unsafe) {
            return Optional.of("unsafe_claim");
        }
        boolean application = subject.isEmpty()
                || subject.equals(client(claims))
                || subject.get().endsWith("@clients")
                || "app".equals(claims.get("idtyp"))
                || Set.of("client-credentials", "client_credentials").contains(String.valueOf(claims.get("gty")))
                || String.valueOf(claims.get("preferred_username")).startsWith("service-account-");
        boolean listed = client(claims).filter(issuer.applications()::contains).isPresent();
        if (subject.isEmpty() || (application && !listed)) {
            return Optional.of("app_only_token");
        }
        Object id = claims.getOrDefault("jti", claims.get("uti"));
        return revocations.tokens().contains(issuer.name() + '|' + id)
                ? Optional.of("token_revoked")
                : Optional.empty();
    }

    private static Caller caller(Map<String, Object> claims, Issuer issuer) {
        Object groups = at(claims, issuer.claims().groups());
        return new Caller(
                issuer.name(),
                subject(claims, issuer),
                email(claims, issuer).filter(_ -> Boolean.TRUE.equals(claims.get("email_verified"))),
                texts(groups),
                groups == null && (claims.containsKey("_claim_names") || claims.containsKey("hasgroups")),
                instant(claims.get("iat")).orElse(Instant.EPOCH));
    }

    private static Optional<String> subject(Map<String, Object> claims, Issuer issuer) {
        StringBuilder joined = new StringBuilder();
        for (String name : issuer.claims().subject()) {
            Object part = at(claims, name);
            if (part == null) {
                return Optional.empty();
            }
            joined.append(joined.isEmpty() ? "" : ":").append(part);
        }
        return Optional.of(joined.toString());
    }

    private static Optional<String> email(Map<String, Object> claims, Issuer issuer) {
        return Optional.ofNullable(at(claims, issuer.claims().email()))
                .map(email -> String.valueOf(email).toLowerCase(Locale.ROOT));
    }

    private static Optional<String> client(Map<String, Object> claims) {
        return CLIENT_CLAIMS.stream()
                .map(claims::get)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }

    private static @Nullable Object at(Map<String, Object> claims, String path) {
        Object value = claims;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /// HAProxy looks at the first three.
    private static List<?> audiences(@Nullable Object claim) {
        List<?> all = claim instanceof List<?> many ? many : List.of(String.valueOf(claim));
        return all.subList(0, Math.min(3, all.size()));
    }

    private static Set<String> texts(@Nullable Object value) {
        Set<String> texts = new TreeSet<>();
        if (value instanceof String text) {
            texts.add(text);
        } else if (value instanceof Collection<?> many) {
            many.forEach(each -> texts.add(String.valueOf(each)));
        }
        return texts;
    }

    private static Optional<Instant> instant(@Nullable Object claim) {
        return switch (claim) {
            case Date date -> Optional.of(date.toInstant());
            case Number seconds -> Optional.of(Instant.ofEpochSecond(seconds.longValue()));
            case null, default -> Optional.empty();
        };
    }
}
