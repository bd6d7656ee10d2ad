package dev.lakegate.keystore;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.keystore.vault.KeyStoreKeeper;
import dev.lakegate.model.Grant;
import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;

/// A folder of credentials and a key store.
abstract class WithStore {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final CredentialKey ACME = key("acme", "https://gateway.acme.example");
    static final CredentialKey OTHER = key("other", "https://gateway.acme.example");

    @TempDir
    Path state;

    final TestKeyStore keyStore = new TestKeyStore();

    /// As a process has it that has just started.
    final SealedCredentialStore started() {
        return startedBy("alice");
    }

    final SealedCredentialStore startedBy(String user) {
        return new SealedCredentialStore(folder(), new KeyStoreKeeper(keyStore), user, () -> NOON);
    }

    final Path folder() {
        return state.resolve("credentials");
    }

    final Path file(CredentialKey key) {
        return folder().resolve(key.profile() + ".sealed");
    }

    /// All but locks.
    final List<String> files() {
        try (Stream<Path> entries = Files.list(folder())) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    static CredentialKey key(String profile, String gateway) {
        return new CredentialKey(
                new ProfileName(profile),
                URI.create("https://login.acme.example"),
                "lakegate",
                "urn:acme:lakegate",
                URI.create(gateway));
    }

    /// With nanoseconds, which must come back too.
    static Grant grant(String name) {
        Instant obtained = NOON.plusNanos(123_456_789);
        return new Grant(
                new Person(name, name + "@acme.example"),
                new Token(new Secret("identity-of-" + name), obtained, obtained.plus(Duration.ofHours(1))),
                Optional.of(new Secret("id-token-of-" + name)),
                Optional.of(new Secret("refresh-token-of-" + name)));
    }

    static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }
}
