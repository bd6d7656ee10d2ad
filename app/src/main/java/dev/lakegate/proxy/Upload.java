package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.BadRequest;
import dev.lakegate.model.CallerProblem.ClientGone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// The client's body on its way up: read only when the gateway takes more, counted as it passes, and kept up
/// to so many
/// bytes, so that it can be sent once more.
final class Upload {
    private final Request request;
    private final RequestFacts facts;
    private final Runnable onAvailable = Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::available);

    private final int mostKept;
    private byte[] kept;
    private int keptBytes;
    private boolean keepsAll = true;
    private Content.@Nullable Chunk end;

    private long passed;
    private @Nullable Pass current;
    private boolean demanded;

    /// @param mostKept bytes
    Upload(Request request, RequestFacts facts, int mostKept) {
        this.request = request;
        this.facts = facts;
        this.mostKept = mostKept;
        kept = new byte[(int) Math.max(0, Math.min(mostKept, request.getLength()))];
    }

    static boolean comesWith(Request request) {
        if (ProxiedRequest.isHttp2(request)) {
            // a stream that has not ended may have a body of unknown length
            return request.getLength() != 0;
        }
        return request.getLength() > 0
                || (request.getLength() < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    /// Whether a body of this length could be sent once more.
    boolean willBeKept() {
        return request.getLength() >= 0 && request.getLength() <= mostKept;
    }

    /// Whether all that was read so far is kept.
    synchronized boolean canBeSentAgain() {
        return keepsAll;
    }

    /// It need not be sent again.
    synchronized void forget() {
        keepsAll = false;
        kept = new byte[0];
    }

    /// The body from its beginning; whoever had it before gets no more of it.
    synchronized Content.Source fromTheBeginning() {
        Pass pass = new Pass();
        current = pass;
        return pass;
    }

    private void available() {
        Runnable waiting;
        synchronized (this) {
            demanded = false;
            Pass reader = current;
            waiting = reader == null ? null : reader.waiting;
            if (reader != null) {
                reader.waiting = null;
            }
        }
        if (waiting != null) {
            waiting.run();
        }
    }

    private Content.@Nullable Chunk read() {
        if (end != null) {
            return end;
        }
        Content.Chunk chunk = request.read();
        if (chunk == null) {
            return null;
        }
        if (Content.Chunk.isFailure(chunk)) {
            facts.failedFor(callerProblem());
            return chunk;
        }
        facts.bodyPassed(chunk.getByteBuffer());
        passed += chunk.remaining();
        if (isNotAsLongAsItSays(chunk)) {
            // over HTTP/2 nothing else depends on the length (RFC 9113 §8.1.1)
            facts.failedFor(new BadRequest(HttpStatus.BAD_REQUEST_400));
            chunk.release();
            return Content.Chunk.from(new IOException("the body is not as long as its Content-Length says"), true);
        }
        keep(chunk.getByteBuffer());
        if (chunk.isLast()) {
            end = chunk instanceof Trailers trailers
                    ? new Trailers(FieldPolicy.trailersForTheGateway(trailers.getTrailers()))
                    : Content.Chunk.EOF;
        }
        return chunk instanceof Trailers ? end : chunk;
    }

    private boolean isNotAsLongAsItSays(Content.Chunk chunk) {
        long length = request.getLength();
        return length >= 0 && (passed > length || (chunk.isLast() && passed < length));
    }

    private void keep(ByteBuffer part) {
        int bytes = part.remaining();
        if (!keepsAll || bytes == 0) {
            return;
        }
        if (keptBytes + bytes > mostKept) {
            forget();
            return;
        }
        if (keptBytes + bytes > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(mostKept, Math.max(keptBytes + bytes, 2 * kept.length)));
        }
        part.get(part.position(), kept, keptBytes, bytes);
        keptBytes += bytes;
    }

    /// Jetty calls a chunk that cannot be read an early end of the body; only at a real one has the client
    /// gone.
    private CallerProblem callerProblem() {
        return request.getConnectionMetaData().getConnection().getEndPoint().isInputShutdown()
                ? new ClientGone()
                : new BadRequest(HttpStatus.BAD_REQUEST_400);
    }

    /// One reading of it.
    private final class Pass implements Content.Source {
        private int given;
        private @Nullable Runnable waiting;

        @Override
        public long getLength() {
            return request.getLength();
        }

        @Override
        public Content.@Nullable Chunk read() {
            synchronized (Upload.this) {
                if (current != this) {
                    return Content.Chunk.from(new IOException("the body is being sent once more"), true);
                }
                if (given < keptBytes && keepsAll) {
                    ByteBuffer again = ByteBuffer.wrap(kept, given, keptBytes - given);
                    given = keptBytes;
                    return Content.Chunk.from(again, false);
                }
                Content.Chunk chunk = Upload.this.read();
                given = keptBytes;
                return chunk;
            }
        }

        @Override
        public void demand(Runnable more) {
            boolean now;
            boolean ask;
            synchronized (Upload.this) {
                now = current == this && (end != null || given < keptBytes);
                if (!now) {
                    waiting = more;
                }
                ask = !now && !demanded && current == this;
                demanded |= ask;
            }
            if (now) {
                more.run();
            } else if (ask) {
                request.demand(onAvailable);
            }
        }

        @Override
        public void fail(Throwable failure) {
            // what is left of the body is the server's to consume
        }
    }
}
