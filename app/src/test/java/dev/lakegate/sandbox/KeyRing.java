package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A D-Bus session of its own with the real `gnome-keyring-daemon` on it, which keeps its files in a folder of its own.
/// The session can start no service by itself: what is not here is absent.
///
/// Both processes end when this one does, however that happens.
public final class KeyRing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PASSWORD = "the key ring's password";

    /// Short, since a socket's path holds 107 bytes.
    private final Path folder;

    private final Process bus;
    private final String address;
    private Optional<Process> daemon = Optional.empty();

    private KeyRing() throws IOException {
        folder = Files.createTempDirectory("lgk");
        Path configuration = Files.writeString(folder.resolve("bus.conf"), """
                <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
                <busconfig>
                  <type>session</type>
                  <listen>unix:path=%s/bus</listen>
                  <auth>EXTERNAL</auth>
                  <policy context="default">
                    <allow send_destination="*" eavesdrop="true"/>
                    <allow eavesdrop="true"/>
                    <allow own="*"/>
                  </policy>
                </busconfig>
                """.formatted(folder));
        // the shell ends the bus when its input ends, and the key ring ends with the bus
        bus = new ProcessBuilder(
                        "sh",
                        "-c",
                        "dbus-daemon --nofork --print-address --config-file=\"$1\" & read -r _; kill $!",
                        "sh",
                        configuration.toString())
                .redirectError(folder.resolve("bus.log").toFile())
                .start();
        address = Optional.ofNullable(bus.inputReader(UTF_8).readLine())
                .orElseThrow(() -> new IllegalStateException("no D-Bus session: " + read("bus.log")));
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
        ring.start();
        return ring;
    }

    /// What a program needs to find this session and no other.
    public Map<String, String> environment() {
        return Map.of("DBUS_SESSION_BUS_ADDRESS", address);
    }

    /// Whoever sits before the screen on which this key ring asks; without one, every prompt fails at once.
    public PersonAtThePrompt person() {
        return new PersonAtThePrompt(address);
    }

    /// The password of the default collection.
    public String password() {
        return PASSWORD;
    }

    /// Locks the default collection.
    public void lock() {
        try (SecretServiceCalls calls = new SecretServiceCalls(address)) {
            calls.lock(calls.defaultCollection().orElseThrow());
        }
    }

    /// Whether there is a default collection, and it is locked.
    public boolean isLocked() {
        try (SecretServiceCalls calls = new SecretServiceCalls(address)) {
            return calls.defaultCollection().filter(calls::isLocked).isPresent();
        }
    }

    /// The path of the default collection.
    public Optional<String> defaultCollection() {
        try (SecretServiceCalls calls = new SecretServiceCalls(address)) {
            return calls.defaultCollection();
        }
    }

    /// Starts the key ring as a login does, with the password; it keeps what it had.
    public void unlock() {
        Process started = launch("--unlock");
        try (var input = started.outputWriter(UTF_8)) {
            input.write(PASSWORD);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        await(() -> defaultCollection().isPresent() && !isLocked());
    }

    /// Starts the key ring without a password, as the bus does when someone asks for it.
    public void start() {
        launch();
        await(this::isServed);
    }

    /// Stops it where it stands: calls get no answer until [#thaw()].
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /// Ends it without a warning, and waits until the bus knows.
    public void kill() {
        daemon.ifPresent(process -> end(process.destroyForcibly()));
        daemon = Optional.empty();
        await(() -> !isServed());
    }

    /// Ends the whole session, the bus first.
    public void killBus() {
        bus.descendants().forEach(ProcessHandle::destroyForcibly);
        end(bus);
    }

    /// The process that keeps the secrets.
    public ProcessHandle process() {
        return daemon.orElseThrow().toHandle();
    }

    private boolean isServed() {
        try (SecretServiceCalls calls = new SecretServiceCalls(address)) {
            return calls.isServed();
        }
    }

    private Process launch(String... options) {
        ProcessBuilder builder = new ProcessBuilder(
                "gnome-keyring-daemon", "--foreground", "--components=secrets", "--control-directory");
        builder.command().add(folder.resolve("control").toString());
        builder.command().addAll(List.of(options));
        for (String variable : List.of("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")) {
            builder.environment().put(variable, folder.toString());
        }
        builder.environment().keySet().removeAll(Set.of("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"));
        builder.environment().putAll(environment());
        try {
            Process started = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("daemon.log").toFile()))
                    .start();
            daemon = Optional.of(started);
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException("gnome-keyring-daemon could not be started", failure);
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(
                            "kill",
                            "-" + name,
                            Long.toString(daemon.orElseThrow().pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("the key ring got no SIG" + name);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await("the key ring")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> daemon.map(Process::isAlive).orElse(true) ? condition.call() : fail());
    }

    private boolean fail() {
        throw new IllegalStateException("gnome-keyring-daemon ended: " + read("daemon.log"));
    }

    private String read(String log) {
        try {
            return Files.readString(folder.resolve(log));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        daemon.ifPresent(process -> end(process.destroyForcibly()));
        killBus();
        List<String> leaks = Canaries.writtenBelow(folder);
        try {
            deleteFolder();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError("secrets were written:\n" + String.join("\n", leaks));
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void deleteFolder() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
