package dev.lakegate.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.Reason;
import dev.lakegate.sandbox.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class HttpCallsTest {
    private static final int MEBIBYTE = 1 << 20;

    private final CountDownLatch testOver = new CountDownLatch(1);
    private HttpServer server;
    private TrustRoots trustRoots;
    private HttpCalls calls;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        trustRoots = TrustRoots.publicly();
        calls = new HttpCalls(trustRoots, NetworkSettings.DIRECT);
    }

    @AfterEach
    void stop() {
        testOver.countDown();
        calls.close();
        server.stop(0);
    }

    @Test
    void a_call_brings_status_fields_and_the_whole_body_as_utf_8() throws Exception {
        server.createContext("/", exchange -> {
            String told = exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Accept") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            exchange.getResponseHeaders().set("X-Told", "yes");
            send(exchange, 418, told.getBytes(UTF_8));
        });

        HttpCalls.Answer answer =
                calls.send("POST", uri("/"), Map.of("Accept", List.of("text/plain")), Optional.of("grüße"));

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.fields().firstValue("X-Told")).contains("yes");
        assertThat(answer.body()).isEqualTo("POST text/plain grüße");
    }

    @Test
    void a_redirect_is_an_answer_and_not_followed() throws Exception {
        server.createContext("/elsewhere", exchange -> send(exchange, 200, "stolen".getBytes(UTF_8)));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            send(exchange, 307, new byte[0]);
        });

        HttpCalls.Answer answer = calls.send("POST", uri("/"), Map.of(), Optional.of("secret"));

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void why_a_call_failed_is_told_in_words_and_not_by_the_names_of_javas_classes(@TempDir Path folder)
            throws Exception {
        HttpsServer unknown = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        unknown.setHttpsConfigurator(new HttpsConfigurator(
                Certificates.create(folder).server("127.0.0.1").serving()));
        unknown.start();
        String byAForeignAuthority = failure(address("https", unknown));
        unknown.stop(0);

        assertThat(byAForeignAuthority)
                .isEqualTo("none of the authorities that are trusted here vouches for its certificate");
        assertThat(failureOfHttpsAtAPlainServer()).isEqualTo("what answers there does not speak TLS");
        assertThat(failure(address("http", unknown))).isEqualTo("no connection could be made");
        assertThat(failure(URI.create("http://nobody.invalid"))).isEqualTo("no address is known of that name");
    }

    private String failureOfHttpsAtAPlainServer() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = plain.accept()) {
                    connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException ended) {
                    // by who called
                }
            });
            return failure(URI.create("https://127.0.0.1:" + plain.getLocalPort()));
        }
    }

    private String failure(URI address) {
        return Reason.of(catchThrowable(() -> calls.send("GET", address, Map.of(), Optional.empty())));
    }

    private static URI address(String scheme, HttpServer server) {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void an_answer_of_one_mebibyte_is_taken_and_a_byte_more_is_not() throws Exception {
        server.createContext("/most", exchange -> send(exchange, 200, new byte[MEBIBYTE]));
        server.createContext("/more", exchange -> send(exchange, 200, new byte[MEBIBYTE + 1]));

        assertThat(get("/most").body()).hasSize(MEBIBYTE);
        assertThatIOException().isThrownBy(() -> get("/more"));
    }

    @Test
    void an_endless_answer_is_given_up_at_the_same_size() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[64 * 1024];
            while (testOver.getCount() > 0) {
                exchange.getResponseBody().write(part);
            }
        });

        assertThatIOException().isThrownBy(() -> get("/"));
    }

    @Test
    void a_server_that_is_not_there_is_an_io_failure() {
        URI nowhere = uri("/");
        server.stop(0);

        assertThatIOException().isThrownBy(() -> calls.send("GET", nowhere, Map.of(), Optional.empty()));
    }

    @Test
    void an_address_that_is_none_for_http_is_an_io_failure() {
        assertThatIOException()
                .isThrownBy(() -> calls.send("GET", URI.create("ftp://127.0.0.1/keys"), Map.of(), Optional.empty()))
                .withMessageContaining("ftp");
    }

    @Test
    void a_server_that_never_answers_is_given_up_in_time() {
        server.createContext("/", _ -> untilTheTestIsOver());

        try (HttpCalls hasty = new HttpCalls(trustRoots, NetworkSettings.DIRECT, Duration.ofMillis(300))) {
            assertThatIOException()
                    .isThrownBy(() -> hasty.send("GET", uri("/"), Map.of(), Optional.empty()))
                    .withMessageContaining("in time");
        }
    }

    @Test
    void a_server_that_stops_in_the_middle_of_its_answer_is_given_up_in_time_as_well() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            untilTheTestIsOver();
        });

        try (HttpCalls hasty = new HttpCalls(trustRoots, NetworkSettings.DIRECT, Duration.ofMillis(300))) {
            assertThatIOException()
                    .isThrownBy(() -> hasty.send("GET", uri("/"), Map.of(), Optional.empty()))
                    .withMessageContaining("in time");
        }
    }

    @Test
    void an_interrupted_call_ends_and_leaves_the_thread_interrupted() {
        server.createContext("/", _ -> untilTheTestIsOver());

        Thread.currentThread().interrupt();

        assertThatIOException().isThrownBy(() -> get("/")).withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private HttpCalls.Answer get(String path) throws IOException {
        return calls.send("GET", uri(path), Map.of(), Optional.empty());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void untilTheTestIsOver() {
        try {
            testOver.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
