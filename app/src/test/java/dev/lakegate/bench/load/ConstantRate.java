package dev.lakegate.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Requests at a constant rate, whether earlier ones are answered or not, and latencies from when each was
/// due: a stall is seen by all that were due in it (wrk2's method). One that finds every connection busy
/// waits for the next that is free, and that wait counts.
public final class ConstantRate implements AutoCloseable {
    private static final int ANSWER = 96 * 1024;
    private static final long WHEN_SENT = Long.MIN_VALUE;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Selector selector = Selector.open();
    private final Exchange exchange;
    private final List<Connection> connections = new ArrayList<>();

    /// Guards what follows it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Queue<Connection> free = new ArrayDeque<>();
    /// When they were due, by the system's clock of nanoseconds, or [#WHEN_SENT].
    private final Queue<Long> waiting = new ArrayDeque<>();

    private @Nullable IOException failure;

    /// Only of the thread that receives, while there is one.
    private long[] latencies = {};

    private int answered;

    /// Blocks until all are connected.
    public ConstantRate(Endpoint endpoint, Exchange exchange, int connections) throws IOException {
        this.exchange = exchange;
        byte[] request = exchange.request(endpoint);
        for (int number = 0; number < connections; number++) {
            Link link = Link.connect(endpoint);
            exchange.open(endpoint, link);
            Connection connection = new Connection(link, ByteBuffer.wrap(request));
            link.channel().register(selector, SelectionKey.OP_READ, connection);
            this.connections.add(connection);
        }
        free.addAll(this.connections);
    }

    private static final class Connection {
        private final Link link;
        private final ByteBuffer request;
        private final ByteBuffer received = ByteBuffer.allocate(ANSWER);
        private long due;

        Connection(Link link, ByteBuffer request) {
            this.link = link;
            this.request = request;
        }

        void send(long dueAt) throws IOException {
            due = dueAt == WHEN_SENT ? System.nanoTime() : dueAt;
            link.send(request.rewind());
        }
    }

    /// Blocks for that time, and until the last answer is there. Throws when one is not as it should be.
    public Latencies run(double perSecond, Duration time) throws IOException, InterruptedException {
        int requests = (int) (perSecond * time.toNanos() / 1e9);
        Thread receiver = receiving(requests);
        long start = System.nanoTime();
        TimerSlack.none();
        for (int number = 0; number < requests && failure() == null; number++) {
            long due = start + (long) (number * 1e9 / perSecond);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            begin(due);
        }
        return seen(receiver);
    }

    /// So many, each sent when one before it is answered; latencies from when they were sent. Blocks.
    public Latencies oneAfterAnother(int requests) throws IOException, InterruptedException {
        Thread receiver = receiving(requests);
        for (int number = 0; number < requests; number++) {
            begin(WHEN_SENT);
        }
        return seen(receiver);
    }

    private Thread receiving(int requests) {
        latencies = new long[requests];
        answered = 0;
        return Thread.ofPlatform().name("answers").start(this::receive);
    }

    private Latencies seen(Thread receiver) throws IOException, InterruptedException {
        if (!receiver.join(PATIENCE)) {
            fail(new IOException("answers are missing %s after the last request".formatted(PATIENCE)));
            selector.wakeup();
            receiver.join();
        }
        IOException failed = failure();
        if (failed != null) {
            throw failed;
        }
        return new Latencies(latencies);
    }

    private void begin(long due) throws IOException {
        Connection connection;
        lock.lock();
        try {
            connection = free.poll();
            if (connection == null) {
                waiting.add(due);
            }
        } finally {
            lock.unlock();
        }
        if (connection != null) {
            connection.send(due);
        }
    }

    private void receive() {
        try {
            while (answered < latencies.length && failure() == null) {
                selector.select(key -> received((Connection) key.attachment()));
            }
        } catch (IOException unforeseen) {
            fail(unforeseen);
        }
    }

    private void received(Connection connection) {
        try {
            ByteBuffer received = connection.received;
            connection.link.receive(received);
            int length = exchange.length(received);
            if (length == 0 || received.position() < length) {
                return;
            }
            if (received.position() > length) {
                throw new IOException("an answer is longer than it says");
            }
            received.clear();
            latencies[answered++] = System.nanoTime() - connection.due;
            next(connection);
        } catch (IOException failed) {
            fail(failed);
        }
    }

    private void next(Connection connection) throws IOException {
        Long due;
        lock.lock();
        try {
            due = waiting.poll();
            if (due == null) {
                free.add(connection);
            }
        } finally {
            lock.unlock();
        }
        if (due != null) {
            connection.send(due);
        }
    }

    private @Nullable IOException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private void fail(IOException failed) {
        lock.lock();
        try {
            failure = failed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.link.close();
        }
        selector.close();
    }
}
