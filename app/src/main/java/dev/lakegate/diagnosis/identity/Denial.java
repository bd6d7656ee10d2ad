package dev.lakegate.diagnosis.identity;

import dev.lakegate.model.Phrase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why a gateway denies: each code of its `denials.map`, and of its own failures, explained by the claim and
/// the rule that decided, with what to ask the network team for.
@SuppressWarnings("ImmutableEnumChecker") // a phrase does not change
enum Denial {
    BAD_REQUEST(Phrase.of("doctor.denial.bad_request"), Phrase.of("doctor.denial.look_up.request")),
    MISSING_TOKEN(Phrase.of("doctor.denial.missing_token"), Phrase.of("doctor.denial.missing_token.request")),
    MALFORMED_TOKEN(Phrase.of("doctor.denial.malformed_token"), Phrase.of("doctor.denial.malformed_token.request")),
    DUPLICATE_TOKEN(Phrase.of("doctor.denial.duplicate_token"), Phrase.of("doctor.denial.duplicate_token.request")),
    ALG_NOT_ALLOWED(Phrase.of("doctor.denial.alg_not_allowed"), Phrase.of("doctor.denial.alg_not_allowed.request")),
    CRIT_NOT_SUPPORTED(
            Phrase.of("doctor.denial.crit_not_supported"), Phrase.of("doctor.denial.crit_not_supported.request")),
    WRONG_ISSUER(Phrase.of("doctor.denial.wrong_issuer"), Phrase.of("doctor.denial.wrong_issuer.request")),
    UNKNOWN_KEY(Phrase.of("doctor.denial.unknown_key"), Phrase.of("doctor.denial.unknown_key.request")),
    TOKEN_EXPIRED(Phrase.of("doctor.denial.token_expired"), Phrase.of("doctor.denial.token_expired.request")),
    TOKEN_NOT_YET_VALID(
            Phrase.of("doctor.denial.token_not_yet_valid"), Phrase.of("doctor.denial.token_not_yet_valid.request")),
    LIFETIME_TOO_LONG(
            Phrase.of("doctor.denial.lifetime_too_long"), Phrase.of("doctor.denial.lifetime_too_long.request")),
    WRONG_AUDIENCE(Phrase.of("doctor.denial.wrong_audience"), Phrase.of("doctor.denial.wrong_audience.request")),
    WRONG_TOKEN_TYPE(Phrase.of("doctor.denial.wrong_token_type"), Phrase.of("doctor.denial.wrong_token_type.request")),
    WRONG_CLIENT(Phrase.of("doctor.denial.wrong_client"), Phrase.of("doctor.denial.wrong_client.request")),
    BAD_SIGNATURE(Phrase.of("doctor.denial.bad_signature"), Phrase.of("doctor.denial.bad_signature.request")),
    UNSAFE_CLAIM(Phrase.of("doctor.denial.unsafe_claim"), Phrase.of("doctor.denial.unsafe_claim.request")),
    TOKEN_REVOKED(Phrase.of("doctor.denial.token_revoked"), Phrase.of("doctor.denial.token_revoked.request")),
    INSUFFICIENT_SCOPE(
            Phrase.of("doctor.denial.insufficient_scope"), Phrase.of("doctor.denial.insufficient_scope.request")),
    INSUFFICIENT_USER_AUTHENTICATION(
            Phrase.of("doctor.denial.insufficient_user_authentication"),
            Phrase.of("doctor.denial.insufficient_user_authentication.request")),
    APP_ONLY_TOKEN(Phrase.of("doctor.denial.app_only_token"), Phrase.of("doctor.denial.app_only_token.request")),
    NO_WORKSPACE_IDENTITY(
            Phrase.of("doctor.denial.no_workspace_identity"), Phrase.of("doctor.denial.no_workspace_identity.request")),
    USER_DISABLED(Phrase.of("doctor.denial.user_disabled"), Phrase.of("doctor.denial.user_disabled.request")),
    GROUP_REQUIRED(Phrase.of("doctor.denial.group_required"), Phrase.of("doctor.denial.group_required.request")),
    GROUPS_OVERAGE(Phrase.of("doctor.denial.groups_overage"), Phrase.of("doctor.denial.groups_overage.request")),
    DENIED_BY_POLICY(
            Phrase.of("doctor.denial.denied_by_policy"), Phrase.of("doctor.denial.allow_me.request", Routes.ME)),
    WORKSPACE_CREDENTIAL_REQUIRED(
            Phrase.of("doctor.denial.workspace_credential_required"),
            Phrase.of("doctor.denial.workspace_credential_required.request")),
    WORKSPACE_TOKEN_OF_OTHER_USER(
            Phrase.of("doctor.denial.workspace_token_of_other_user"),
            Phrase.of("doctor.denial.workspace_token_of_other_user.request")),
    SERVICE_PRINCIPAL_NOT_PERMITTED(
            Phrase.of("doctor.denial.service_principal_not_permitted"),
            Phrase.of("doctor.denial.service_principal_not_permitted.request")),
    SUBJECT_TOKEN_MISMATCH(
            Phrase.of("doctor.denial.subject_token_mismatch"),
            Phrase.of("doctor.denial.subject_token_mismatch.request")),
    PATH_TOO_LONG(Phrase.of("doctor.denial.path_too_long"), Phrase.of("doctor.denial.path_too_long.request")),
    METHOD_NOT_ALLOWED(
            Phrase.of("doctor.denial.method_not_allowed"), Phrase.of("doctor.denial.allow_me.request", Routes.ME)),
    PATH_NOT_ALLOWED(
            Phrase.of("doctor.denial.path_not_allowed"),
            Phrase.of("doctor.denial.path_not_allowed.request", Routes.ME)),
    UNKNOWN_WORKSPACE(
            Phrase.of("doctor.denial.unknown_workspace"), Phrase.of("doctor.denial.unknown_workspace.request")),
    RATE_LIMITED(Phrase.of("doctor.denial.rate_limited"), Phrase.of("doctor.denial.rate_limited.request")),
    TOO_MANY_FAILURES(
            Phrase.of("doctor.denial.too_many_failures"), Phrase.of("doctor.denial.too_many_failures.request")),
    REQUEST_TIMEOUT(Phrase.of("doctor.denial.request_timeout"), Phrase.of("doctor.denial.look_up.request")),
    GATEWAY_ERROR(Phrase.of("doctor.denial.gateway_error"), Phrase.of("doctor.denial.look_up.request")),
    BAD_GATEWAY(Phrase.of("doctor.denial.bad_gateway"), Phrase.of("doctor.denial.bad_gateway.request")),
    WORKSPACE_UNREACHABLE(
            Phrase.of("doctor.denial.workspace_unreachable"), Phrase.of("doctor.denial.nodes_up.request")),
    WORKSPACE_TIMEOUT(Phrase.of("doctor.denial.workspace_timeout"), Phrase.of("doctor.denial.nodes_up.request"));

    private final Phrase explanation;
    private final Phrase request;

    Denial(Phrase explanation, Phrase request) {
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

    Phrase explanation() {
        return explanation;
    }

    /// What to ask the network team, a sentence without its end.
    Phrase request() {
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
