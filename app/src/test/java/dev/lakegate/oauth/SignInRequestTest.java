package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.oauth.SignInAttempt.Announcement.OpenAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class SignInRequestTest {
    private SignInRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(
                TinyProvider.signed(rig.idClaims().claim("auth_time", now())),
                TinyProvider.signed(
                        rig.provider.accessClaims("alice").claim("acr", "mfa").claim("auth_time", now()))));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void what_the_profile_says_of_the_sign_in_is_asked_of_the_provider() throws Exception {
        Profile profile = rig.provider
                .settings()
                .scopes("openid", "api://gateway/use")
                .prompt("login select_account")
                .loginHint("alice@acme.example")
                .maxAge(Duration.ofHours(12))
                .acrValues("mfa", "pwd")
                .authorizationParameters(Map.of("access_type", "offline"))
                .build();

        rig.signIn(profile, rig::rightAnswer);

        assertThat(rig.asked)
                .containsEntry("scope", "openid api://gateway/use")
                .containsEntry("prompt", "login select_account")
                .containsEntry("login_hint", "alice@acme.example")
                .containsEntry("max_age", "43200")
                .containsEntry("acr_values", "mfa pwd")
                .containsEntry("access_type", "offline");
    }

    @Test
    void what_the_profile_does_not_say_is_not_asked() throws Exception {
        rig.signIn(rig.provider.settings().prompt("").build(), rig::rightAnswer);

        assertThat(rig.asked)
                .containsOnlyKeys(
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "scope",
                        "state",
                        "nonce",
                        "code_challenge",
                        "code_challenge_method",
                        "resource");
    }

    @Test
    void a_gateways_demand_is_asked_for_in_place_of_what_is_usual() throws Exception {
        rig.demand = new Demand(List.of("mfa"), Optional.of(Duration.ofMinutes(5)));

        rig.signIn(
                rig.provider
                        .settings()
                        .acrValues("pwd")
                        .maxAge(Duration.ofHours(12))
                        .build(),
                rig::rightAnswer);

        assertThat(rig.asked).containsEntry("acr_values", "mfa").containsEntry("max_age", "300");
    }

    @ParameterizedTest
    @EnumSource
    void where_the_provider_takes_requests_beforehand_the_address_tells_nothing_but_its_name(AudienceParameter audience)
            throws Exception {
        pushes(TinyProvider.json(201, Map.of("request_uri", "urn:ietf:params:oauth:request_uri:1", "expires_in", 60)));
        Profile profile = rig.provider
                .settings()
                .audience(TinyProvider.AUDIENCE, audience)
                .loginHint("alice@acme.example")
                .build();

        Grant grant = rig.signIn(profile, (_, request) -> {
            Map<String, String> pushed = pushed();
            assertThat(request)
                    .containsOnly(
                            Map.entry("client_id", TinyProvider.CLIENT),
                            Map.entry("request_uri", "urn:ietf:params:oauth:request_uri:1"));
            rig.asked = pushed;
            rig.visit(pushed.get("redirect_uri") + "?" + rig.rightAnswer(pushed));
        });

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(pushed())
                .containsEntry("client_id", TinyProvider.CLIENT)
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("login_hint", "alice@acme.example")
                .containsKeys("state", "nonce", "redirect_uri");
        String parameter = switch (audience) {
            case RESOURCE -> "resource";
            case AUDIENCE -> "audience";
            case NONE -> "neither";
        };
        for (String name : List.of("resource", "audience")) {
            assertThat(pushed().get(name)).isEqualTo(name.equals(parameter) ? TinyProvider.AUDIENCE : null);
            assertThat(rig.provider.tokenRequests().getFirst().get(name)).isEqualTo(pushed().get(name));
        }
    }

    @Test
    void a_request_that_the_provider_refuses_beforehand_is_refused_and_no_browser_opens() {
        pushes(TinyProvider.json(400, Map.of("error", "invalid_scope", "error_description", "no such scope")));

        assertThat(rig.problem(rig.provider.profile()))
                .isEqualTo(new SignInRefused(URI.create(rig.provider.issuer()), "invalid_scope", "no such scope"));
        assertThat(rig.announcements).isEmpty();
    }

    @Test
    void an_endpoint_for_requests_that_is_ill_or_answers_nonsense_refuses_nobody() {
        pushes(new TinyProvider.Answer(503, "text/html", "<html>later</html>"));
        assertThat(rig.problem(rig.provider.profile())).isInstanceOf(ProviderUnreachable.class);

        pushes(TinyProvider.json(201, Map.of("request_uri", "")));
        assertThat(rig.problem(rig.provider.profile())).isInstanceOf(ProviderMisconfigured.class);
        assertThat(rig.announcements).isEmpty();
    }

    @Test
    void without_such_an_endpoint_nothing_is_pushed() throws Exception {
        rig.signIn(rig.provider.profile(), rig::rightAnswer);

        assertThat(rig.provider.requests("/par")).isEmpty();
        assertThat(rig.announcements).singleElement().isInstanceOf(OpenAddress.class);
    }

    private void pushes(TinyProvider.Answer answer) {
        rig.provider.announces("pushed_authorization_request_endpoint", rig.provider.issuer() + "/par");
        rig.provider.answers("/par", _ -> answer);
    }

    private Map<String, String> pushed() {
        return rig.provider.requests("/par").getFirst().form();
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }
}
