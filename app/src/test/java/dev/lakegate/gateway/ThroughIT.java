package dev.lakegate.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.LoopbackNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is no plain request and answer: WebSocket as a tunnel, gRPC over HTTP/2 the whole way.
@Timeout(30)
class ThroughIT extends WithGateway {
    private static SSLContext trust;
    private static SSLServerSocket notebook;

    @BeforeAll
    static void startWithMore() throws Exception {
        gateway.close();
        Path pki = folder.resolve("notebook-pki");
        var foreign = Certificates.create(pki);
        notebook = (SSLServerSocket) foreign.server("notebook.lakegate.test")
                .serving()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(ThroughIT::serve);
        trust = certificates.trusting();
        setup.more("""
                [workspace.notebook]
                kind = "self-hosted"
                host = "notebook.lakegate.test"
                nodes = ["127.0.0.1:%d"]
                ca_file = "%s"

                [workspace.calls]
                host = "%s"
                upstream = "prod.lakegate.test"
                nodes = ["127.0.0.1:%d"]
                ca_file = "%s"

                """.formatted(
                        notebook.getLocalPort(),
                        foreign.caPem(),
                        LoopbackNames.GATEWAY,
                        prod.ports().getFirst(),
                        certificates.caPem()));
        gateway = setup.port(gateway.port()).start();
    }

    @AfterAll
    static void stopNotebook() throws IOException {
        notebook.close();
    }

    @Test
    void a_web_socket_is_a_tunnel_both_ways_once_its_opening_was_allowed() throws Exception {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", gateway.port())) {
            socket.getOutputStream().write(opening().token(acme.alice()).text().getBytes(US_ASCII));
            InputStream in = socket.getInputStream();
            List<String> answer = fields(in);
            assertThat(answer.getFirst()).startsWith("HTTP/1.1 101");
            assertThat(answer).anyMatch(line -> line.equalsIgnoreCase("X-Lakegate-Rule: default"));

            for (String frame : List.of("\u0001\u0002one", "two", "x".repeat(20_000))) {
                socket.getOutputStream().write(frame.getBytes(US_ASCII));
                assertThat(new String(in.readNBytes(frame.length()), US_ASCII)).isEqualTo(frame);
            }
        }
    }

    @Test
    void a_web_socket_is_refused_with_a_status_before_it_is_one() {
        var answer = wire.send(opening().text());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.field("X-Lakegate-Error")).contains("missing_token");
    }

    @Test
    void grpc_is_carried_over_http_2_to_the_workspace_and_a_denial_is_in_its_own_words() throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trust)
                .build()) {
            var passed = client.send(call(acme.alice().toString()), HttpResponse.BodyHandlers.ofString());
            assertThat(passed.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(passed.statusCode()).isEqualTo(200);
            assertThat(passed.body()).isEqualTo("five bytes");
            assertThat(prod.requests().getFirst().protocol()).isEqualTo("HTTP/2.0");

            var denied =
                    client.send(call(acme.person("erin", "staff").toString()), HttpResponse.BodyHandlers.ofString());
            assertThat(denied.statusCode()).isEqualTo(200);
            assertThat(denied.headers().firstValue("grpc-status")).contains("7");
            assertThat(denied.headers().firstValue("content-type")).contains("application/grpc");
            assertThat(denied.headers().firstValue("x-lakegate-error")).contains("group_required");
        }
    }

    private static HttpRequest call(String token) {
        return HttpRequest.newBuilder(
                        URI.create("https://" + LoopbackNames.GATEWAY + ":" + gateway.port() + "/sandbox/echo"))
                .header("X-Lakegate-Identity", "Bearer " + token)
                .header("Authorization", "Bearer " + prod.issueToken(ALICE))
                .header("Content-Type", "application/grpc")
                .header("TE", "trailers")
                .POST(HttpRequest.BodyPublishers.ofString("five bytes"))
                .build();
    }

    private static Request opening() {
        return Request.of("GET", "/api/kernels/1/channels")
                .with("Host", "notebook.lakegate.test")
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    /// Answers every opening with 101 and sends back what comes.
    private static void serve() {
        while (!notebook.isClosed()) {
            try (var connection = notebook.accept()) {
                List<String> request = fields(connection.getInputStream());
                if (request.stream().noneMatch(line -> line.equalsIgnoreCase("Upgrade: websocket"))) {
                    continue;
                }
                connection.getOutputStream().write("""
                        HTTP/1.1 101 Switching Protocols\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                        \r
                        """.getBytes(US_ASCII));
                connection.getInputStream().transferTo(connection.getOutputStream());
            } catch (IOException ended) {
                // a health check, or the end
            }
        }
    }

    private static List<String> fields(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                if (line.isEmpty()) {
                    return lines;
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (next != '\r') {
                line.append((char) next);
            }
        }
        throw new IOException("ended in the middle of the fields");
    }
}
