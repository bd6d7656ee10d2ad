package dev.lakegate.proxy.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// One exchange as a stream of HTTP/2 (RFC 9113 §5), which gRPC needs for its trailers. Body and answer go
/// their ways
/// independently of each other, each part when the one before was taken.
final class GatewayStream implements Stream.Listener, Exchange.Carrier {
    private final Exchange exchange;
    private final Runnable ended;
    private final Receiving receiving = new Receiving();
    private final Sending sending = new Sending();

    private volatile @Nullable Stream stream;
    private volatile @Nullable Throwable givenUp;
    private volatile HttpFields trailers = HttpFields.EMPTY;
    private volatile boolean answerEnded;
    private volatile boolean begun;
    private int interims;

    /// @param ended told once, when the stream is no more
    GatewayStream(Exchange exchange, Runnable ended) {
        this.exchange = exchange;
        this.ended = ended;
    }

    /// Opens the stream on this connection.
    void open(Session session, String authority) {
        if (!exchange.carriedBy(this)) {
            ended.run();
            return;
        }
        RequestHead head = exchange.head();
        HttpFields.Mutable fields =
                HttpFields.build(head.fields()).remove(HttpHeader.HOST).put(HttpHeader.TE, "trailers");
        HttpURI target = HttpURI.build("https://" + authority + head.target());
        MetaData.Request request = new MetaData.Request(head.method(), target, HttpVersion.HTTP_2, fields);
        session.newStream(
                new HeadersFrame(request, null, exchange.body() == null),
                Promise.from(this::opened, failure -> {
                    ended.run();
                    exchange.fails(failure);
                }),
                this);
    }

    private void opened(Stream created) {
        stream = created;
        Throwable why = givenUp;
        if (why != null) {
            giveUp(why);
            return;
        }
        // content that comes before the fields is to be told, too
        created.demand();
        if (exchange.body() != null) {
            sending.iterate();
        }
    }

    @Override
    public @Nullable SocketAddress peer() {
        Stream open = stream;
        return open == null ? null : open.getSession().getRemoteSocketAddress();
    }

    @Override
    public void giveUp(Throwable why) {
        givenUp = why;
        Stream open = stream;
        if (open != null) {
            open.reset(new ResetFrame(open.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        }
    }

    private void fail(Throwable failure) {
        if (!answerEnded) {
            exchange.fails(failure);
        }
    }

    /// The body, part by part.
    private final class Sending extends IteratingCallback {
        private final Runnable onBody = Invocable.from(InvocationType.NON_BLOCKING, this::iterate);
        private Content.@Nullable Chunk chunk;
        /// Whether all of it was handed over.
        private volatile boolean last;

        @Override
        protected Action process() throws Throwable {
            release();
            Content.Source body = exchange.body();
            Stream open = stream;
            if (last || body == null || open == null) {
                return Action.SUCCEEDED;
            }
            Content.Chunk next = body.read();
            if (next == null) {
                body.demand(onBody);
                return Action.IDLE;
            }
            if (Content.Chunk.isFailure(next)) {
                throw next.getFailure();
            }
            chunk = next;
            last = next.isLast();
            if (next instanceof Trailers after && after.getTrailers().size() > 0) {
                MetaData trailing = new MetaData(HttpVersion.HTTP_2, after.getTrailers());
                open.headers(new HeadersFrame(open.getId(), trailing, null, true), this);
            } else {
                open.data(new DataFrame(open.getId(), next.getByteBuffer(), last), this);
            }
            return Action.SCHEDULED;
        }

        private void release() {
            Content.Chunk sent = chunk;
            if (sent != null) {
                chunk = null;
                sent.release();
            }
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            release();
            Stream open = stream;
            // an answer may have ended the stream before the body did (RFC 9113 §8.1)
            if (open == null || !open.isReset()) {
                exchange.abort(cause);
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    /// The answer's content, part by part.
    private final class Receiving extends IteratingCallback {
        private Stream.@Nullable Data data;
        private boolean told;

        @Override
        protected Action process() {
            release();
            Stream open = stream;
            if (open == null) {
                return Action.IDLE;
            }
            if (answerEnded) {
                // what is left of the body is of use to nobody, and would keep the stream open (RFC 9113 §8.1)
                if (exchange.body() != null && !sending.last) {
                    giveUp(new EOFException("answered before its body had ended"));
                }
                return Action.SUCCEEDED;
            }
            Stream.Data next = open.readData();
            if (next == null) {
                if (!told) {
                    // the fields go to the client, who may act on them
                    told = true;
                    exchange.part(BufferUtil.EMPTY_BUFFER, false, HttpFields.EMPTY, this);
                    return Action.SCHEDULED;
                }
                open.demand();
                return Action.IDLE;
            }
            told = true;
            data = next;
            boolean last = next.frame().isEndStream();
            if (last && open.isReset()) {
                fail(new EOFException("the stream was reset"));
                return Action.SUCCEEDED;
            }
            answerEnded = last;
            exchange.part(next.frame().getByteBuffer(), last, last ? trailers : HttpFields.EMPTY, this);
            return Action.SCHEDULED;
        }

        private void release() {
            Stream.Data taken = data;
            if (taken != null) {
                data = null;
                taken.release();
            }
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            release();
            giveUp(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    // ---- told by the session ----

    @Override
    public void onHeaders(Stream from, HeadersFrame frame, Callback callback) {
        stream = from;
        switch (frame.getMetaData()) {
            case MetaData.Response again when begun -> malformed("it has a second status, " + again.getStatus());
            case MetaData.Response response
            when isPassableInterim(response, frame) -> {
                if (interims++ < GatewayConnection.MOST_INTERIM) {
                    exchange.interim(response.getStatus(), response.getHttpFields(), callback);
                    return;
                }
                malformed("it has more than " + GatewayConnection.MOST_INTERIM + " interim answers before it");
            }
            case MetaData.Response response
            when HttpStatus.isInterim(response.getStatus()) ->
                malformed("it is an interim one, " + response.getStatus());
            case MetaData.Response response
            when response.getStatus() < 200 || response.getStatus() > 999 ->
                malformed("its status is " + response.getStatus());
            case MetaData.Response response when isShort(response, frame) -> malformed("it has no content");
            case MetaData.Response response -> {
                begun = true;
                exchange.begins(response.getStatus(), response.getHttpFields());
                receiving.iterate();
            }
            case MetaData _ when !begun -> malformed("it has no status");
            case MetaData after -> trailers = after.getHttpFields();
        }
        callback.succeeded();
    }

    /// Neither the last of the stream, nor a switch of protocols, which HTTP/2 has not (RFC 9113 §8.1, §8.6).
    private static boolean isPassableInterim(MetaData.Response response, HeadersFrame frame) {
        return HttpStatus.isInterim(response.getStatus())
                && response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101
                && !frame.isEndStream();
    }

    /// By what it says itself. Jetty compares the length with the content, where there is some.
    private boolean isShort(MetaData.Response response, HeadersFrame frame) {
        return frame.isEndStream()
                && response.getContentLength() > 0
                && response.getStatus() != HttpStatus.NOT_MODIFIED_304
                && !HttpMethod.HEAD.is(exchange.head().method());
    }

    /// RFC 9113 §8.1.1
    private void malformed(String what) {
        IllegalStateException failure = new IllegalStateException("its answer is no HTTP: " + what);
        giveUp(failure);
        fail(failure);
    }

    @Override
    public void onDataAvailable(Stream from) {
        if (begun) {
            receiving.iterate();
        } else {
            stream = from;
            malformed("it has no status");
        }
    }

    @Override
    public void onReset(Stream from, ResetFrame frame, Callback callback) {
        fail(new IOException("the stream was reset, " + ErrorCode.toString(frame.getError(), "for no known reason")));
        callback.succeeded();
    }

    @Override
    public void onIdleTimeout(Stream from, TimeoutException timeout, Promise<Boolean> promise) {
        fail(timeout);
        promise.succeeded(true);
    }

    @Override
    public void onFailure(Stream from, int error, String reason, Throwable failure, Callback callback) {
        fail(failure);
        callback.succeeded();
    }

    @Override
    public void onClosed(Stream from) {
        ended.run();
    }
}
