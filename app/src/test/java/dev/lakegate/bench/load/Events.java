package dev.lakegate.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// Server-sent events over several connections, each telling when it was sent.
public final class Events {
    private static final String DATA = "data: ";

    private Events() {}

    /// What came.
    ///
    /// @param delays  from when an event was sent until it was there
    /// @param jitters how far the time since the event before was from that between their sending
    public record Seen(Latencies delays, Latencies jitters) {}

    private record Event(long sent, long received) {}

    /// Blocks until all streams have ended.
    public static Seen watch(Endpoint endpoint, String path, int streams) throws IOException, InterruptedException {
        List<Callable<List<Event>>> watched = new ArrayList<>();
        for (int stream = 0; stream < streams; stream++) {
            watched.add(() -> one(endpoint, path));
        }
        LongStream.Builder delays = LongStream.builder();
        LongStream.Builder jitters = LongStream.builder();
        try (ExecutorService threads = Executors.newFixedThreadPool(streams)) {
            for (Future<List<Event>> stream : threads.invokeAll(watched)) {
                List<Event> events = stream.get();
                for (int number = 1; number < events.size(); number++) {
                    Event before = events.get(number - 1);
                    Event event = events.get(number);
                    delays.add(event.received - event.sent);
                    jitters.add(Math.abs(event.received - before.received - (event.sent - before.sent)));
                }
            }
        } catch (ExecutionException failure) {
            throw new IOException("a stream of events failed", failure);
        }
        return new Seen(
                new Latencies(delays.build().toArray()),
                new Latencies(jitters.build().toArray()));
    }

    private static List<Event> one(Endpoint endpoint, String path) throws IOException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        List<Event> events = new ArrayList<>();
        try (Socket socket = endpoint.tls().isPresent()
                ? endpoint.tls().get().getSocketFactory().createSocket(here, endpoint.port())
                : new Socket(here, endpoint.port())) {
            socket.getOutputStream().write((endpoint.head("GET", path) + "\r\n").getBytes(ISO_8859_1));
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            // the last chunk (RFC 9112 §7.1)
            for (String line = lines.readLine(); line != null && !line.equals("0"); line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    events.add(new Event(Long.parseLong(line.substring(DATA.length())), System.nanoTime()));
                }
            }
        }
        if (events.isEmpty()) {
            throw new IOException("no event has come");
        }
        return events;
    }
}
