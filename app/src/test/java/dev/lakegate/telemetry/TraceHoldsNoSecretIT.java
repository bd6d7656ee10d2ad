package dev.lakegate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.FreePort;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.MetricsPage;
import dev.lakegate.sandbox.OtlpReceiver;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import dev.lakegate.sandbox.Sandbox;
import dev.lakegate.sandbox.service.GrpcService;
import dev.lakegate.sandbox.service.WebSocketService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that the program and its libraries have to say, from a sign-in to the sign-out.
class TraceHoldsNoSecretIT {
    private static final String ME = "/api/2.0/preview/scim/v2/Me";
    private static final Logger ROOT = Logger.getLogger("");

    @TempDir
    Path folder;

    @TempDir
    Path raw;

    @TempDir
    Path told;

    @Test
    void no_level_of_the_log_tells_a_secret_in_any_form() throws Exception {
        Set<String> secrets = new HashSet<>();
        // tokens that are renewed while the test looks on
        try (Sandbox company = Sandbox.start(
                        folder,
                        ProviderSettings.standard()
                                .with(new Lifetimes(
                                        Duration.ofSeconds(44), Duration.ofSeconds(44), Duration.ofDays(1))));
                GrpcService grpc = new GrpcService(company.certificates().server("grpc.lakegate.test"));
                WebSocketService webSockets =
                        new WebSocketService(company.certificates().server("ws.lakegate.test"));
                OtlpReceiver collector = OtlpReceiver.start(FreePort.next())) {
            company.serve(Map.of("grpc", grpc.port(), "ws", webSockets.port()));
            Laptop laptop = company.laptop("""
                    metrics.prometheus_port = $PORT_METRICS
                    traces.otlp = "%s"
                    traces.sampled = 1
                    """.formatted(collector.addressOfTraces())
                    + company.configuration()
                    + serverOfTheCompany("grpc")
                    + serverOfTheCompany("ws"));
            laptop.start();
            try (Lines _ = new Lines(raw.resolve("log"), new SimpleFormatter());
                    Lines _ = new Lines(told.resolve("log"), Logs.lines())) {
                assertThat(laptop.lakegate("log-level", "trace", "all").status())
                        .isZero();
                assertThat(laptop.lakegate("log-level", "trace").status()).isZero();
                everything(company, laptop);
                assertThat(laptop.lakegate("log-level", "default").status()).isZero();
                assertThat(laptop.lakegate("log-level", "default", "all").status())
                        .isZero();
            }
            secrets.addAll(company.provider().issued());
            Stream.of("prod", "grpc", "ws").map(laptop::localKey).forEach(secrets::add);
            secrets.add(MetricsPage.key(laptop));
            Stream.of(company.prod(), company.dev())
                    .flatMap(workspace -> workspace.requests().stream())
                    .flatMap(request -> request.fields("Authorization").stream())
                    .map(field -> field.replaceFirst("^Bearer ", ""))
                    .forEach(secrets::add);
        }

        assertThat(secrets).hasSizeGreaterThan(4);
        assertThat(Canaries.writtenBelow(raw, secrets))
                .as("what there was to hide")
                .isNotEmpty();
        assertThat(Canaries.writtenBelow(told, secrets)).isEmpty();
        assertThat(Files.readString(told.resolve("log"))).contains("***", "org.eclipse.jetty", "dev.lakegate");
    }

    private static String serverOfTheCompany(String name) {
        return """

                [profile.acme.route.%s]
                port = $PORT_%s
                workspace = "%s.lakegate.test"
                credential = "identity"
                """.formatted(name, name.toUpperCase(Locale.ROOT), name);
    }

    /// Signs in, exchanges, asks in several ways, is refused, renews, fetches the metrics, signs out.
    private static void everything(Sandbox company, Laptop laptop) throws Exception {
        laptop.signIn("alice");
        assertThat(ask(laptop, "GET " + ME, "Bearer " + laptop.localKey("prod"), ""))
                .isEqualTo(200);
        assertThat(ask(laptop, "POST /sandbox/echo?page=1", "Bearer " + laptop.localKey("prod"), "body"))
                .isEqualTo(200);
        assertThat(ask(laptop, "GET " + ME, "Bearer lgk_wrong", "")).isEqualTo(401);
        callByHttp2(laptop);
        openTunnel(laptop);
        int before = company.provider().counters().grant("refresh_token");
        Awaitility.await("a renewal")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> company.provider().counters().grant("refresh_token") > before);
        assertThat(ask(laptop, "GET " + ME, "Bearer " + laptop.localKey("prod"), ""))
                .isEqualTo(200);
        assertRenewalsAreCounted(laptop);
        laptop.signOut();
    }

    private static void callByHttp2(Laptop laptop) {
        Metadata access = new Metadata();
        access.put(
                Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + laptop.localKey("grpc"));
        ManagedChannel connection = NettyChannelBuilder.forAddress("127.0.0.1", laptop.port("grpc"))
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(access))
                .build();
        try {
            assertThat(ClientCalls.blockingUnaryCall(
                            connection, GrpcService.ECHO, CallOptions.DEFAULT, new byte[] {1, 2, 3}))
                    .containsExactly(1, 2, 3);
        } finally {
            connection.shutdownNow();
        }
    }

    private static void openTunnel(Laptop laptop) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + laptop.localKey("ws"))
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + laptop.port("ws") + "/echo"), new WebSocket.Listener() {})
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            socket.abort();
        }
    }

    private static void assertRenewalsAreCounted(Laptop laptop) {
        Awaitility.await("the renewals' count").atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            long audited = laptop.auditLog().stream()
                    .filter(line -> line.path("event").asString().equals("renewal"))
                    .count();
            assertThat(MetricsPage.of(laptop)
                            .value("lakegate_renewals_seconds_count", "profile", "acme", "problem", "none"))
                    .isPositive()
                    .isEqualTo((double) audited);
        });
    }

    private static int ask(Laptop laptop, String line, String authorization, String body) throws IOException {
        return PlainWire.ask(
                        laptop.port("prod"),
                        line + " HTTP/1.1\r\nHost: 127.0.0.1:" + laptop.port("prod") + "\r\nAuthorization: "
                                + authorization + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .status();
    }

    /// A log of all lines, however many.
    private static final class Lines extends Handler implements AutoCloseable {
        private final Writer file;

        Lines(Path file, Formatter formatter) throws IOException {
            this.file = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            setFormatter(formatter);
            setLevel(Level.ALL);
            ROOT.addHandler(this);
        }

        @Override
        public synchronized void publish(LogRecord line) {
            try {
                file.write(getFormatter().format(line));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void flush() {}

        @Override
        public synchronized void close() {
            ROOT.removeHandler(this);
            try {
                file.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
