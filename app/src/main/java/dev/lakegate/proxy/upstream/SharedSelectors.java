package dev.lakegate.proxy.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The selectors that all listeners and all connections to gateways have in common: one thread reads a request and
/// reads its answer, and no thread needs to wake another. Jetty gives each listener and each client its own.
public final class SharedSelectors extends SelectorManager {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSelectors.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SELECTED = Duration.ofSeconds(5);

    /// The selector that is to serve what this thread connects.
    private static final ThreadLocal<@Nullable One> WANTED = new ThreadLocal<>();

    private final One[] all;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<EndPoint, Place> open = new ConcurrentHashMap<>();

    SharedSelectors(QueuedThreadPool threads, Scheduler scheduler, int count) {
        super(threads, scheduler, count);
        all = new One[count];
        setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    }

    /// A listener or a client, whose channels these are. The methods are those of [SelectorManager].
    public interface Owner {
        /// Whether it has not been stopped.
        boolean isRunning();

        EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) throws IOException;

        Connection newConnection(SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment)
                throws IOException;

        void connectionOpened(Connection connection, @Nullable Object attachment);

        void endPointOpened(EndPoint endPoint);

        void endPointClosed(EndPoint endPoint);
    }

    /// An owner to whom others connect.
    public interface Listener extends Owner {
        void accepted(SelectableChannel channel) throws IOException;
    }

    /// An owner who connects to others.
    public interface Connector extends Owner {
        void connectionFailed(SelectableChannel channel, Throwable failure, @Nullable Object attachment);
    }

    /// What stands on a key until its end point does.
    private record Owned(Owner owner, @Nullable Object attachment) {
        static Owned of(@Nullable Object attached) {
            return (Owned) Objects.requireNonNull(attached);
        }
    }

    /// Where an open end point is.
    private record Place(Owner owner, int selector) {}

    /// Accepts what connects to this channel, which is non-blocking, until closed.
    public Closeable acceptor(SelectableChannel server, Listener owner) {
        Accepting accepting = new Accepting(server, owner);
        all[next()].submit(accepting);
        return accepting;
    }

    /// An accepted, non-blocking channel.
    public void accept(SelectableChannel channel, Owner owner, @Nullable Object attachment) {
        super.accept(channel, new Owned(owner, attachment));
    }

    /// A non-blocking channel that connects.
    public void connect(SelectableChannel channel, Connector owner, Object attachment) {
        super.connect(channel, new Owned(owner, attachment));
    }

    /// Closes all that this owner has open.
    public void close(Owner owner) {
        open.forEach((endPoint, place) -> {
            if (place.owner().equals(owner)) {
                Connection connection = endPoint.getConnection();
                IO.close(connection == null ? endPoint : connection);
            }
        });
    }

    /// Blocks until each selector has selected: only then is a closed channel closed in full.
    public void awaitSelection() throws InterruptedException {
        CountDownLatch selected = new CountDownLatch(all.length);
        for (One one : all) {
            // between one update and the next it has
            one.submit(_ -> one.submit(_ -> selected.countDown()));
        }
        var _ = selected.await(SELECTED.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The index of the selector that this thread serves; of any when it serves none.
    int here() {
        Thread here = Thread.currentThread();
        for (int i = 0; i < all.length; i++) {
            if (all[i].thread == here) {
                return i;
            }
        }
        return next();
    }

    /// Runs this when the selector that this thread serves has done all that it was woken for; at once when the thread
    /// serves none.
    void afterTurn(Runnable task) {
        if (!isLeftToItsTurn(task)) {
            task.run();
        }
    }

    /// Runs this when the selector that this thread serves has served all others that wait; at once when the
    /// thread serves none. What goes on while there are bytes would let them wait until there are none.
    void afterOthers(Runnable task) {
        if (!isLeftTo(one -> one.afterOthers, task)) {
            task.run();
        }
    }

    /// What begins and ends connections, which blocks nobody; Jetty would hand it to another thread, where it takes a
    /// quarter more of the processor.
    @Override
    protected void execute(Runnable task) {
        if (!isLeftToItsTurn(task)) {
            super.execute(task);
        }
    }

    private boolean isLeftToItsTurn(Runnable task) {
        return isLeftTo(one -> one.afterTurn, task);
    }

    private boolean isLeftTo(Function<One, Queue<Runnable>> queue, Runnable task) {
        Thread here = Thread.currentThread();
        for (One one : all) {
            if (one.thread == here && one.defers(queue.apply(one), task)) {
                return true;
            }
        }
        return false;
    }

    /// The index of the selector that serves this end point.
    int of(EndPoint endPoint) {
        EndPoint end = endPoint;
        while (end instanceof EndPoint.Wrapper tls) {
            end = tls.unwrap();
        }
        Place place = open.get(end);
        return place == null ? 0 : place.selector();
    }

    /// Runs this; what it connects, this selector serves.
    void at(int selector, Runnable connecting) {
        WANTED.set(all[selector]);
        try {
            connecting.run();
        } finally {
            WANTED.remove();
        }
    }

    private int next() {
        return Math.floorMod(turn.getAndIncrement(), all.length);
    }

    @Override
    protected ManagedSelector chooseSelector() {
        One wanted = WANTED.get();
        return wanted == null ? all[next()] : wanted;
    }

    @Override
    protected ManagedSelector newSelector(int id) {
        One one = new One(this, id);
        all[id] = one;
        return one;
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        Owned owned = Owned.of(key.attachment());
        SelectionKey patient = new PatientKey(key);
        patient.attach(owned.attachment()); // as its owner expects
        EndPoint endPoint = owned.owner().newEndPoint(channel, selector, patient);
        open.put(endPoint, new Place(owned.owner(), ((One) selector).id));
        if (!owned.owner().isRunning()) {
            // too late for #close(Owner)
            open.remove(endPoint);
            throw new ClosedChannelException();
        }
        return endPoint;
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attached) throws IOException {
        Owned owned = Owned.of(attached);
        try {
            return owned.owner().newConnection(channel, endPoint, owned.attachment());
        } catch (IOException | RuntimeException failure) {
            open.remove(endPoint);
            throw failure;
        }
    }

    @Override
    public void connectionOpened(Connection connection, Object attached) {
        Owned owned = Owned.of(attached);
        owned.owner().connectionOpened(connection, owned.attachment());
    }

    @Override
    protected void connectionFailed(SelectableChannel channel, Throwable failure, Object attached) {
        Owned owned = Owned.of(attached);
        if (owned.owner() instanceof Connector connecting) {
            connecting.connectionFailed(channel, failure, owned.attachment());
        }
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
        Place place = open.get(endPoint);
        if (place != null) {
            place.owner().endPointOpened(endPoint);
        }
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
        Place place = open.remove(endPoint);
        if (place != null) {
            place.owner().endPointClosed(endPoint);
        }
    }

    /// A selector that knows its thread.
    private static final class One extends ManagedSelector {
        private final int id;
        private final Queue<Runnable> afterTurn = new ConcurrentLinkedQueue<>();
        private final Queue<Runnable> afterOthers = new ConcurrentLinkedQueue<>();
        /// So many of those have let the others go before.
        private int due;

        private volatile @Nullable Thread thread;

        One(SelectorManager manager, int id) {
            super(manager, id);
            this.id = id;
        }

        @Override
        protected int nioSelect(Selector selector, boolean now) throws IOException {
            Thread here = Thread.currentThread();
            if (thread != here) {
                thread = here;
            }
            for (; due > 0; due--) {
                Runnable task = afterOthers.poll();
                if (task != null) {
                    run(task);
                }
            }
            for (Runnable task = afterTurn.poll(); task != null; task = afterTurn.poll()) {
                run(task);
            }
            due = afterOthers.size();
            return super.nioSelect(selector, now || due > 0);
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException | Error failure) {
                // nor may an error of one connection end this selector, and with it all others
                LOG.warn("What was left to do after a turn failed", failure);
            }
        }

        /// Whether this is run before the selector waits again. A thread that still runs what was selected when another
        /// selects already may come too late.
        private boolean defers(Queue<Runnable> queue, Runnable task) {
            queue.add(task);
            return thread == Thread.currentThread() || !queue.remove(task);
        }
    }

    /// As Jetty's own, which tells nobody whose the accepted channel is.
    private static final class Accepting
            implements ManagedSelector.SelectorUpdate, ManagedSelector.Selectable, Closeable {
        private final SelectableChannel server;
        private final Listener owner;
        private volatile @Nullable SelectionKey key;

        Accepting(SelectableChannel server, Listener owner) {
            this.server = server;
            this.owner = owner;
        }

        @Override
        public void update(Selector selector) {
            try {
                key = server.register(selector, SelectionKey.OP_ACCEPT, this);
            } catch (IOException | RuntimeException failure) {
                LOG.warn("Nothing can connect to {}", server, failure);
                IO.close(server);
            }
        }

        @Override
        public @Nullable Runnable onSelected() {
            SelectableChannel channel = null;
            try {
                channel = ((ServerSocketChannel) server).accept();
                while (channel != null) {
                    owner.accepted(channel);
                    channel = ((ServerSocketChannel) server).accept();
                }
            } catch (IOException | RuntimeException failure) {
                LOG.warn("What connected to {} was not accepted", server, failure);
                IO.close(channel);
            }
            return null;
        }

        @Override
        public void updateKey() {
            // what is accepted, always is
        }

        @Override
        public void replaceKey(SelectionKey newKey) {
            key = newKey;
        }

        @Override
        public void close() {
            SelectionKey registered = key;
            if (registered != null) {
                registered.cancel();
            }
        }
    }
}
