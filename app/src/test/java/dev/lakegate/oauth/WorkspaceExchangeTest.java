package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.GatewayProblem.DeniedByGateway;
import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.IdentityProblem.ExchangeRefused;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceExchangeTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String WORKSPACE = "prod.lakegate.test";
    private static final Secret IDENTITY = new Secret("aaa.bbb-_.ccc");

    private final List<String> said = new ArrayList<>();
    private TinyProvider provider;
    private GatewayCall.Answer answer = new GatewayCall.Answer(200, Optional.empty(), "{}");
    private WorkspaceExchange exchange;

    @BeforeEach
    void start() throws Exception {
        provider = new TinyProvider();
        exchange = new WorkspaceExchange(
                provider.profile(),
                (workspace, path, form, identityToken) -> {
                    said.addAll(List.of(workspace, path, form, identityToken.reveal()));
                    return answer;
                },
                () -> NOON);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void the_body_is_byte_for_byte_what_the_gateway_lets_pass() throws Exception {
        answer = new GatewayCall.Answer(
                200,
                Optional.empty(),
                "{\"access_token\":\"workspace-token\",\"expires_in\":3600,\"scope\":\"all-apis\"}");

        Token token = exchange.exchange(WORKSPACE, Optional.empty(), IDENTITY);

        assertThat(said)
                .containsExactly(
                        WORKSPACE,
                        "/oidc/v1/token",
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=aaa.bbb-_.ccc"
                                + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis",
                        "aaa.bbb-_.ccc");
        assertThat(token).isEqualTo(new Token(new Secret("workspace-token"), NOON, NOON.plus(Duration.ofHours(1))));
    }

    @Test
    void the_gateways_denial_is_told_by_its_code_and_not_as_the_workspaces() {
        answer = new GatewayCall.Answer(
                403,
                Optional.of("group_required"),
                "{\"error_code\":\"GROUP_REQUIRED\",\"message\":\"No group.\",\"request_id\":\"gw-1\"}");

        assertThat(problem()).isEqualTo(new DeniedByGateway("group_required", "No group.", "gw-1"));
    }

    @Test
    void the_workspaces_refusal_is_told_in_its_words() {
        answer = new GatewayCall.Answer(
                400, Optional.empty(), "{\"error\":\"invalid_grant\",\"error_description\":\"no policy\"}");

        assertThat(problem()).isEqualTo(new ExchangeRefused(WORKSPACE, "invalid_grant", "no policy"));
    }

    @Test
    void a_refusal_in_no_known_form_is_told_by_its_status() {
        answer = new GatewayCall.Answer(404, Optional.empty(), "<html>not found</html>");

        assertThat(problem()).isEqualTo(new ExchangeRefused(WORKSPACE, "status 404", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "{}",
                "{\"access_token\":\"\",\"expires_in\":3600}",
                "{\"access_token\":\"t\"}",
                "{\"access_token\":\"t\",\"expires_in\":0}",
                "{\"access_token\":\"t\",\"expires_in\":-5}",
                "{\"access_token\":\"t\",\"expires_in\":\"soon\"}",
                "{\"access_token\":\"t\",\"expires_in\":99999999999999999999}",
                "{\"access_token\":\"t\",\"expires_in\":9223372036854775807}",
                "{\"access_token\":{},\"expires_in\":3600}"
            })
    void a_success_without_a_usable_token_is_a_broken_answer(String body) {
        answer = new GatewayCall.Answer(200, Optional.empty(), body);

        assertThat(problem()).isInstanceOf(GatewayBrokeOff.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void a_workspace_that_is_ill_refuses_nobody(int status) {
        answer = new GatewayCall.Answer(status, Optional.empty(), "{\"error\":\"x\"}");

        assertThat(problem()).isInstanceOf(GatewayBrokeOff.class);
    }

    private Problem problem() {
        return catchThrowableOfType(
                        ProblemException.class, () -> exchange.exchange(WORKSPACE, Optional.empty(), IDENTITY))
                .problem();
    }
}
