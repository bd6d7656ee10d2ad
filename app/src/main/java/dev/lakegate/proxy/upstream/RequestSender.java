package dev.lakegate.proxy.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// Writes one request (RFC 9112 §2.1), its body part by part as the client sends it and the gateway takes it.
final class RequestSender extends IteratingCallback {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] HTTP_1_1 = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);

    /// Most requests, both tokens included.
    private static final int HEAD_BYTES = 8 * 1024;
    /// What the listener takes, and two tokens of the largest size.
    private static final int MOST_HEAD_BYTES = 128 * 1024;

    private final Exchange exchange;
    private final EndPoint endPoint;
    private final ByteBufferPool buffers;
    private final Consumer<@Nullable Throwable> done;

    private final Content.@Nullable Source body;
    private final long length;
    private long passed;

    private @Nullable RetainableByteBuffer head;
    private Content.@Nullable Chunk chunk;
    private boolean headWritten;
    private volatile boolean waiting;
    private final Runnable onBody = Invocable.from(InvocationType.NON_BLOCKING, this::iterate);
    private volatile boolean atItsEnd;

    /// @param done is told once: null when all was written, else why not
    RequestSender(Exchange exchange, EndPoint endPoint, ByteBufferPool buffers, Consumer<@Nullable Throwable> done) {
        this.exchange = exchange;
        this.endPoint = endPoint;
        this.buffers = buffers;
        this.done = done;
        body = exchange.body();
        HttpFields fields = exchange.head().fields();
        length = body == null ? 0 : fields.getLongField(HttpHeader.CONTENT_LENGTH);
        waiting = body != null && fields.contains(HttpHeader.EXPECT, "100-continue");
    }

    /// Whether nothing more is to be written but what is being written.
    boolean isAtItsEnd() {
        return atItsEnd;
    }

    /// Whether the body waits until the gateway asks for it.
    boolean isWaiting() {
        return waiting;
    }

    /// The body may follow (RFC 9110 §10.1.1).
    void proceed() {
        waiting = false;
        iterate();
    }

    @Override
    protected Action process() throws Throwable {
        release();
        if (!headWritten) {
            headWritten = true;
            return writeHead();
        }
        if (atItsEnd) {
            return Action.SUCCEEDED;
        }
        if (waiting || !readChunk()) {
            return Action.IDLE;
        }
        endPoint.write(this, framed());
        return Action.SCHEDULED;
    }

    /// With the first part of the body, when that is there.
    private Action writeHead() throws IOException {
        RetainableByteBuffer encoded = encoded(HEAD_BYTES);
        if (encoded == null) {
            encoded = encoded(MOST_HEAD_BYTES);
        }
        if (encoded == null) {
            throw new IOException("the request's fields have more than " + MOST_HEAD_BYTES + " bytes");
        }
        head = encoded;
        ByteBuffer first = encoded.getByteBuffer();
        if (body == null) {
            atItsEnd = true;
            endPoint.write(this, first);
            return Action.SCHEDULED;
        }
        Content.Chunk there = waiting ? null : body.read();
        if (there == null) {
            endPoint.write(this, first);
            return Action.SCHEDULED;
        }
        accept(there);
        ByteBuffer[] framed = framed();
        ByteBuffer[] all = new ByteBuffer[framed.length + 1];
        all[0] = first;
        System.arraycopy(framed, 0, all, 1, framed.length);
        endPoint.write(this, all);
        return Action.SCHEDULED;
    }

    /// @return whether there is one; else the body calls again
    private boolean readChunk() throws IOException {
        Content.Source source = body;
        if (source == null) {
            return false;
        }
        Content.Chunk there = source.read();
        if (there == null) {
            source.demand(onBody);
            return false;
        }
        accept(there);
        return true;
    }

    /// What the length promises must come, neither less nor more, or the rest is read as another request.
    private void accept(Content.Chunk there) throws IOException {
        if (Content.Chunk.isFailure(there)) {
            throw new BodyFailed(there.getFailure());
        }
        chunk = there;
        passed += there.remaining();
        if (length >= 0 && (passed > length || (there.isLast() && passed < length))) {
            throw new BodyFailed(new EOFException("the body is not as long as its Content-Length says"));
        }
        atItsEnd = there.isLast();
    }

    private ByteBuffer[] framed() {
        Content.Chunk framing = chunk;
        ByteBuffer content = framing == null ? BufferUtil.EMPTY_BUFFER : framing.getByteBuffer();
        if (length >= 0) {
            return new ByteBuffer[] {content};
        }
        ByteBuffer end = BufferUtil.EMPTY_BUFFER;
        if (atItsEnd) {
            HttpFields trailers = framing instanceof Trailers after ? after.getTrailers() : HttpFields.EMPTY;
            end = lastChunk(trailers);
        }
        if (!content.hasRemaining()) {
            return new ByteBuffer[] {end};
        }
        byte[] size = (Integer.toHexString(content.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return new ByteBuffer[] {ByteBuffer.wrap(size), content, ByteBuffer.wrap(CRLF), end};
    }

    private static ByteBuffer lastChunk(HttpFields trailers) {
        int bytes = 16;
        for (HttpField trailer : trailers) {
            bytes += trailer.getName().length()
                    + 2 * String.valueOf(trailer.getValue()).length()
                    + 8;
        }
        ByteBuffer end = ByteBuffer.allocate(bytes);
        end.put(LAST_CHUNK);
        for (HttpField trailer : trailers) {
            HttpGenerator.putTo(trailer, end);
        }
        end.put(CRLF);
        return end.flip();
    }

    /// Null when it does not fit.
    private @Nullable RetainableByteBuffer encoded(int size) {
        RequestHead request = exchange.head();
        RetainableByteBuffer room = buffers.acquire(size, false);
        ByteBuffer bytes = room.getByteBuffer();
        int begin = BufferUtil.flipToFill(bytes);
        try {
            put(request.method(), bytes);
            bytes.put((byte) ' ');
            put(request.path(), bytes);
            if (request.query() != null) {
                bytes.put((byte) '?');
                put(request.query(), bytes);
            }
            bytes.put(HTTP_1_1);
            for (HttpField field : request.fields()) {
                HttpGenerator.putTo(field, bytes);
            }
            if (body != null && length < 0) {
                bytes.put(CHUNKED);
            }
            bytes.put(CRLF);
            BufferUtil.flipToFlush(bytes, begin);
            return room;
        } catch (BufferOverflowException tooSmall) {
            room.release();
            return null;
        }
    }

    /// Admission has found nothing but visible ASCII in it.
    private static void put(String text, ByteBuffer bytes) {
        for (int at = 0; at < text.length(); at++) {
            bytes.put((byte) text.charAt(at));
        }
    }

    private void release() {
        RetainableByteBuffer written = head;
        if (written != null) {
            head = null;
            written.release();
        }
        Content.Chunk sent = chunk;
        if (sent != null) {
            chunk = null;
            sent.release();
        }
    }

    @Override
    protected void onCompleteSuccess() {
        done.accept(null);
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        if (cause instanceof BodyFailed body) {
            exchange.abort(body.getCause() == null ? body : body.getCause());
        } else {
            done.accept(cause);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /// The client's side failed, not the gateway's.
    private static final class BodyFailed extends IOException {
        private static final long serialVersionUID = 1L;

        BodyFailed(Throwable cause) {
            super(cause);
        }
    }
}
