package dev.lakegate.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConstantRateTest {
    private static final int CONNECTIONS = 2;
    private static final int PER_SECOND = 500;
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration STALL = Duration.ofMillis(400);
    /// The first of the requests that are answered late, one on each connection.
    private static final int STALLED = 200;

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    private final AtomicInteger requests = new AtomicInteger();

    ConstantRateTest() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    /// Of a thousand requests two hundred are due while nothing is answered, of which two are on their way.
    @Test
    void a_stall_is_seen_by_all_that_were_due_in_it() throws Exception {
        try (ConstantRate load = new ConstantRate(endpoint(), new Exchange.Get("/"), CONNECTIONS)) {
            Latencies latencies = load.run(PER_SECOND, TIME);

            assertThat(requests).hasValue(1_000);
            assertThat(latencies.percentile(0.9))
                    .isGreaterThan(STALL.dividedBy(4).toNanos() / 1e3);
        }
    }

    @Test
    void an_answer_that_is_no_success_ends_the_measurement() throws Exception {
        try (ConstantRate load = new ConstantRate(endpoint(), new Exchange.Get("/missing"), CONNECTIONS)) {
            assertThatThrownBy(() -> load.run(PER_SECOND, TIME))
                    .isInstanceOf(IOException.class)
                    .hasMessage("answered with http/1.1 404 not found");
        }
    }

    private Endpoint endpoint() {
        return new Endpoint(listener.getLocalPort(), Optional.empty(), List.of("Host: 127.0.0.1"));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (true) {
                String head = head(in);
                int number = requests.incrementAndGet();
                if (number >= STALLED && number < STALLED + CONNECTIONS) {
                    TimeUnit.NANOSECONDS.sleep(STALL.toNanos()); // what is measured
                }
                String answer = head.startsWith("GET / ")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                        : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
                client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            }
        } catch (IOException | InterruptedException gone) {
            // the test is over
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
