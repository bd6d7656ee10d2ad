package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// The real `gnome-keyring-daemon` in a D-Bus session of its own, with its files in a folder of its own. The session
/// starts no other service: what is not here is absent.
public final class KeyRing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SERVICE = "org.freedesktop.secrets";
    private static final String PASSWORD = "the key ring's password";
    private static final List<String> DAEMON =
            List.of("gnome-keyring-daemon", "--foreground", "--components=secrets", "--control-directory=control");

    private final Path folder;
    private final DBusSession session;
    private final List<Process> daemons = new ArrayList<>();

    private KeyRing() throws IOException {
        folder = Files.createTempDirectory("lgk");
        session = new DBusSession(folder);
    }

    /// A session in which nobody keeps secrets.
    public static KeyRing withoutService() {
        try {
            return new KeyRing();
        } catch (IOException failure) {
            throw new UncheckedIOException("dbus-daemon could not be started", failure);
        }
    }

    /// A key ring as a person has it after logging in: its default collection exists and is unlocked.
    public static KeyRing unlocked() {
        KeyRing ring = withoutService();
        ring.unlock();
        return ring;
    }

    /// A key ring that nobody has used yet: it runs and has no default collection.
    public static KeyRing unused() {
        KeyRing ring = withoutService();
        ring.launch(DAEMON);
        ring.await(SecretServiceCalls::isServed);
        return ring;
    }

    /// An unlocked key ring that the session starts when somebody asks for it, again and again.
    public static KeyRing startedOnDemand() {
        return onDemand("printf %%s \"%s\" | %s --unlock".formatted(PASSWORD, String.join(" ", DAEMON)));
    }

    /// One that ends as soon as the session has started it.
    public static KeyRing broken() {
        return onDemand("exit 1");
    }

    private static KeyRing onDemand(String script) {
        KeyRing ring = withoutService();
        try {
            ring.session.startOnDemand(SERVICE, script);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return ring;
    }

    /// What a program needs to find this session and no other.
    public Map<String, String> environment() {
        return session.environment();
    }

    /// Whoever sits before the screen on which this key ring asks; without one, every prompt fails at once.
    public PersonAtThePrompt person() {
        return new PersonAtThePrompt(session.address());
    }

    /// The password of the default collection.
    public String password() {
        return PASSWORD;
    }

    /// Locks the default collection.
    public void lock() {
        ask(calls -> {
            calls.lock(calls.defaultCollection().orElseThrow());
            return true;
        });
    }

    /// Whether there is a default collection, and it is locked.
    public boolean isLocked() {
        return ask(calls -> calls.defaultCollection().filter(calls::isLocked).isPresent());
    }

    /// Every item there is, by its path.
    public List<String> items() {
        return ask(SecretServiceCalls::items);
    }

    /// The path of the default collection.
    public Optional<String> defaultCollection() {
        return ask(SecretServiceCalls::defaultCollection);
    }

    /// Starts the key ring as a login does, with the password; it has what it had before.
    public void unlock() {
        Process daemon =
                launch(Stream.concat(DAEMON.stream(), Stream.of("--unlock")).toList());
        try (Writer input = daemon.outputWriter(UTF_8)) {
            input.write(PASSWORD);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        await(calls -> calls.isServed()
                && calls.defaultCollection()
                        .filter(path -> !calls.isLocked(path))
                        .isPresent());
    }

    /// The process that keeps the secrets.
    public ProcessHandle process() {
        return ask(SecretServiceCalls::process);
    }

    /// Stops it where it stands: from now on it answers nothing.
    public void freeze() {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-STOP", Long.toString(process().pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("the key ring could not be stopped");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends it without a warning, and waits until the session knows.
    public void kill() {
        process().destroyForcibly();
        await(calls -> !calls.isServed());
    }

    /// Ends the session itself.
    public void killSession() {
        session.close();
    }

    private Process launch(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        session.confine(builder);
        builder.environment().putAll(environment());
        try {
            Process daemon = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("daemon.log").toFile()))
                    .start();
            daemons.add(daemon);
            return daemon;
        } catch (IOException failure) {
            throw new UncheckedIOException("gnome-keyring-daemon could not be started", failure);
        }
    }

    private <T> T ask(Function<SecretServiceCalls, T> question) {
        try (SecretServiceCalls calls = new SecretServiceCalls(session.address())) {
            return question.apply(calls);
        }
    }

    private void await(Function<SecretServiceCalls, Boolean> state) {
        Awaitility.await("the key ring, whose log is in " + folder)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ask(state));
    }

    @Override
    public void close() {
        daemons.forEach(daemon -> daemon.destroyForcibly().onExit().join());
        session.close();
        try {
            List<String> leaks = Canaries.writtenBelow(folder);
            FolderTree.delete(folder);
            if (!leaks.isEmpty()) {
                throw new AssertionError("secrets were written:\n" + String.join("\n", leaks));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
