package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.gateway.host.ConfigurationFolder;
import dev.lakegate.gateway.host.Sync;
import dev.lakegate.gateway.keys.KeptKeysFolder;
import dev.lakegate.gateway.keys.KeyRefresh;
import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import dev.lakegate.gateway.keys.KeySetFetch;
import dev.lakegate.sandbox.TokenForge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keys that rotate by themselves: the network team's commands beside a running HAProxy.
@Timeout(60)
class SyncIT extends WithRotatingKeys {
    @Test
    void keys_come_and_go_with_a_sync() {
        assertPasses(me().token(rsa()));
        forgetRequests();

        server.publish(only(TokenForge.EC_KID));
        var outcome = team.gateway("sync");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains("keys of rotating: changed; now 1")
                .containsPattern("haproxy: serves [0-9a-f]{12} now");
        assertDenied(me().token(rsa()), 401, "unknown_key");
        assertPasses(me().token(ec()));
        assertThat(team.gateway("sync").out())
                .contains("keys of rotating: unchanged, 1")
                .contains("as before");
    }

    @Test
    void a_provider_that_fails_or_publishes_nonsense_leaves_in_place_what_works() {
        server.fails();
        var failing = team.gateway("sync");
        assertThat(failing.status()).isEqualTo(1);
        assertThat(failing.out())
                .contains("keys of rotating: could not be fetched since")
                .contains("as before");
        assertPasses(me().token(rsa()));
        forgetRequests();

        server.publish("{\"keys\":[]}");
        assertThat(team.gateway("sync").status()).isEqualTo(1);
        server.publish("<html>Sign in</html>");
        assertThat(team.gateway("sync").status()).isEqualTo(1);
        assertPasses(me().token(rsa()));
    }

    @Test
    void what_haproxy_would_not_take_is_not_put_in_place() throws IOException {
        var policy = setup.policyFile();
        var before = Files.readString(policy);
        var served = served();
        try {
            Files.writeString(
                    policy,
                    before.replaceFirst("certificate = \"[^\"]+\"", "certificate = \"/nowhere/there.pem\"")
                            .replace("default = \"allow\"", "default = \"deny\""));

            var outcome = team.gateway("sync");

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out()).contains("goes on with what it had").contains("/nowhere/there.pem");
            assertThat(served()).isEqualTo(served);
            assertPasses(me().token(rsa()));
        } finally {
            Files.writeString(policy, before);
        }
    }

    @Test
    void what_haproxy_cannot_load_is_taken_back() throws IOException {
        var policy = setup.policyFile();
        var before = Files.readString(policy);
        var served = served();
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            // 'haproxy -c' does not bind, so it has nothing against a port that is taken
            Files.writeString(
                    policy,
                    before.replaceFirst("listen = \\[", "listen = [\"127.0.0.1:" + taken.getLocalPort() + "\", "));

            var outcome = team.gateway("sync");

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out()).contains("goes on with what it had").contains("did not reload");
            assertThat(served()).isEqualTo(served);
            assertPasses(me().token(rsa()));
        } finally {
            Files.writeString(policy, before);
            assertThat(team.gateway("sync").status()).isZero();
        }
    }

    @Test
    void keys_rotate_under_load_and_no_request_fails() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        ConcurrentLinkedQueue<String> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> load = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            load.add(Thread.ofVirtual().start(() -> {
                while (!ended.get()) {
                    var answer = wire.send(me().token(rsa()).text());
                    outcomes.add(
                            answer.status() + answer.field("X-Lakegate-Error").orElse(""));
                }
            }));
        }
        for (int rotation = 0; rotation < 5; rotation++) {
            server.publish(rotation % 2 == 0 ? only(TokenForge.RSA_KID) : rotating.jwks());
            assertThat(team.gateway("sync").out()).contains(" now");
        }
        ended.set(true);
        for (Thread each : load) {
            each.join();
        }
        assertThat(outcomes).hasSizeGreaterThan(20).containsOnly("200");
    }

    @Test
    void unknown_keys_have_the_set_fetched_sooner_and_a_storm_of_them_once_a_minute() throws Exception {
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(later.get());
        KeptKeysFolder kept = new KeptKeysFolder(folder.resolve("other keys"), clock);
        Sync sync = new Sync(
                setup.policyFile(),
                new ConfigurationFolder(setup.policyFile().resolveSibling("haproxy")),
                kept,
                new KeyRefresh(kept, new KeySetFetch(clock, NetworkSettings.DIRECT), clock),
                setup.program());
        sync.round(setup.policy(), Urgency.NOW);
        sync.look(setup.policy());
        sync.round(setup.policy(), Urgency.WHEN_DUE);
        int before = server.fetches();

        later.set(Duration.ofSeconds(70));
        storm(sync);
        assertThat(server.fetches()).isEqualTo(before + 1);
        storm(sync);
        assertThat(server.fetches()).isEqualTo(before + 1);
    }

    private static void storm(Sync sync) throws Exception {
        for (int number = 0; number < 10; number++) {
            wire.send(me().token(rsa().header("kid", "unknown-" + number)).text());
        }
        sync.look(setup.policy());
        sync.round(setup.policy(), Urgency.WHEN_DUE);
    }

    @Test
    void explain_reads_a_token_from_standard_input_and_repeats_nothing_of_it() {
        String token = ec().toString();
        var told = team.typing(token + "\n", "explain", "-", "GET", ME);
        assertThat(told.status()).as(told.out() + told.err()).isZero();
        assertThat(told.out()).contains(": allowed", ALICE).doesNotContain(token.substring(0, 12));
        assertThat(team.typing("", "explain", "-", "GET", ME).out()).contains("denied: missing_token");
        assertThat(team.typing("no token\n", "explain", "-", "GET", ME).out()).contains("denied: malformed_token");
    }

    @Test
    void prometheus_is_told_how_old_the_keys_are() {
        var page = admin("/metrics/lakegate").body();
        assertThat(page)
                .containsPattern("lakegate_gateway_key_age_seconds\\{issuer=\"rotating\"} [0-9]\\n")
                .contains("lakegate_gateway_keys{issuer=\"rotating\"} 2");
        assertThat(admin("/metrics").body()).contains("haproxy_");
    }

    private static String served() {
        return admin("/live").headers().firstValue("X-Lakegate-Render").orElseThrow();
    }

    private static HttpResponse<String> admin(String path) {
        URI page = URI.create("http://127.0.0.1:" + gateway.adminPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
