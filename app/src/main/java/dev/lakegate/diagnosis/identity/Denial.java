package dev.lakegate.diagnosis.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why a gateway denies: each code of its `denials.map`, and of its own failures, explained by the claim and
/// the rule that decided, with what to ask the network team for.
enum Denial {
    BAD_REQUEST("the request was not well formed for it", "to look up the request"),
    MISSING_TOKEN(
            "no identity token arrived; something on the way may have eaten the field that carries it",
            "whether an inspecting proxy removes Proxy-Authorization, and try identity_field = \"x-lakegate-identity\""),
    MALFORMED_TOKEN(
            "what arrived as identity token is no JWT",
            "whether the provider gives opaque access tokens; identity_token = \"id\" may be the way then"),
    DUPLICATE_TOKEN("two identity tokens arrived", "whether something between this machine and the gateway adds one"),
    ALG_NOT_ALLOWED(
            "the token's header 'alg' is not the algorithm of its key, RS256 or ES256",
            "to compare the provider's signing algorithm with the issuer's 'algorithms'"),
    CRIT_NOT_SUPPORTED("the token's header 'crit' asks for an extension", "to have the provider issue plain JWTs"),
    WRONG_ISSUER(
            "the token's 'iss' is none of the gateway's issuers", "to accept the profile's issuer, spelt exactly so"),
    UNKNOWN_KEY(
            "the token's 'kid' is none of the issuer's keys that the gateway knows",
            "to fetch the provider's keys anew: it has changed them"),
    TOKEN_EXPIRED(
            "the token's 'exp' has passed by the gateway's clock",
            "to compare its clock, once this machine's is right"),
    TOKEN_NOT_YET_VALID(
            "the token's 'nbf' or 'iat' is over 60 s ahead of the gateway's clock",
            "to compare the clocks of gateway and provider"),
    LIFETIME_TOO_LONG(
            "the token lives longer ('exp' less 'iat') than the gateway accepts from this issuer, or has" + " no 'iat'",
            "for shorter tokens at the provider or a longer limit"),
    WRONG_AUDIENCE(
            "the token's 'aud' is not the gateway's own audience",
            "which audience it expects, and compare it with the profile's audience and audience_parameter"),
    WRONG_TOKEN_TYPE(
            "the token's header 'typ' is none that the gateway accepts from this issuer",
            "to accept the type that the provider gives, or see identity_token"),
    WRONG_CLIENT(
            "the token's client ('client_id', 'azp', 'cid' or 'appid') is none that the gateway accepts",
            "to accept the profile's client_id"),
    BAD_SIGNATURE(
            "the token's signature does not hold with the key that its 'kid' names",
            "whether the PEM file of that key is the provider's"),
    UNSAFE_CLAIM(
            "a claim of the token ('sub', 'email' or 'groups') holds line ends, commas or quotes",
            "which claim, and have it changed at the provider"),
    TOKEN_REVOKED(
            "the token's 'jti' is revoked, or its 'iat' is before the moment up to which yours are ('lakegate gateway revoke')",
            "why, if signing in again does not help"),
    INSUFFICIENT_SCOPE(
            "the token's 'scope' lacks the one that the gateway requires",
            "which scope, and add it to the profile's scopes"),
    INSUFFICIENT_USER_AUTHENTICATION(
            "the token's 'acr' or 'auth_time' tells of too weak or too old a sign-in (RFC 9470)",
            "what it requires, if signing in again does not help"),
    APP_ONLY_TOKEN("the token names an application and no person", "whether the client is registered for people"),
    NO_WORKSPACE_IDENTITY(
            "neither the token's 'sub' nor its verified 'email' is mapped to a workspace identity",
            "to map you to your workspace user"),
    USER_DISABLED("your workspace identity is disabled at the gateway", "to enable it again"),
    GROUP_REQUIRED(
            "the token's 'groups' holds none that may use the gateway", "to be put into such a group at the provider"),
    GROUPS_OVERAGE(
            "the token lists no groups, because it would have too many: it has '_claim_names' or 'hasgroups' instead",
            "to have the provider send only the groups that are assigned to the application"),
    DENIED_BY_POLICY(
            "no rule of the gateway's policy allows it, or one denies it; X-Lakegate-Rule names it",
            "to allow GET " + Routes.ME),
    WORKSPACE_CREDENTIAL_REQUIRED(
            "no workspace token arrived beside the identity token",
            "whether something on the way removes Authorization; and set credential = \"workspace\" on the route"),
    WORKSPACE_TOKEN_OF_OTHER_USER(
            "the workspace token's 'sub' is not the identity that the gateway maps you to",
            "to compare its mapping with the workspace's federation policy"),
    SERVICE_PRINCIPAL_NOT_PERMITTED(
            "none of the token's 'groups' may act as the route's service principal", "for a group that may"),
    SUBJECT_TOKEN_MISMATCH(
            "the exchange was not byte for byte the one that Lakegate makes",
            "whether something on the way changes bodies, or gateway and Lakegate are of different versions"),
    PATH_TOO_LONG("the path is longer than 8192 bytes", "for a way with shorter paths"),
    METHOD_NOT_ALLOWED("the method is not allowed on this path", "to allow GET " + Routes.ME),
    PATH_NOT_ALLOWED("the path is closed at the gateway", "to open GET " + Routes.ME),
    UNKNOWN_WORKSPACE(
            "the gateway serves no workspace of this host name",
            "which name it has, and set it as the route's workspace"),
    RATE_LIMITED("you have sent too many requests in the last 10 s", "for a higher limit, if it lasts"),
    TOO_MANY_FAILURES(
            "too many requests with bad tokens came from this address in the last 10 s",
            "who else sends from it, if it lasts"),
    REQUEST_TIMEOUT("the request did not arrive there in time", "to look up the request"),
    GATEWAY_ERROR("the gateway failed", "to look up the request"),
    BAD_GATEWAY("the workspace gave the gateway no HTTP answer", "whether the workspace's node is sound"),
    WORKSPACE_UNREACHABLE("the gateway cannot reach the workspace", "whether the workspace's nodes are up"),
    WORKSPACE_TIMEOUT("the workspace did not answer the gateway in time", "whether the workspace's nodes are up");

    private final String explanation;
    private final String request;

    Denial(String explanation, String request) {
        this.explanation = explanation;
        this.request = request;
    }

    static Optional<Denial> of(String code) {
        return Arrays.stream(values())
                .filter(known -> known.code().equals(code))
                .findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String explanation() {
        return explanation;
    }

    /// What to ask the network team, as the rest of a sentence.
    String request() {
        return request;
    }

    /// Whether the gateway had accepted the person by then, and failed behind itself.
    boolean isTheWorkspaces() {
        return switch (this) {
            case BAD_GATEWAY, WORKSPACE_UNREACHABLE, WORKSPACE_TIMEOUT -> true;
            default -> false;
        };
    }

    boolean passesByItself() {
        return this == RATE_LIMITED || this == TOO_MANY_FAILURES;
    }
}
