package dev.lakegate.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.config.Profile;
import dev.lakegate.model.GatewayProblem.DeniedByGateway;
import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.IdentityProblem.ExchangeRefused;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Exchanges the identity token for a workspace token (RFC 8693) at the workspace, through the gateway. Blocks.
public final class WorkspaceExchange {
    /// The gateway lets exactly this body pass, byte for byte (DESIGN.md §3): no parameter may move.
    private static final String BEFORE_THE_TOKEN =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=";

    private static final String AFTER_THE_TOKEN =
            "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis";

    /// What is longer is no lifetime: a year.
    private static final long LONGEST_LIFETIME_SECONDS = 365 * 86_400;

    private static final String PATH = "/oidc/v1/token";

    private final Profile profile;
    private final GatewayCall gateway;
    private final InstantSource clock;

    public WorkspaceExchange(Profile profile, GatewayCall gateway, InstantSource clock) {
        this.profile = profile;
        this.gateway = gateway;
        this.clock = clock;
    }

    /// A new workspace token for the person whom the identity token names, or for the service principal as which they
    /// may act.
    ///
    /// @param workspace        the workspace's public host name
    /// @param servicePrincipal its application id; empty to act as oneself
    public Token exchange(String workspace, Optional<String> servicePrincipal, Secret identityToken)
            throws ProblemException {
        Instant sentAt = clock.instant();
        // neither a JWT in compact form nor an application id needs escaping
        String form = BEFORE_THE_TOKEN
                + identityToken.reveal()
                + AFTER_THE_TOKEN
                + servicePrincipal.map(id -> "&client_id=" + id).orElse("");
        GatewayCall.Answer answer = gateway.post(workspace, PATH, form, identityToken);
        JsonNode body = json(answer.body());
        String token = body.path("access_token").asString("");
        long lifetime = body.path("expires_in").asLong(0);
        boolean usable = !token.isEmpty() && lifetime > 0 && lifetime < LONGEST_LIFETIME_SECONDS;
        if (answer.denial().isPresent() || answer.status() != 200 || !usable) {
            throw new ProblemException(refusal(workspace, answer, body));
        }
        if (!body.path("token_type").asString("Bearer").equalsIgnoreCase("Bearer")) {
            throw unusable("a token that is no bearer token");
        }
        return workspaceToken(new Secret(token), Duration.ofSeconds(lifetime), sentAt, identityToken);
    }

    /// What was meant for the gateway must not be taken for a workspace token: an exchange that hands the identity
    /// token
    /// back would have it sent as `Authorization` to whatever stands behind the gateway.
    private Token workspaceToken(Secret token, Duration announced, Instant sentAt, Secret identityToken)
            throws ProblemException {
        if (token.equals(identityToken)) {
            throw unusable("the identity token itself");
        }
        Optional<JWTClaimsSet> claims = claims(token);
        if (claims.isPresent() && claims.get().getAudience().contains(gatewaysAudience())) {
            throw unusable("a token that is meant for the gateway");
        }
        Duration lifetime = claims.map(known -> lifetime(known, sentAt))
                .filter(own -> own.compareTo(announced) < 0)
                .orElse(announced);
        if (!lifetime.isPositive()) {
            throw unusable("a token that has expired");
        }
        return new Token(token, sentAt, sentAt.plus(lifetime));
    }

    private String gatewaysAudience() {
        return switch (profile.identityToken()) {
            case ACCESS -> profile.audience();
            case ID -> profile.clientId();
        };
    }

    /// By the token's own clock where it tells when it was issued, so that a wrong clock of this machine does not
    /// matter.
    private static Duration lifetime(JWTClaimsSet claims, Instant sentAt) {
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            return Duration.ofSeconds(LONGEST_LIFETIME_SECONDS);
        }
        Instant from =
                claims.getIssueTime() == null ? sentAt : claims.getIssueTime().toInstant();
        return Duration.between(from, expires.toInstant());
    }

    /// Empty for an opaque token, which says nothing about itself.
    private static Optional<JWTClaimsSet> claims(Secret token) {
        try {
            return Optional.of(SignedJWT.parse(token.reveal()).getJWTClaimsSet());
        } catch (ParseException opaque) {
            return Optional.empty();
        }
    }

    private ProblemException unusable(String what) {
        return new ProblemException(
                new GatewayBrokeOff(profile.gateway(), "the workspace's token exchange gave " + what));
    }

    private Problem refusal(String workspace, GatewayCall.Answer answer, JsonNode body) {
        if (answer.denial().isPresent()) {
            return new DeniedByGateway(
                    answer.denial().get(),
                    body.path("message").asString(""),
                    body.path("request_id").asString("unknown"));
        }
        if (answer.status() >= 500 || answer.status() == 200) {
            return new GatewayBrokeOff(
                    profile.gateway(), "the workspace's token exchange gave no token (status " + answer.status() + ")");
        }
        return new ExchangeRefused(
                workspace,
                body.path("error").asString("status " + answer.status()),
                body.path("error_description").asString(""));
    }

    private static JsonNode json(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            return JsonMapper.shared().missingNode();
        }
    }
}
