package dev.lakegate.bench.peer;

import dev.lakegate.bench.load.Endpoint;
import dev.lakegate.bench.peer.Origin.Destination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One of those that are compared, listening.
public final class Peer implements AutoCloseable {
    private final Kind kind;
    private final Endpoint endpoint;
    private final Destination destination;
    private final @Nullable Running process;

    private Peer(Kind kind, Destination destination, Endpoint endpoint, @Nullable Running process) {
        this.kind = kind;
        this.destination = destination;
        this.endpoint = endpoint;
        this.process = process;
    }

    /// Returns when it listens.
    ///
    /// @param folder      of its own
    /// @param javaOptions for this program's process, after those of its launcher
    public static Peer start(Kind kind, Path folder, Destination destination, List<String> javaOptions)
            throws IOException, InterruptedException {
        if (kind == Kind.DIRECT) {
            return new Peer(
                    kind,
                    destination,
                    new Endpoint(
                            destination.port(),
                            Optional.of(destination.trusting()),
                            List.of(
                                    "Host: prod.lakegate.test",
                                    "Authorization: Bearer " + Task.WORKSPACE_TOKEN,
                                    "Proxy-Authorization: Bearer " + Task.IDENTITY_TOKEN)),
                    null);
        }
        Task task = Task.of(folder, destination);
        Running process =
                Running.start(kind.id(), folder, kind.command(task, javaOptions), kind.variables(task), task.port());
        String key = kind == Kind.LAKEGATE
                ? Files.readString(folder.resolve("keys/prod.key"), StandardCharsets.US_ASCII)
                        .strip()
                : "lgk_of_nobody_and_as_long_as_one_of_Lakegates_is";
        return new Peer(
                kind,
                destination,
                new Endpoint(
                        task.port(),
                        Optional.empty(),
                        List.of("Host: 127.0.0.1:" + task.port(), "Authorization: Bearer " + key)),
                process);
    }

    public Kind kind() {
        return kind;
    }

    /// What it forwards to.
    public Destination destination() {
        return destination;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /// Time on the CPU of all its processes so far; none of what is no process.
    public Duration cpu() {
        return process == null ? Duration.ZERO : process.cpu();
    }

    /// From its start until it listened; nothing of what is no process.
    public Duration startedIn() {
        return process == null ? Duration.ZERO : process.startedIn();
    }

    /// Of all its processes.
    public long residentKilobytes() {
        return process == null ? 0 : process.residentKilobytes();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
