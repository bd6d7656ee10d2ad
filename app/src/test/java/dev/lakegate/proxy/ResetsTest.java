package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.HeldSockets;
import dev.lakegate.sandbox.PlainWire;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients and a gateway that end their connections at any stage: nothing of them is left, and
/// others are served.
@Timeout(120)
class ResetsTest {
    private static final int TIMES = 1_000;
    private static final int AT_ONCE = 8;
    private static final long SEED = 20_261_128;

    @TempDir
    static Path folder;

    private static HostileGateway gateway;
    private static RouteByHand route;

    @BeforeAll
    static void start() throws Exception {
        gateway = new HostileGateway(folder, ResetsTest::breakOff);
        route = gateway.route(folder);
        for (int number = 0; number < 20; number++) {
            assertIsServed();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        route.close();
        gateway.close();
        assertThat(route.buffersInUse()).isEmpty();
    }

    @AfterEach
    void others_are_served() throws IOException {
        assertIsServed();
    }

    private static void assertIsServed() throws IOException {
        assertThat(route.ask("GET", "/echo/1").text()).isEqualTo("/echo/1");
    }

    /// The target tells after how much of an answer, and how, a connection ends.
    private static void breakOff(String target, HostileGateway.Wire wire) throws IOException {
        String[] told = target.split("/", 4);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "a".repeat(100_000);
        wire.send(answer.substring(0, Integer.parseInt(told[2])));
        if (told[1].equals("resets")) {
            wire.reset();
        } else if (told[1].equals("ends")) {
            wire.end();
        }
    }

    @Test
    void resets_at_every_stage_leave_no_socket_thread_buffer_or_request() throws Exception {
        Random random = new Random(SEED);
        List<Integer> lengths = List.of(0, 5, 17, 40, 45, 1_000, 50_000, 100_039, 100_040);
        List<Future<?>> ended = new ArrayList<>();
        long sockets = socketsNotInThePool();
        long files = files();
        int threads = Thread.activeCount();
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int number = 0; number < TIMES; number++) {
                String way = List.of("resets", "ends", "waits").get(random.nextInt(3));
                String target = "/" + way + "/" + lengths.get(random.nextInt(lengths.size())) + "/" + number;
                boolean uploads = random.nextBoolean();
                int sent = random.nextInt(3) == 0 ? random.nextInt(400) : Integer.MAX_VALUE;
                int read = random.nextBoolean() ? random.nextInt(3) * 30 : Integer.MAX_VALUE;
                ended.add(clients.submit(() -> client(target, uploads, sent, read)));
            }
            for (Future<?> client : ended) {
                client.get();
            }
        }

        // over HTTP/1.1 it shows only in writing that a client has gone which waits for its answer
        WithLaptop.await("no open request").until(() -> {
            gateway.cut();
            return route.open.count() == 0;
        });
        WithLaptop.await("no connection").until(() -> gateway.connections() < 2 * AT_ONCE);
        WithLaptop.await("sockets as before").until(() -> socketsNotInThePool() < sockets + AT_ONCE);
        assertThat(files()).isEqualTo(files);
        // idle ones stay a minute in the proxy's pool, which has no more than these
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 64);
    }

    /// Resets after it has sent and read so much.
    private static Void client(String target, boolean uploads, int sent, int read) throws IOException {
        String request = uploads
                ? route.request("PUT", target, "Connection: close", "Content-Length: 50000") + "a".repeat(50_000)
                : route.request("GET", target, "Connection: close");
        PlainWire wire = route.connect();
        try {
            wire.send(request.substring(0, Math.min(sent, request.length())));
            if (sent >= request.length() && target.startsWith("/waits/")) {
                WithLaptop.await("the request").until(() -> gateway.targets().contains(target));
            } else if (sent >= request.length()) {
                for (int left = read; left > 0 && !wire.isEnded(); left--) {
                    // byte by byte
                }
            }
        } catch (IOException broken) {
            // by the proxy, whose gateway has gone
        } finally {
            wire.abort();
        }
        return null;
    }

    /// Both ends of a connection that the proxy keeps are in this process.
    private static long socketsNotInThePool() throws IOException {
        return HeldSockets.atOrTo(List.of(route.port(), gateway.port())) - 2L * gateway.connections();
    }

    /// Open ones of the route's own folder.
    private static long files() throws IOException {
        long files = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    files += Files.readSymbolicLink(descriptor).startsWith(folder) ? 1 : 0;
                } catch (NoSuchFileException closedMeanwhile) {
                    // no longer open
                }
            }
        }
        return files;
    }
}
