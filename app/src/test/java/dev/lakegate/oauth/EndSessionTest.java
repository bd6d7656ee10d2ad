package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How the browser comes to the end of its session at the provider.
@Timeout(30)
class EndSessionTest {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    private SignInRig rig;
    private Grant grant;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
        rig.provider.announces("end_session_endpoint", rig.provider.issuer() + "/end?tenant=acme");
        grant = rig.signIn(rig.provider.profile(), rig::rightAnswer);
    }

    @AfterEach
    void stop() {
        rig.close();
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
    void of_many_that_open_the_address_at_once_one_is_sent_on() throws Exception {
        try (OneTimeAddress address =
                        endSession(rig.provider.profile()).begin(grant).orElseThrow();
                ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers =
                    browsers.invokeAll(Collections.nCopies(16, () -> open(address.address())));

            assertThat(answers)
                    .extracting(answer -> answer.get().statusCode())
                    .containsOnlyOnce(303)
                    .contains(404)
                    .doesNotContain(200);
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

    private EndSession endSession(Profile profile) {
        return new EndSession(new Provider(profile, rig.calls));
    }

    private static HttpResponse<String> open(URI address) throws IOException, InterruptedException {
        return BROWSER.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
