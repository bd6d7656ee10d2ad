package dev.lakegate.proxy.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/// A connection to the gateway over HTTP/1.1 (RFC 9112), which carries one exchange after another. All of an
/// answer is
/// read, and told, by the thread that the selector has woken; the next part is read when the last one was
/// taken.
final class GatewayConnection extends AbstractConnection.NonBlocking
        implements Connection.UpgradeFrom, Exchange.Carrier {
    /// A TLS record is 16 KiB; fewer and larger writes make a large answer faster.
    private static final int BUFFER_BYTES = 64 * 1024;
    /// Of an answer that comes as fast as its client takes it, before the selector's others are served. Without it
    /// their 99th percentile was 160 to 525 ms beside such an answer, with it 20 to 77.
    private static final int BYTES_A_TURN = 256 * 1024;

    private static final int RECORD_BYTES = 16 * 1024;

    /// A body goes unasked when the gateway has neither asked for it nor refused it for so long (RFC 9110
    /// §10.1.1).
    private static final Duration EXPECTATION = Duration.ofSeconds(1);

    /// An answer that came before the connection was lost is read by then.
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    /// Interim answers to one request; whoever works for hours may tell so now and then.
    static final int MOST_INTERIM = 1_000;

    private static final int SENT = 1;
    private static final int ANSWERED = 2;

    private final GatewayConnections owner;
    private final String workspace;
    private final @Nullable Exchange first;
    private final AnswerParser answer = new AnswerParser(this::isToHead);
    private final Receiving receiving = new Receiving();

    /// Carried as soon as it is certain that nothing has come before it was asked for.
    private final AtomicReference<@Nullable Exchange> coming = new AtomicReference<>();

    private final AtomicBoolean interested = new AtomicBoolean();
    private volatile @Nullable Exchange exchange;
    private volatile @Nullable RequestSender sender;
    private final AtomicInteger halves = new AtomicInteger();

    // of the answer that is being read, by one thread at a time
    private @Nullable RetainableByteBuffer buffer;
    private boolean told = true; // that the answer has begun
    private boolean persistent;
    private int interims;
    private @Nullable ByteBuffer afterSwitch;

    private volatile int selector;
    private volatile long idleSince = System.nanoTime();

    /// @param first what it carries as soon as it is open; null when it is opened in advance
    GatewayConnection(EndPoint endPoint, GatewayConnections owner, String workspace, @Nullable Exchange first) {
        super(endPoint, owner.executor());
        this.owner = owner;
        this.workspace = workspace;
        this.first = first;
    }

    /// The index of the one that serves it.
    int selector() {
        return selector;
    }

    String workspace() {
        return workspace;
    }

    long idleSince() {
        return idleSince;
    }

    @Override
    public SocketAddress peer() {
        return getEndPoint().getRemoteSocketAddress();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        selector = owner.selectors().of(getEndPoint());
        getEndPoint().setIdleTimeout(GatewayConnections.IDLE_TIMEOUT.toMillis());
        listen();
        if (first == null) {
            owner.free(this);
        } else {
            begin(first);
        }
    }

    /// Sends the request and tells of its answer. The connection carries no other meanwhile. When it turns out to have
    /// ended, or to have said what nobody asked, another connection carries it.
    void carry(Exchange next) {
        coming.set(next);
        receiving.iterate();
        if (!getEndPoint().isOpen()) {
            carryElsewhere();
        }
    }

    private void carryElsewhere() {
        Exchange left = coming.getAndSet(null);
        if (left != null) {
            owner.executor().execute(() -> owner.carry(left));
        }
    }

    private void begin(Exchange next) {
        halves.set(0);
        interims = 0;
        if (!next.carriedBy(this)) {
            owner.free(this);
            return;
        }
        exchange = next;
        RequestSender sending = new RequestSender(next, getEndPoint(), owner.buffers(), this::sent);
        sender = sending;
        if (sending.isWaiting()) {
            var _ = owner.schedule(EXPECTATION, sending::proceed);
        }
        sending.iterate();
    }

    /// @param cause why the request could not be sent; null when it was
    private void sent(@Nullable Throwable cause) {
        if (cause == null) {
            half(SENT);
            return;
        }
        if (getEndPoint().isOpen()) {
            // who refuses a request before its end has often answered already
            var _ = owner.schedule(LAST_LOOK, () -> giveUp(cause));
        } else {
            giveUp(cause);
        }
    }

    /// The exchange ends with its second half, whichever that is.
    private void half(int done) {
        if (halves.updateAndGet(so -> so | done) == (SENT | ANSWERED)) {
            sender = null;
            if (persistent) {
                idleSince = System.nanoTime();
                owner.free(this);
            } else {
                close();
            }
        }
    }

    @Override
    public void giveUp(Throwable why) {
        Exchange carried = exchange;
        getEndPoint().close(why);
        carryElsewhere();
        if (carried != null) {
            carried.fails(why);
        }
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        giveUp(timeout);
        return false;
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        owner.closed(this);
    }

    @Override
    public void onFillable() {
        interested.set(false);
        owner.executor().read(receiving::iterate);
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        giveUp(cause);
    }

    private void listen() {
        if (interested.compareAndSet(false, true)) {
            fillInterested();
        }
    }

    /// Reads an answer and tells of it, part by part.
    private final class Receiving extends IteratingCallback {
        /// Since the others were served.
        private int read;

        @Override
        protected Action process() throws Throwable {
            while (true) {
                Exchange current = exchange;
                RetainableByteBuffer bytes = bufferInUse();
                if (current == null) {
                    // nobody has asked: its end, or what nobody may trust
                    if (fill(bytes.getByteBuffer()) != 0) {
                        throw new EOFException("the connection ended");
                    }
                    releaseBuffer();
                    Exchange next = coming.getAndSet(null);
                    if (next != null) {
                        begin(next);
                    }
                    listen();
                    return Action.IDLE;
                }
                boolean more = answer.parse(bytes.getByteBuffer());
                int status = answer.status();
                if (answer.takeBeginning()) {
                    if (HttpStatus.isInterim(status) && ++interims > MOST_INTERIM) {
                        throw new IllegalStateException("it sent more than " + MOST_INTERIM + " interim answers");
                    }
                    if (status == HttpStatus.CONTINUE_100) {
                        proceed();
                    } else if (HttpStatus.isInterim(status)) {
                        current.interim(status, answer.fields(), this);
                        return Action.SCHEDULED;
                    } else if (status != HttpStatus.SWITCHING_PROTOCOLS_101) {
                        told = false;
                        current.begins(status, answer.fields());
                    }
                }
                if (answer.isComplete()) {
                    if (status == HttpStatus.SWITCHING_PROTOCOLS_101) {
                        switchProtocols(current);
                        return Action.SUCCEEDED;
                    }
                    if (!HttpStatus.isInterim(status)) {
                        finish(current, bytes);
                        return Action.IDLE;
                    }
                    answer.next();
                    continue;
                }
                if (answer.hasPartAndMore() || (answer.hasPart() && !more)) {
                    told = true;
                    current.part(answer.takePart(), false, HttpFields.EMPTY, this);
                    return Action.SCHEDULED;
                }
                if (more) {
                    continue;
                }
                if (read >= BYTES_A_TURN) {
                    read = 0;
                    owner.selectors().afterOthers(() -> owner.executor().read(this::succeeded));
                    return Action.SCHEDULED;
                }
                int filled = fill(bytes.getByteBuffer());
                read += Math.max(0, filled);
                switch (filled) {
                    case 0 -> {
                        if (!told) {
                            // the fields go to the client, who may act on them
                            told = true;
                            current.part(BufferUtil.EMPTY_BUFFER, false, HttpFields.EMPTY, this);
                            return Action.SCHEDULED;
                        }
                        releaseBuffer();
                        listen();
                        return Action.IDLE;
                    }
                    case -1 -> answer.atEnd();
                    default -> {
                        // parsed next
                    }
                }
            }
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            releaseBuffer();
            giveUp(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    private void proceed() {
        RequestSender waiting = sender;
        if (waiting != null) {
            waiting.proceed();
        }
    }

    private boolean isToHead() {
        Exchange current = exchange;
        return current != null && HttpMethod.HEAD.is(current.head().method());
    }

    /// The answer is there to its end: the connection is free before the client has the last of it, since the client's
    /// next request may come sooner than we hear that it has.
    private void finish(Exchange done, RetainableByteBuffer bytes) {
        ByteBuffer last = answer.takePart();
        HttpFields after = answer.trailers();
        RequestSender sending = sender;
        persistent = answer.isPersistent() && !bytes.hasRemaining() && (sending == null || sending.isAtItsEnd());
        buffer = null;
        told = true;
        answer.next();
        exchange = null;
        if (persistent) {
            listen();
            half(ANSWERED);
        } else {
            close();
        }
        done.part(last, true, after, Callback.from(bytes::release, _ -> bytes.release()));
    }

    private void switchProtocols(Exchange current) {
        exchange = null;
        RetainableByteBuffer left = buffer;
        if (left != null && left.hasRemaining()) {
            afterSwitch = BufferUtil.toBuffer(BufferUtil.toArray(left.getByteBuffer()));
        }
        releaseBuffer();
        ByteTunnel tunnel = new ByteTunnel(getEndPoint(), owner.executor(), owner.buffers());
        if (!current.switches(answer.fields(), tunnel)) {
            getEndPoint().close();
        }
    }

    /// What came after the gateway's 101.
    @Override
    public @Nullable ByteBuffer onUpgradeFrom() {
        return afterSwitch;
    }

    /// As much as is there and fits, so that many TLS records become one write.
    private int fill(ByteBuffer bytes) throws IOException {
        try {
            int all = getEndPoint().fill(bytes);
            int read = all;
            while (read >= RECORD_BYTES - 1 && BufferUtil.space(bytes) > RECORD_BYTES + 1024) {
                read = getEndPoint().fill(bytes);
                if (read <= 0) {
                    break;
                }
                all += read;
            }
            return all;
        } catch (SSLException broken) {
            // without TLS's farewell, or with a record that nobody can read
            throw (IOException) new EOFException("the connection ended").initCause(broken);
        }
    }

    private RetainableByteBuffer bufferInUse() {
        RetainableByteBuffer inUse = buffer;
        if (inUse == null) {
            inUse = owner.buffers().acquire(BUFFER_BYTES, true);
            buffer = inUse;
        }
        return inUse;
    }

    private void releaseBuffer() {
        RetainableByteBuffer inUse = buffer;
        if (inUse != null) {
            buffer = null;
            inUse.release();
        }
    }
}
