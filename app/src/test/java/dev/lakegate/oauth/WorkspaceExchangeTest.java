package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityToken;
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
import java.util.Date;
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
        exchange = exchange(provider.profile());
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

    @Test
    void a_service_principal_is_named_at_the_very_end() throws Exception {
        answer = tokenAnswer("workspace-token");

        exchange.exchange(WORKSPACE, Optional.of("0a1b2c3d-0000-4000-8000-0123456789ab"), IDENTITY);

        assertThat(said.get(2))
                .isEqualTo(
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=aaa.bbb-_.ccc"
                                + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis"
                                + "&client_id=0a1b2c3d-0000-4000-8000-0123456789ab");
    }

    @Test
    void a_token_is_good_no_longer_than_its_own_expiry_says_whatever_expires_in_promises() throws Exception {
        Date issued = Date.from(Instant.now());
        Date expires = Date.from(issued.toInstant().plusSeconds(300));
        JWTClaimsSet.Builder claims = workspaceClaims().issueTime(issued).expirationTime(expires);

        answer = tokenAnswer(TinyProvider.signed(claims));
        assertThat(lifetime()).isEqualTo(Duration.ofMinutes(5));

        answer = tokenAnswer(TinyProvider.signed(
                claims.expirationTime(Date.from(issued.toInstant().plusSeconds(7_200)))));
        assertThat(lifetime()).isEqualTo(Duration.ofHours(1));

        answer = tokenAnswer(
                TinyProvider.signed(workspaceClaims().issueTime(null).expirationTime(Date.from(NOON.plusSeconds(60)))));
        assertThat(lifetime()).isEqualTo(Duration.ofMinutes(1));

        answer = tokenAnswer(TinyProvider.signed(workspaceClaims().expirationTime(null)));
        assertThat(lifetime()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_token_that_has_expired_before_it_came_is_refused() {
        answer = tokenAnswer(
                TinyProvider.signed(workspaceClaims().issueTime(null).expirationTime(Date.from(NOON))));

        assertThat(brokeOff()).contains("expired");
    }

    @Test
    void the_identity_token_is_no_workspace_token_and_none_that_is_meant_for_the_gateway() {
        answer = tokenAnswer(IDENTITY.reveal());
        assertThat(brokeOff()).contains("identity token itself").doesNotContain(IDENTITY.reveal());

        answer = tokenAnswer(
                TinyProvider.signed(workspaceClaims().audience(List.of("databricks", TinyProvider.AUDIENCE))));
        assertThat(brokeOff()).contains("meant for the gateway");
    }

    @Test
    void where_id_tokens_go_to_the_gateway_a_token_for_their_audience_is_no_workspace_token() {
        exchange = exchange(provider.settings().identityToken(IdentityToken.ID).build());
        answer = tokenAnswer(TinyProvider.signed(workspaceClaims().audience(TinyProvider.CLIENT)));

        assertThat(brokeOff()).contains("meant for the gateway");
    }

    @Test
    void a_token_of_another_type_than_bearer_is_refused() {
        answer = new GatewayCall.Answer(
                200, Optional.empty(), "{\"access_token\":\"t\",\"expires_in\":60,\"token_type\":\"DPoP\"}");

        assertThat(brokeOff()).contains("no bearer token");
    }

    private WorkspaceExchange exchange(Profile profile) {
        return new WorkspaceExchange(
                profile,
                (workspace, path, form, identityToken) -> {
                    said.addAll(List.of(workspace, path, form, identityToken.reveal()));
                    return answer;
                },
                () -> NOON);
    }

    private JWTClaimsSet.Builder workspaceClaims() {
        return provider.accessClaims("alice").audience("databricks");
    }

    private static GatewayCall.Answer tokenAnswer(String token) {
        return new GatewayCall.Answer(
                200,
                Optional.empty(),
                "{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"token_type\":\"bearer\"}");
    }

    private Duration lifetime() throws ProblemException {
        return exchange.exchange(WORKSPACE, Optional.empty(), IDENTITY).lifetime();
    }

    private String brokeOff() {
        return ((GatewayBrokeOff) problem()).reason();
    }

    private Problem problem() {
        return catchThrowableOfType(
                        ProblemException.class, () -> exchange.exchange(WORKSPACE, Optional.empty(), IDENTITY))
                .problem();
    }
}
