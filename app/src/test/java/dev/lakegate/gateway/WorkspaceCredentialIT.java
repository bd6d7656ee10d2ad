package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.TokenForge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The workspace credential must be one JWT of the very person, or of a service principal that may be acted as.
class WorkspaceCredentialIT extends WithGateway {
    /// Signs as no workspace would: the gateway judges whose a credential is, the workspace whether it is genuine.
    private static final TokenForge workspace = new TokenForge("https://prod.lakegate.test/oidc");

    @Test
    void ones_own_passes_whatever_its_letters_case() {
        assertPasses(me());
        forgetRequests();
        assertPasses(me().credential(holder("ALICE@Acme.Example")));
    }

    @Test
    void none_at_all_is_denied() {
        var audited = assertDenied(me().without("Authorization"), 401, "workspace_credential_required");
        assertThat(audited.path("user").asString()).isEqualTo(ALICE);
    }

    @Test
    void a_cookie_is_no_credential_and_does_not_reach_the_workspace() {
        assertDenied(me().without("Authorization").and("Cookie: session=x"), 401, "workspace_credential_required");
        assertThat(assertPasses(me().and("Cookie: session=x")).field("Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer dapi0123456789abcdef0123456789abcdef",
                "Basic dG9rZW46ZGFwaTAxMjM0NTY3ODlhYmNkZWY=",
                "Bearer opaque",
                "Bearer",
                ""
            })
    void what_names_nobody_is_denied(String authorization) {
        assertDenied(me().with("Authorization", authorization), 401, "workspace_credential_required");
    }

    @Test
    void a_credential_in_another_dress_is_denied() {
        var own = prod.issueToken(ALICE);
        assertDenied(me().with("Authorization", own), 401, "workspace_credential_required");
        assertDenied(me().with("Authorization", "Token " + own), 401, "workspace_credential_required");
        assertDenied(me().with("Authorization", "Bearer  " + own), 401, "workspace_credential_required");
        assertDenied(me().with("Authorization", "Bearer " + own + " x"), 401, "workspace_credential_required");
        assertDenied(
                me().with("Authorization", "Bearer " + own + ", Bearer " + prod.issueToken(BOB)),
                401,
                "workspace_credential_required");
    }

    @Test
    void two_credentials_are_denied() {
        assertDenied(me().and("Authorization: Bearer " + prod.issueToken(BOB)), 400, "bad_request");
    }

    @Test
    void a_second_credential_spelt_otherwise_does_not_reach_the_workspace() {
        var received = assertPasses(me().and("Authorization_: Bearer " + prod.issueToken(BOB)));
        assertThat(received.fields("Authorization_")).isEmpty();
    }

    @Test
    void somebody_elses_is_denied() {
        assertDenied(me().credential(prod.issueToken(BOB)), 403, "workspace_token_of_other_user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "alice", "alice@acme.example ", "alice@acme.example\0", "alice@acme.example,bob@acme.example"
            })
    void almost_ones_own_is_denied(String holder) {
        assertDenied(me().credential(holder(holder)), 403, "workspace_token_of_other_user");
    }

    @Test
    void one_that_names_nobody_is_denied() {
        var token = workspace.alice();
        assertDenied(me().credential(token.withoutClaim("sub").toString()), 403, "workspace_token_of_other_user");
        assertDenied(me().credential(token.claim("sub", null).toString()), 403, "workspace_token_of_other_user");
    }

    @Test
    void a_service_principals_is_for_the_groups_that_may_act_as_it() {
        assertPasses(me().credential(prod.issueToken(ETL)));
        var inOtherGroup = acme.person("alice", "data-science");
        forgetRequests();
        assertDenied(me().token(inOtherGroup).credential(prod.issueToken(ETL)), 403, "workspace_token_of_other_user");
        assertDenied(
                me().token(inOtherGroup).credential(holder(ETL + "|[\"data-engineers\"]")),
                403,
                "workspace_token_of_other_user");
        assertDenied(me().credential(holder(ETL.replace("71a", "71b"))), 403, "workspace_token_of_other_user");
    }

    @Test
    void the_audit_names_person_and_service_principal() {
        var answer = wire.send(me().credential(prod.issueToken(ETL)).text());
        assertThat(answer.field("X-Lakegate-Principal")).contains(ETL);
        var audited =
                gateway.audited(answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow());
        assertThat(audited.path("user").asString()).isEqualTo(ALICE);
        assertThat(audited.path("principal").asString()).isEqualTo(ETL);
    }

    private static String holder(String sub) {
        return workspace.alice().claim("sub", sub).toString();
    }
}
