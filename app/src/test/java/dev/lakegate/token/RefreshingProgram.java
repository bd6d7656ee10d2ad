package dev.lakegate.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.config.CredentialSettings;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.config.ProviderPreset;
import dev.lakegate.config.SignInSettings;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.keystore.CredentialStores;
import dev.lakegate.keystore.TestKeyStore;
import dev.lakegate.model.KeyStoreProblem.PassphraseNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.Token;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.Provider;
import dev.lakegate.oauth.Refresh;
import dev.lakegate.os.ForwardClock;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A program like ours, in a process of its own, many of whose threads want an identity token at the same
/// moment: it prints `ready`, waits for a line, and prints what each thread got: a token's digest, or a
/// problem's code.
public final class RefreshingProgram {
    private RefreshingProgram() {}

    /// Starts, and ends with its threads.
    ///
    /// @param arguments state folder, issuer, audience, number of threads
    public static void main(String[] arguments) throws Exception {
        Profile profile = profile(URI.create(arguments[1]), arguments[2]);
        int threads = Integer.parseInt(arguments[3]);
        ForwardClock clock = new ForwardClock();
        try (HttpCalls calls = new HttpCalls(TrustRoots.publicly(), NetworkSettings.DIRECT);
                ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            CredentialStore store = store(Path.of(arguments[0]), System.getenv(), clock);
            CachedTokenSource source = new CachedTokenSource(
                    source(profile, store, calls, clock),
                    clock,
                    task -> Thread.ofVirtual().start(task));
            System.out.println("ready");
            if (System.in.read() != '\n') {
                return;
            }
            List<Callable<String>> asking = new ArrayList<>();
            for (int number = 0; number < threads; number++) {
                asking.add(() -> outcome(source));
            }
            for (Future<String> outcome : callers.invokeAll(asking)) {
                System.out.println(outcome.get());
            }
        }
    }

    static RefreshedTokenSource source(Profile profile, CredentialStore store, HttpCalls calls, InstantSource clock) {
        return new RefreshedTokenSource(
                profile.name(),
                CredentialKey.of(profile),
                store,
                new Refresh(new Provider(profile, calls), clock),
                clock,
                _ -> {});
    }

    static CredentialStore store(Path stateFolder, Map<String, String> environment, InstantSource clock) {
        return new CredentialStores(
                        stateFolder,
                        new TestKeyStore(),
                        _ -> {
                            throw new ProblemException(new PassphraseNeeded());
                        },
                        environment,
                        clock)
                .of(new CredentialSettings(CredentialSettings.Store.SYSTEMD_CREDENTIAL));
    }

    static Profile profile(URI issuer, String audience) {
        return new Profile(
                new ProfileName("acme"),
                ProviderPreset.OTHER,
                issuer,
                "lakegate",
                Optional.empty(),
                audience,
                AudienceParameter.RESOURCE,
                IdentityToken.ACCESS,
                URI.create("https://gateway.acme.example"),
                IdentityField.PROXY_AUTHORIZATION,
                Optional.empty(),
                Profile.Admission.KEY,
                new SignInSettings(
                        List.of("openid", "offline_access"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        false,
                        Duration.ofSeconds(20)),
                List.of());
    }

    private static String outcome(CachedTokenSource source) {
        try {
            return digest(source.token(Duration.ofSeconds(2)));
        } catch (ProblemException failure) {
            return failure.problem().code();
        }
    }

    static String digest(Token token) {
        try {
            byte[] value = token.value().reveal().getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
