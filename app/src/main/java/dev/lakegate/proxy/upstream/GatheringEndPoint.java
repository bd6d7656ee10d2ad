package dev.lakegate.proxy.upstream;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// An end of a connection that holds each write until its selector has done all that it was woken for. HTTP/2 has one
/// write under way at a time and collects its frames meanwhile, so that the frames of many calls, of which each has
/// three or more, become two writes.
final class GatheringEndPoint implements EndPoint, EndPoint.Wrapper {
    private final EndPoint end;
    private final SharedSelectors selectors;

    /// @param end that is written to at last
    GatheringEndPoint(EndPoint end, SharedSelectors selectors) {
        this.end = end;
        this.selectors = selectors;
    }

    @Override
    public void write(Callback callback, ByteBuffer... buffers) {
        selectors.afterTurn(() -> end.write(callback, buffers));
    }

    @Override
    public void fillInterested(Callback callback) {
        end.fillInterested(new Unblocking(callback));
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        return end.tryFillInterested(new Unblocking(callback));
    }

    @Override
    public EndPoint unwrap() {
        return end;
    }

    /// What HTTP/2 does with what it has read. Jetty cannot know that none of it blocks, and would have another thread
    /// select meanwhile: then the turn of this one has ended, and each frame is written by itself.
    private record Unblocking(Callback read) implements Callback {
        @Override
        public void succeeded() {
            read.succeeded();
        }

        @Override
        public void failed(Throwable failure) {
            read.failed(failure);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    // ---- all else as the end itself ----

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return end.getLocalSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return end.getRemoteSocketAddress();
    }

    @Override
    public boolean isOpen() {
        return end.isOpen();
    }

    @Override
    public long getCreatedTimeStamp() {
        return end.getCreatedTimeStamp();
    }

    @Override
    public void shutdownOutput() {
        end.shutdownOutput();
    }

    @Override
    public boolean isOutputShutdown() {
        return end.isOutputShutdown();
    }

    @Override
    public boolean isInputShutdown() {
        return end.isInputShutdown();
    }

    @Override
    public void close(@Nullable Throwable cause) {
        end.close(cause);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        return end.fill(buffer);
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        return end.flush(buffers);
    }

    @Override
    public Object getTransport() {
        return end.getTransport();
    }

    @Override
    public long getIdleTimeout() {
        return end.getIdleTimeout();
    }

    @Override
    public void setIdleTimeout(long milliseconds) {
        end.setIdleTimeout(milliseconds);
    }

    @Override
    public boolean isFillInterested() {
        return end.isFillInterested();
    }

    @Override
    public Callback cancelWrite(Throwable cause) {
        return end.cancelWrite(cause);
    }

    @Override
    public Connection getConnection() {
        return end.getConnection();
    }

    @Override
    public void setConnection(Connection connection) {
        end.setConnection(connection);
    }

    @Override
    public void onOpen() {
        end.onOpen();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        end.onClose(cause);
    }

    @Override
    public void upgrade(Connection connection) {
        end.upgrade(connection);
    }

    @Override
    public @Nullable SslSessionData getSslSessionData() {
        return end.getSslSessionData();
    }

    @Override
    public boolean isSecure() {
        return end.isSecure();
    }
}
