package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// HTTP/2 to each of a route's ports; the gateway answers to `/echo/…` and to nothing else.
@ParameterizedClass
@EnumSource(WithHttp2.Port.class)
abstract class WithHttp2 {
    static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    /// By prior knowledge, or by ALPN.
    enum Port {
        PLAIN,
        TLS
    }

    @TempDir
    static Path folder;

    static final AtomicInteger WAITING = new AtomicInteger();
    static HostileGateway gateway;
    static RouteByHand route;

    @Parameter
    Port port;

    @BeforeAll
    static void start() throws Exception {
        gateway = new HostileGateway(folder, (target, wire) -> {
            WAITING.incrementAndGet();
            // until the proxy ends the connection
            wire.in().readAllBytes();
        });
        route = gateway.route(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        route.close();
        gateway.close();
        // Jetty leaves to the collector what it has of a head when that turns out to be too large
        assertThat(route.buffersInUse()).noneMatch(taken -> !taken.contains("HeaderBlockFragments"));
    }

    @AfterEach
    void the_next_connection_is_served_and_nothing_is_left() throws Exception {
        try (FrameWire wire = connect()) {
            wire.send(HEADERS, END_HEADERS | END_STREAM, 1, FrameWire.block(fields()));
            assertThat(wire.outcome(1)).isEqualTo("200");
        }
        assertThat(gateway.targets()).doesNotContain("/smuggled");
        WithLaptop.await("no open request").until(() -> route.open.count() == 0);
    }

    FrameWire connect() throws Exception {
        return new FrameWire(socket());
    }

    Socket socket() throws Exception {
        return switch (port) {
            case PLAIN -> new Socket(InetAddress.ofLiteral("127.0.0.1"), route.port());
            case TLS -> connectOverTls();
        };
    }

    /// To the TLS port, where HTTP/2 was agreed upon.
    private static Socket connectOverTls() throws Exception {
        KeyStore identity = route.identity();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "here", identity.getCertificate(identity.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.ofLiteral("127.0.0.1"), route.tlsPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    String authority() {
        return "127.0.0.1:"
                + switch (port) {
                    case PLAIN -> route.port();
                    case TLS -> route.tlsPort();
                };
    }

    /// Of a good request; those named here have other values, or none when empty, and what it does not have is added.
    List<Map.Entry<String, String>> fields(String... changes) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(
                Map.entry(":method", "GET"),
                Map.entry(":scheme", port == Port.PLAIN ? "http" : "https"),
                Map.entry(":authority", authority()),
                Map.entry(":path", "/echo/x"),
                Map.entry("authorization", "Bearer " + route.localKey().reveal())));
        for (int at = 0; at < changes.length; at += 2) {
            String name = changes[at];
            String value = changes[at + 1];
            boolean there = name.startsWith(":")
                    && fields.stream().anyMatch(field -> field.getKey().equals(name));
            if (there && value.isEmpty()) {
                fields.removeIf(field -> field.getKey().equals(name));
            } else if (there) {
                fields.replaceAll(field -> field.getKey().equals(name) ? Map.entry(name, value) : field);
            } else {
                fields.add(Map.entry(name, value));
            }
        }
        return fields;
    }
}
