package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The gateway of `packaging/gateway`, running on 127.0.0.1.
///
/// Its audit is a file in its folder; a line is there soon after its answer has left, not before.
public final class HaProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int STARTS = 3;

    private final HaProxySetup setup;
    private final int port;
    private final int adminPort;
    private final Process process;
    /// Short names in a short folder: a socket's path holds 107 bytes.
    private final Path sockets;

    private HaProxy(HaProxySetup setup) throws IOException {
        this.setup = setup;
        port = setup.port == 0 ? freePort() : setup.port;
        adminPort = freePort();
        sockets = Files.createTempDirectory("lg");
        var certificate = setup.certificates.server("prod.lakegate.test", "dev.lakegate.test", "127.0.0.1");
        var builder = new ProcessBuilder(
                PackagingScript.run("gateway/haproxy").getLast(),
                "-W",
                "-db",
                "-S",
                masterSocket() + ",mode,600",
                "-f",
                HaProxySetup.source().resolve("haproxy.cfg").toString(),
                "-f",
                setup.folder.resolve("keys.cfg").toString());
        var environment = builder.environment();
        environment.put("LAKEGATE_DIR", setup.folder.toString());
        environment.put("LAKEGATE_BIND", "127.0.0.1:" + port);
        environment.put("LAKEGATE_ADMIN", "127.0.0.1:" + adminPort);
        environment.put("LAKEGATE_RUNTIME", sockets.resolve("runtime").toString());
        environment.put("LAKEGATE_CERTIFICATE", certificate.keyAndChainPem().toString());
        environment.put("LAKEGATE_WORKSPACE_CA", setup.certificates.caPem().toString());
        setup.nodes.forEach((name, ports) -> {
            for (var i = 0; i < ports.size(); i++) {
                environment.put(
                        "LAKEGATE_" + name.toUpperCase(Locale.ROOT) + "_NODE" + (i + 1), "127.0.0.1:" + ports.get(i));
            }
        });
        process = builder.redirectOutput(
                        ProcessBuilder.Redirect.appendTo(auditFile().toFile()))
                .redirectError(errors().toFile())
                .start();
    }

    static HaProxy start(HaProxySetup setup) {
        for (var left = STARTS; ; left--) {
            try {
                var gateway = new HaProxy(setup);
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

    /// Where it listens on 127.0.0.1, over TLS.
    public int port() {
        return port;
    }

    /// Where it serves `/live`, `/ready` and `/metrics`, without TLS.
    public int adminPort() {
        return adminPort;
    }

    /// The audit, parsed.
    public List<JsonNode> auditLines() {
        try (var lines = Files.lines(auditFile())) {
            // the events of a start or a stop stand between the JSON lines
            return lines.filter(l -> l.startsWith("{"))
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
        var answer = ask(masterSocket(), "reload");
        if (!answer.startsWith("Success=1")) {
            throw new IllegalStateException("HAProxy kept its old configuration:\n" + answer);
        }
    }

    /// Gives a command to HAProxy's runtime socket and returns the answer.
    public String runtime(String command) {
        return ask(sockets.resolve("runtime"), command);
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
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path errors() {
        return setup.folder.resolve("haproxy.log");
    }

    private Path masterSocket() {
        return sockets.resolve("master");
    }

    private static String ask(Path socket, String command) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
