package dev.lakegate.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/// Requests at a fixed rate, whether earlier ones have been answered or not: a stall is seen by all that were due in it
/// (wrk2's method). Latencies count from when a request was due, also of one that waits for one of the connections.
public final class SteadyLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// As connections are: a stall on a machine that is too busy would open one for each request that is due in it.
    private static final int OPEN_AT_MOST = 1_000;

    private final Semaphore room = new Semaphore(OPEN_AT_MOST);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpRequest> requests;
    private final Duration interval;

    /// @param perSecond in all, spread evenly over the targets
    public SteadyLoad(List<Target> targets, int perSecond) {
        requests = targets.stream()
                .map(target -> HttpRequest.newBuilder(target.address())
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + target.localKey())
                        .build())
                .toList();
        interval = Duration.ofSeconds(1).dividedBy(perSecond);
    }

    /// What is asked for.
    public record Target(URI address, String localKey) {}

    /// One request.
    ///
    /// @param status 0 when there was no answer
    /// @param failure why it did not end as it should; empty when it did
    public record Sample(Instant due, Duration latency, int status, String failure) {}

    /// Sends for so long, and returns when every answer is there.
    public List<Sample> during(Duration time) {
        return whileTrue(number -> interval.multipliedBy(number).compareTo(time) < 0);
    }

    /// Sends until told otherwise, and returns when every answer is there.
    public List<Sample> whileTrue(BooleanSupplier goesOn) {
        return whileTrue(_ -> goesOn.getAsBoolean());
    }

    private List<Sample> whileTrue(IntPredicate goesOn) {
        ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<?>> open = new ArrayList<>();
        Instant beginning = Instant.now();
        long start = System.nanoTime();
        for (int number = 0; goesOn.test(number); number++) {
            long due = start + interval.toNanos() * number;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            Instant dueAt = beginning.plusNanos(due - start);
            room.acquireUninterruptibly();
            open.add(client.sendAsync(requests.get(number % requests.size()), HttpResponse.BodyHandlers.ofString())
                    .whenComplete((_, _) -> room.release())
                    .handle((response, failure) -> samples.add(new Sample(
                            dueAt,
                            Duration.ofNanos(System.nanoTime() - due),
                            response == null ? 0 : response.statusCode(),
                            failure != null
                                    ? failure.toString()
                                    : response.statusCode() == 200 ? "" : response.body()))));
            open.removeIf(CompletableFuture::isDone);
        }
        CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
        return List.copyOf(samples);
    }
}
