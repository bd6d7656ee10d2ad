package dev.lakegate.proxy.upstream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/// Two connections that carry each other's bytes, unread, once the gateway has switched protocols (RFC 9110
/// §15.2.2).
/// Each direction is read only when the other side has taken what came before, and ends by itself.
public final class ByteTunnel {
    /// WebSockets are idle for hours; the gateway bounds their age.
    private static final Duration IDLE_TIMEOUT = Duration.ofHours(2);

    private static final int BUFFER_BYTES = 32 * 1024;

    private final EndPoint gateway;
    private final Executor executor;
    private final ByteBufferPool buffers;
    private final AtomicInteger directionsEnded = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LongAdder up = new LongAdder();
    private final LongAdder down = new LongAdder();
    private volatile @Nullable EndPoint client;
    private volatile Runnable whenEnded = () -> {};

    ByteTunnel(EndPoint gateway, Executor executor, ByteBufferPool buffers) {
        this.gateway = gateway;
        this.executor = executor;
        this.buffers = buffers;
    }

    /// The client's end: a connection that takes the place of its HTTP. The tunnel begins when it is opened.
    ///
    /// @param ended told when no byte passes any more
    public Connection clientEnd(EndPoint endPoint, Runnable ended) {
        client = endPoint;
        whenEnded = ended;
        if (closed.get()) {
            // while the client's end was not there yet
            endPoint.close();
            ended.run();
        }
        End end = new End(endPoint, gateway, up);
        end.peer = new End(gateway, endPoint, down);
        return end;
    }

    /// Bytes that went to the gateway.
    public long bytesUp() {
        return up.sum();
    }

    /// Bytes that came from the gateway.
    public long bytesDown() {
        return down.sum();
    }

    /// Cuts both connections.
    public void close() {
        if (closed.compareAndSet(false, true)) {
            gateway.close();
            EndPoint local = client;
            if (local != null) {
                local.close();
            }
            whenEnded.run();
        }
    }

    /// Reads one side and writes the other.
    private final class End extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
        private final EndPoint to;
        private final LongAdder passed;
        private final Pump pump = new Pump();
        private @Nullable ByteBuffer first;
        /// On the client's end: the gateway's, which begins when this one is open.
        private @Nullable End peer;

        End(EndPoint from, EndPoint to, LongAdder passed) {
            super(from, executor);
            this.to = to;
            this.passed = passed;
        }

        /// What came after the fields, with them.
        @Override
        public void onUpgradeTo(ByteBuffer received) {
            first = BufferUtil.toBuffer(BufferUtil.toArray(received));
        }

        @Override
        public void onOpen() {
            super.onOpen();
            getEndPoint().setIdleTimeout(IDLE_TIMEOUT.toMillis());
            End other = peer;
            if (other != null) {
                other.getEndPoint().upgrade(other);
            }
            pump.iterate();
        }

        @Override
        public void onFillable() {
            pump.iterate();
        }

        @Override
        public void onFillInterestedFailed(Throwable cause) {
            ByteTunnel.this.close();
        }

        @Override
        public boolean onIdleExpired(TimeoutException timeout) {
            ByteTunnel.this.close();
            return false;
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            super.onClose(cause);
            ByteTunnel.this.close();
        }

        private final class Pump extends IteratingCallback {
            private @Nullable RetainableByteBuffer buffer;

            @Override
            protected Action process() throws Throwable {
                release();
                ByteBuffer waiting = first;
                if (waiting != null) {
                    first = null;
                    passed.add(waiting.remaining());
                    to.write(this, waiting);
                    return Action.SCHEDULED;
                }
                RetainableByteBuffer read = buffers.acquire(BUFFER_BYTES, true);
                buffer = read;
                int bytes = getEndPoint().fill(read.getByteBuffer());
                if (bytes > 0) {
                    passed.add(bytes);
                    to.write(this, read.getByteBuffer());
                    return Action.SCHEDULED;
                }
                release();
                if (bytes == 0) {
                    fillInterested();
                    return Action.IDLE;
                }
                to.shutdownOutput();
                if (directionsEnded.incrementAndGet() == 2) {
                    ByteTunnel.this.close();
                }
                return Action.SUCCEEDED;
            }

            private void release() {
                RetainableByteBuffer taken = buffer;
                if (taken != null) {
                    buffer = null;
                    taken.release();
                }
            }

            @Override
            protected void onCompleteFailure(Throwable cause) {
                release();
                ByteTunnel.this.close();
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.NON_BLOCKING;
            }
        }
    }
}
