package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKSet;
import dev.lakegate.gateway.host.ConfigurationFolder;
import dev.lakegate.gateway.host.RunningHaProxy;
import dev.lakegate.gateway.host.Sync;
import dev.lakegate.gateway.keys.KeptKeysFolder;
import dev.lakegate.gateway.keys.KeyRefresh;
import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import dev.lakegate.gateway.keys.KeySetFetch;
import dev.lakegate.sandbox.ForgedToken;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.KeyServer;
import dev.lakegate.sandbox.NetworkTeam;
import dev.lakegate.sandbox.TlsWire;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keys that rotate by themselves, and revocations: the network team's commands beside a running HAProxy.
@Timeout(60)
class SyncIT extends WithGateway {
    private static final KeyServer server = new KeyServer();
    private static final TokenForge rotating = new TokenForge(server.issuer().toString());
    private static NetworkTeam team;

    @BeforeAll
    static void startWithRotatingKeys() {
        gateway.close();
        setup.onlyIssuer("rotating", rotating.issuer(), new JWKSet()).more(HaProxySetup.person("rotating", "alice"));
        gateway = setup.port(gateway.port()).start();
        team = new NetworkTeam(setup);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void publishAllAndRevokeNothing() throws IOException {
        Files.deleteIfExists(setup.policyFile().resolveSibling("haproxy").resolve("revocations.json"));
        server.publish(rotating.jwks());
        var outcome = team.gateway("sync");
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        forgetRequests();
    }

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
    void a_revoked_person_is_out_at_once_with_all_streams_until_a_new_sign_in() throws Exception {
        ForgedToken old = rotating.alice();
        var ended = stream(old);

        var outcome = team.gateway("revoke", "Alice@acme.example");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("1 stream ended");
        assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
        forgetRequests();
        assertDenied(me().token(old), 401, "token_revoked");

        team.gateway("render");
        gateway.reload();
        assertDenied(me().token(old), 401, "token_revoked");
        assertPasses(me().token(rsa()));
    }

    @Test
    void a_stream_that_began_before_the_last_reloads_is_ended_too() throws Exception {
        var ended = stream(rotating.alice());
        server.publish(only(TokenForge.RSA_KID));
        assertThat(team.gateway("sync").out()).contains(" now");

        assertThat(team.gateway("revoke", ALICE).out()).contains("1 stream ended");
        assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void a_stream_that_lasts_too_long_is_ended() throws Exception {
        var ended = stream(rsa());
        RunningHaProxy running = new RunningHaProxy(setup.policy().gateway());
        assertThat(running.endStreamsOlderThan(Duration.ofHours(1))).isZero();
        await().until(() -> running.endStreamsOlderThan(Duration.ZERO) == 1);
        assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
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
                new KeyRefresh(kept, new KeySetFetch(clock), clock),
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

    /// One that goes on for most of a minute; completed when it has ended.
    private static CompletableFuture<TlsWire.Answer> stream(ForgedToken token) {
        var ended = new CompletableFuture<TlsWire.Answer>();
        Thread.ofVirtual()
                .start(() -> ended.complete(wire.send(Request.of("GET", "/sandbox/sse?count=1000&ms=50")
                        .token(token)
                        .credential(prod.issueToken(ALICE))
                        .text())));
        await().until(() ->
                prod.count() == 1 && gateway.runtime("show table streams").contains("use=1"));
        return ended;
    }

    @Test
    void a_revoked_token_and_a_revoked_key_are_out_at_once_and_stay_out() {
        assertThat(team.gateway("revoke", "--jti", "j-1").status()).isEqualTo(0);
        assertDenied(me().token(ec().claim("jti", "j-1")), 401, "token_revoked");
        assertPasses(me().token(ec().claim("jti", "j-2")));
        forgetRequests();

        assertThat(team.gateway("revoke", "--kid", TokenForge.EC_KID).out()).contains("Revoked");
        assertDenied(me().token(ec()), 401, "unknown_key");
        assertPasses(me().token(rsa()));
        forgetRequests();

        assertThat(team.gateway("sync").status()).isZero();
        assertDenied(me().token(ec()), 401, "unknown_key");
        assertDenied(me().token(rsa().claim("jti", "j-1")), 401, "token_revoked");
    }

    @Test
    void explain_reads_a_token_from_standard_input_and_repeats_nothing_of_it() {
        String token = ec().toString();
        var told = team.typing(token + "\n", "explain", "-", "GET", ME);
        assertThat(told.status()).as(told.out() + told.err()).isZero();
        assertThat(told.out()).contains(": allowed", ALICE).doesNotContain(token.substring(0, 12));
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

    /// Revocations of other tests are of now, in whole seconds.
    private static ForgedToken later(ForgedToken token) {
        var later = Instant.now().getEpochSecond() + 5;
        return token.claim("iat", later).claim("exp", later + 600);
    }

    private static ForgedToken rsa() {
        return later(rotating.alice());
    }

    private static ForgedToken ec() {
        return later(rotating.alice()).header("alg", "ES256").header("kid", TokenForge.EC_KID);
    }

    private static JWKSet only(String kid) {
        return new JWKSet(Stream.of(rotating.jwks().getKeyByKeyId(kid)).toList());
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
