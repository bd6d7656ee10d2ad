package dev.lakegate.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lakegate.model.Person;
import dev.lakegate.model.ProblemException;
import dev.lakegate.sandbox.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class LoopbackRedirectTest {
    private final BlockingQueue<LoopbackRedirect.Callback> callbacks = new LinkedBlockingQueue<>();

    @Test
    void the_browser_is_received_at_the_address_and_gets_its_page() throws Exception {
        try (LoopbackRedirect redirect = open(List.of());
                HttpClient browser = HttpClient.newHttpClient()) {
            assertThat(redirect.address().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/callback");
            CompletableFuture<HttpResponse<String>> page = browser.sendAsync(
                    HttpRequest.newBuilder(URI.create(redirect.address() + "?code=a%20b&state=c"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            LoopbackRedirect.Callback callback = callbacks.poll(10, TimeUnit.SECONDS);
            assertThat(callback.address()).isEqualTo(redirect.address() + "?code=a%20b&state=c");
            callback.conclude(SignInPage.signedIn(
                    new Person("sub", "alice"), new ProfileBuilder("https://id.acme.example").build()));

            HttpResponse<String> seen = page.join();
            assertThat(seen.statusCode()).isEqualTo(200);
            assertThat(seen.body()).contains("You are signed in", "alice");
            assertThat(seen.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(seen.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(seen.headers().firstValue("Content-Security-Policy"))
                    .contains("default-src 'none'; style-src 'unsafe-inline'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /callback/more?code=x HTTP/1.1\r\nHost: %s\r\n\r\n",
                "GET /favicon.ico HTTP/1.1\r\nHost: %s\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: %s\r\n\r\n",
                "POST /callback?code=x HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n",
                "HEAD /callback?code=x HTTP/1.1\r\nHost: %s\r\n\r\n",
                "GET /callback?code=x HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /callback?code=x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /callback?code=x HTTP/1.0\r\n\r\n"
            })
    void any_other_path_method_or_host_is_not_found_and_not_received(String request) throws Exception {
        try (LoopbackRedirect redirect = open(List.of())) {
            assertThat(statusLine(redirect, request)).contains(" 404 ");
            assertThat(callbacks).isEmpty();
        }
    }

    @Test
    void a_target_that_is_no_path_at_all_harms_nobody() throws Exception {
        try (LoopbackRedirect redirect = open(List.of())) {
            assertThat(statusLine(redirect, "GET mailto:a HTTP/1.1\r\nHost: %s\r\n\r\n"))
                    .doesNotContain(" 200 ");
            assertThat(callbacks).isEmpty();
        }
    }

    @Test
    void of_the_registered_ports_the_first_free_one_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = FreePort.next();
            try (LoopbackRedirect redirect = open(List.of(taken.getLocalPort(), free))) {
                assertThat(redirect.address().getPort()).isEqualTo(free);
            }
        }
    }

    @Test
    void without_a_free_port_the_problem_names_them() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> open(List.of(taken.getLocalPort())))
                    .withMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void a_callback_for_which_there_is_no_room_is_not_found() throws Exception {
        try (LoopbackRedirect redirect = LoopbackRedirect.open(List.of(), "/callback", _ -> false)) {
            assertThat(statusLine(redirect, "GET /callback?code=x HTTP/1.1\r\nHost: %s\r\n\r\n"))
                    .contains(" 404 ");
        }
    }

    private LoopbackRedirect open(List<Integer> ports) throws ProblemException {
        return LoopbackRedirect.open(ports, "/callback", callbacks::offer);
    }

    /// Empty when the connection was closed without an answer.
    private static String statusLine(LoopbackRedirect redirect, String request) throws IOException {
        URI address = redirect.address();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(request.formatted(address.getAuthority()).getBytes(UTF_8));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }
}
