package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.Revocation.Kind;
import dev.lakegate.oauth.Revocation.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the provider hears when a person signs out.
@Timeout(30)
class SignOutTest {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    private SignInRig rig;
    private Grant grant;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
        rig.provider.answers("/revoke", _ -> TinyProvider.json(200, Map.of()));
        rig.provider.announces("end_session_endpoint", rig.provider.issuer() + "/end?tenant=acme");
        grant = rig.signIn(rig.provider.profile(), rig::rightAnswer);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void the_refresh_token_and_then_the_access_token_are_revoked_each_by_its_kind() {
        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .containsExactly(new Outcome.Revoked(Kind.REFRESH_TOKEN), new Outcome.Revoked(Kind.ACCESS_TOKEN));

        assertThat(rig.provider.requests("/revoke"))
                .extracting(TinyProvider.Request::form)
                .containsExactly(
                        Map.of(
                                "token",
                                "refresh-of-alice",
                                "token_type_hint",
                                "refresh_token",
                                "client_id",
                                TinyProvider.CLIENT),
                        Map.of(
                                "token",
                                grant.identityToken().value().reveal(),
                                "token_type_hint",
                                "access_token",
                                "client_id",
                                TinyProvider.CLIENT));
    }

    @Test
    void an_id_token_cannot_be_revoked_and_is_not_sent_there() {
        Profile profile =
                rig.provider.settings().identityToken(IdentityToken.ID).build();

        assertThat(revocation(profile).revoke(grant)).containsExactly(new Outcome.Revoked(Kind.REFRESH_TOKEN));
        assertThat(rig.provider.requests("/revoke")).hasSize(1);
    }

    @Test
    void without_a_refresh_token_there_is_only_the_other_one() {
        Grant last = new Grant(grant.person(), grant.identityToken(), grant.idToken(), Optional.empty());

        assertThat(revocation(rig.provider.profile()).revoke(last))
                .containsExactly(new Outcome.Revoked(Kind.ACCESS_TOKEN));
    }

    @Test
    void a_provider_that_revokes_nothing_is_no_failure() {
        rig.provider.announcesNo("revocation_endpoint");

        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .containsExactly(new Outcome.NotOffered(Kind.REFRESH_TOKEN), new Outcome.NotOffered(Kind.ACCESS_TOKEN));
    }

    @Test
    void a_provider_that_revokes_refresh_tokens_only_says_so() {
        rig.provider.answers(
                "/revoke",
                form -> "access_token".equals(form.get("token_type_hint"))
                        ? TinyProvider.error(400, "unsupported_token_type")
                        : TinyProvider.json(200, Map.of()));

        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .containsExactly(new Outcome.Revoked(Kind.REFRESH_TOKEN), new Outcome.NotOffered(Kind.ACCESS_TOKEN));
    }

    @Test
    void what_could_not_be_revoked_is_told_with_the_reason_and_the_other_token_is_tried() {
        rig.provider.answers(
                "/revoke",
                form -> "refresh_token".equals(form.get("token_type_hint"))
                        ? TinyProvider.error(401, "invalid_client")
                        : TinyProvider.json(200, Map.of()));

        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .satisfiesExactly(
                        refused -> assertThat(refused).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                            assertThat(failed.kind()).isEqualTo(Kind.REFRESH_TOKEN);
                            assertThat(failed.problem()).isInstanceOf(ProviderMisconfigured.class);
                            assertThat(failed.problem().text().what()).contains("invalid_client");
                        }),
                        revoked -> assertThat(revoked).isEqualTo(new Outcome.Revoked(Kind.ACCESS_TOKEN)));
    }

    @Test
    void a_provider_that_is_ill_or_away_is_asked_once_and_told_for_both() {
        rig.provider.answers("/revoke", _ -> TinyProvider.error(503, "x"));
        Revocation revocation = revocation(rig.provider.profile());
        assertThat(revocation.revoke(grant))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(failed.problem()).isInstanceOf(ProviderUnreachable.class)))
                .hasSize(2);
        assertThat(rig.provider.requests("/revoke")).hasSize(1);

        rig.provider.close();
        assertThat(revocation.revoke(grant)).hasSize(2).hasOnlyElementsOfType(Outcome.Failed.class);
        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .hasSize(2)
                .hasOnlyElementsOfType(Outcome.Failed.class);
    }

    @Test
    void the_browser_is_sent_to_the_end_of_the_session_by_an_address_that_tells_nothing() throws Exception {
        try (OneTimeAddress address =
                endSession(rig.provider.profile()).begin(grant).orElseThrow()) {
            assertThat(address.address().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/[0-9a-f]{64}");

            HttpResponse<String> answer = open(address.address());

            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            URI destination = URI.create(answer.headers().firstValue("Location").orElseThrow());
            assertThat(destination.toString()).startsWith(rig.provider.issuer() + "/end?");
            assertThat(TinyProvider.form(destination.getRawQuery()))
                    .isEqualTo(Map.of(
                            "tenant",
                            "acme",
                            "id_token_hint",
                            grant.idToken().orElseThrow().reveal(),
                            "client_id",
                            TinyProvider.CLIENT));
            assertThat(address.awaitVisit()).isTrue();
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> open(address.address())).isInstanceOf(ConnectException.class));
        }
    }

    @Test
    void no_other_path_or_host_uses_the_address_up() throws Exception {
        try (OneTimeAddress address =
                endSession(rig.provider.profile()).begin(grant).orElseThrow()) {
            assertThat(open(address.address().resolve("/")).statusCode()).isEqualTo(404);
            assertThat(open(URI.create(address.address() + "0")).statusCode()).isEqualTo(404);
            assertThat(open(URI.create(address.address().toString().replace("127.0.0.1", "localhost")))
                            .statusCode())
                    .isEqualTo(404);

            assertThat(open(address.address()).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void an_id_token_that_the_gateway_accepts_is_not_handed_to_whoever_opens_the_address_first() throws Exception {
        Profile profile =
                rig.provider.settings().identityToken(IdentityToken.ID).build();
        try (OneTimeAddress address = endSession(profile).begin(grant).orElseThrow()) {
            URI destination = URI.create(
                    open(address.address()).headers().firstValue("Location").orElseThrow());

            assertThat(TinyProvider.form(destination.getRawQuery())).containsOnlyKeys("tenant", "client_id");
        }
    }

    @Test
    void an_address_that_nobody_opens_is_gone_after_its_time_or_when_it_is_closed() throws Exception {
        OneTimeAddress brief = OneTimeAddress.leadingTo(URI.create("https://id.acme.example"), Duration.ofMillis(1));
        assertThat(brief.awaitVisit()).isFalse();

        OneTimeAddress closed = OneTimeAddress.leadingTo(URI.create("https://id.acme.example"));
        closed.close();
        assertThat(closed.awaitVisit()).isFalse();
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> open(closed.address())).isInstanceOf(ConnectException.class));
    }

    @Test
    void without_an_end_of_sessions_there_is_no_address_and_without_the_provider_a_problem() throws Exception {
        rig.provider.announcesNo("end_session_endpoint");
        assertThat(endSession(rig.provider.profile()).begin(grant)).isEmpty();

        rig.provider.close();
        assertThatThrownBy(() -> endSession(rig.provider.profile()).begin(grant))
                .isInstanceOf(ProblemException.class);
    }

    private Revocation revocation(Profile profile) {
        return new Revocation(new Provider(profile, rig.calls));
    }

    private EndSession endSession(Profile profile) {
        return new EndSession(new Provider(profile, rig.calls));
    }

    private static HttpResponse<String> open(URI address) throws IOException, InterruptedException {
        return BROWSER.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
