package dev.lakegate.sandbox;

import dev.lakegate.gateway.host.HaProxySocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The gateway, or one host of it, running on 127.0.0.1 unless its setup says otherwise.
///
/// Its audit is a file in its folder; a line is there soon after its answer has left, not before.
public final class HaProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int STARTS = 3;

    private final HaProxySetup setup;
    private final int port;
    private final Process process;

    private HaProxy(HaProxySetup setup, int port) throws IOException {
        this.setup = setup;
        this.port = port;
        setup.choosePorts(port);
        setup.compile();
        List<String> command = new ArrayList<>(List.of(
                PackagingScript.run("gateway/haproxy").getLast(),
                "-W",
                "-db",
                "-S",
                setup.sockets.resolve("master") + ",mode,600",
                "-f",
                setup.files.current().resolve("haproxy.cfg").toString()));
        if (setup.hasPeers()) {
            command.addAll(List.of("-L", setup.name));
        }
        process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(auditFile().toFile()))
                .redirectError(errors().toFile())
                .start();
    }

    static HaProxy start(HaProxySetup setup) {
        var wanted = setup.port;
        for (var left = STARTS; ; left--) {
            try {
                setup.port = wanted;
                var gateway = new HaProxy(setup, setup.anyPort());
                if (gateway.serves()) {
                    return gateway;
                }
                var said = Files.readString(gateway.errors());
                gateway.close();
                // somebody else may have taken a port between our look and HAProxy's bind
                if (left == 1 || !said.contains("cannot bind socket")) {
                    throw new IllegalStateException("HAProxy did not start:\n" + said);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Where it listens over TLS.
    public int port() {
        return port;
    }

    /// Where it serves `/live`, `/ready` and `/metrics`, without TLS.
    public int adminPort() {
        return setup.adminPort;
    }

    /// The audit, parsed.
    public List<JsonNode> auditLines() {
        try {
            String written = Files.readString(auditFile());
            // the last line may not be there as a whole; the events of a start or a stop stand between the JSON lines
            return written.substring(0, written.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(l -> l.startsWith("{"))
                    .map(JsonMapper.shared()::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The audit line of the request with this gateway id. Blocks until it is written.
    public JsonNode audited(String gatewayRequestId) {
        return Awaitility.await("the audit line of " + gatewayRequestId)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> auditLines().reversed().stream()
                                .filter(l -> l.path("rid").asString().equals(gatewayRequestId))
                                .findFirst(),
                        line -> line.isPresent())
                .orElseThrow();
    }

    /// The audit as it was written.
    public Path auditFile() {
        return setup.folder.resolve("audit.jsonl");
    }

    /// Makes HAProxy read its files again, the keys among them. Blocks until the new worker serves.
    public void reload() {
        var answer = ask("master", "reload");
        if (!answer.startsWith("Success=1")) {
            throw new IllegalStateException("HAProxy kept its old configuration:\n" + answer);
        }
    }

    /// Gives a command to HAProxy's runtime socket and returns the answer.
    public String runtime(String command) {
        return ask("runtime", command);
    }

    /// How many requests it has received; one that is answered has been counted, whether its audit line is there or
    /// not.
    public long requests() {
        List<String> lines = runtime("show stat").lines().toList();
        int column = List.of(lines.getFirst().split(",", -1)).indexOf("req_tot");
        return lines.stream()
                .filter(line -> line.startsWith("gateway,FRONTEND,"))
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[column]))
                .sum();
    }

    /// What its workers have spent so far, in user and kernel mode.
    Duration cpu() {
        return process.children()
                .map(worker -> worker.info().totalCpuDuration().orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean serves() {
        return Awaitility.await("HAProxy").atMost(PATIENCE).until(() -> !process.isAlive() || accepts(), ended -> ended)
                && process.isAlive();
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(setup.address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path errors() {
        return setup.folder.resolve("haproxy.log");
    }

    private String ask(String socket, String command) {
        try {
            return new HaProxySocket(setup.sockets.resolve(socket)).ask(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
