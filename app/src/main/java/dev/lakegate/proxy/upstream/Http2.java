package dev.lakegate.proxy.upstream;

import java.util.function.Function;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/// What connections of HTTP/2 to clients and to gateways have in common (RFC 9113).
public final class Http2 {
    private Http2() {}

    /// A connection over this end, of which the frames of a turn are written together.
    ///
    /// HPACK's encoder would look once more at each character of each field, an eighth of the processor time
    /// of a small call: what it is given was read by a parser that refuses what is illegal (§8.2.1), or is ours.
    ///
    /// @param made makes it over the end that it is given
    public static Connection over(
            EndPoint end, SharedSelectors selectors, Function<EndPoint, ? extends Connection> made) {
        Connection connection = made.apply(new GatheringEndPoint(end, selectors));
        if (connection instanceof HTTP2Connection http2) {
            http2.getSession().getGenerator().getHpackEncoder().setValidateEncoding(false);
        }
        return connection;
    }
}
