package dev.lakegate.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.model.Grant;
import dev.lakegate.model.Person;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.TinyProvider;
import dev.lakegate.os.ProcessLock;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.PlainClient;
import dev.lakegate.sandbox.Provider;
import dev.lakegate.sandbox.ProviderSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes of one user that find one expired token, at a provider that takes a second use of a refresh token
/// for a theft and ends the sign-in.
class ManyProcessesIT {
    private static final int PROCESSES = 20;
    private static final int THREADS = 50;
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    @TempDir
    Path state;

    private final List<Process> processes = new ArrayList<>();
    private Map<String, String> environment;

    @BeforeEach
    void giveCredential() throws IOException {
        Path folder = Files.createDirectory(state.resolve("from-systemd"));
        Files.writeString(folder.resolve("lakegate"), "0123456789abcdef0123456789abcdef");
        environment = Map.of("CREDENTIALS_DIRECTORY", folder.toString());
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }

    @Test
    void twenty_processes_of_fifty_threads_refresh_an_expired_token_once_and_all_get_the_new_one() throws Exception {
        try (Provider provider = Provider.start(ProviderSettings.standard());
                PlainClient client = new PlainClient(provider, "lakegate")) {
            Profile profile = RefreshingProgram.profile(provider.issuer(), Provider.AUDIENCE);
            CredentialStore store = RefreshingProgram.store(state, environment, InstantSource.system());
            PlainClient.Answer signedIn = client.signIn(dev.lakegate.sandbox.Person.named("alice"));
            String subject =
                    SignedJWT.parse(signedIn.text("id_token")).getJWTClaimsSet().getSubject();
            store.save(
                    CredentialKey.of(profile),
                    expired(subject, signedIn.text("access_token"), signedIn.text("refresh_token")));

            List<BufferedReader> outputs = new ArrayList<>();
            for (int number = 0; number < PROCESSES; number++) {
                outputs.add(start(provider.issuer(), Provider.AUDIENCE, THREADS).inputReader(UTF_8));
            }
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            assertThat(provider.counters().grant("refresh_token")).isZero();
            for (Process process : processes) {
                process.outputWriter(UTF_8).append('\n').flush();
            }
            List<String> received = new ArrayList<>();
            for (BufferedReader output : outputs) {
                received.addAll(output.readAllLines());
            }

            provider.issued().forEach(Canaries::add);
            Grant kept = store.load(CredentialKey.of(profile)).orElseThrow();
            assertThat(received)
                    .hasSize(PROCESSES * THREADS)
                    .containsOnly(RefreshingProgram.digest(kept.identityToken()));
            assertThat(provider.counters().grant("refresh_token")).isEqualTo(1);
            assertThat(client.refresh(kept.refreshToken().orElseThrow().reveal())
                            .status())
                    .as("the kept refresh token is the live one")
                    .isEqualTo(200);
            provider.issued().forEach(Canaries::add);
            assertThat(Canaries.writtenBelow(state)).isEmpty();
        }
    }

    @Test
    void a_process_killed_in_the_middle_of_a_refresh_leaves_no_lock_behind() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        try (TinyProvider provider = new TinyProvider();
                HttpCalls calls = new HttpCalls(TrustRoots.publicly(), NetworkSettings.DIRECT)) {
            Profile profile = RefreshingProgram.profile(URI.create(provider.issuer()), TinyProvider.AUDIENCE);
            CredentialStore store = RefreshingProgram.store(state, environment, InstantSource.system());
            store.save(CredentialKey.of(profile), expired("alice", "an-expired-token", "first-refresh"));
            provider.answersTokensWith(_ -> {
                asked.countDown();
                uninterrupted(killed);
                return TinyProvider.tokens(
                        TinyProvider.signed(provider.idClaims("alice")),
                        TinyProvider.signed(provider.accessClaims("alice")),
                        "second-refresh",
                        Duration.ofHours(1));
            });
            Process process = start(URI.create(provider.issuer()), TinyProvider.AUDIENCE, 1);
            assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
            process.outputWriter(UTF_8).append('\n').flush();
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            ProcessLock lock = new ProcessLock(state.resolve("credentials/acme.lock"), Duration.ofMillis(50));
            assertThat(catchThrowableOfType(ProblemException.class, () -> lock.holding(() -> true))
                            .problem())
                    .isInstanceOf(LocalFailure.class);

            process.destroyForcibly().onExit().join();
            killed.countDown();

            Token token = RefreshingProgram.source(profile, store, calls, InstantSource.system())
                    .token(TWO_SECONDS);
            assertThat(token.isValidFor(TWO_SECONDS, Instant.now())).isTrue();
            assertThat(provider.tokenRequests()).hasSize(2);
            assertThat(store.load(CredentialKey.of(profile)).flatMap(Grant::refreshToken))
                    .contains(new Secret("second-refresh"));
        }
    }

    private Process start(URI issuer, String audience, int threads) throws IOException {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RefreshingProgram.class.getName(),
                state.toString(),
                issuer.toString(),
                audience,
                Integer.toString(threads));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static Grant expired(String subject, String identityToken, String refreshToken) {
        Instant twoHoursAgo = Instant.now().minus(Duration.ofHours(2));
        return new Grant(
                new Person(subject, subject),
                new Token(new Secret(identityToken), twoHoursAgo, twoHoursAgo.plus(Duration.ofHours(1))),
                Optional.empty(),
                Optional.of(new Secret(refreshToken)));
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
