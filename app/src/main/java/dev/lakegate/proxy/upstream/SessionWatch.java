package dev.lakegate.proxy.upstream;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.Callback;

/// Sees to what Jetty does not, on one connection to a gateway that may be hostile (RFC 9113 §10.5).
final class SessionWatch implements HTTP2Session.FrameListener {
    /// Replies that were demanded and are not read: Jetty would keep them for as long as they come.
    private static final int MOST_OWED = 1_000;

    /// Parts of no content in a row, which no window bounds: each keeps the buffer that it came in.
    private static final int MOST_NOTHINGS = 1_000;

    private int nothings;
    private final AtomicInteger owed = new AtomicInteger();

    @Override
    public void onIncomingFrame(Session from, Frame frame) {
        boolean tooMuch = switch (frame) {
            case PingFrame ping when !ping.isReply() -> owed.incrementAndGet() > MOST_OWED;
            case SettingsFrame settings when !settings.isReply() -> owed.incrementAndGet() > MOST_OWED;
            case DataFrame part when part.remaining() == 0 && !part.isEndStream() -> ++nothings > MOST_NOTHINGS;
            case DataFrame _ -> {
                nothings = 0;
                yield false;
            }
            default -> false;
        };
        if (tooMuch && from instanceof HTTP2Session session) {
            session.getEndPoint().close(new IOException("it floods the connection with frames of no use"));
        }
    }

    @Override
    public void onOutgoingFrame(Session to, Frame frame) {
        switch (frame) {
            case PingFrame ping when ping.isReply() -> owed.decrementAndGet();
            case SettingsFrame settings when settings.isReply() -> owed.decrementAndGet();
            // a stream that Jetty resets itself, as for a window too large, has somebody who waits for its answer
            case ResetFrame reset
            when to.getStream(reset.getStreamId()) instanceof HTTP2Stream stream
                    && stream.getListener() instanceof GatewayStream waiting ->
                waiting.onReset(stream, reset, Callback.NOOP);
            default -> {
                // nothing to see to
            }
        }
    }
}
