package dev.lakegate.proxy;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/// A client's wish to speak WebSocket from here on (RFC 6455 §4.1), which ends with this hop unless it is
/// asked anew on
/// the next. No other protocol is switched to: Java's own client asks for `h2c` with every request.
record WebSocketOpening(String connection, String upgrade) {
    private static final WebSocketOpening ASKED = new WebSocketOpening("Upgrade", "websocket");

    static Optional<WebSocketOpening> in(Request request) {
        HttpFields fields = request.getHeaders();
        boolean asked = fields.contains(HttpHeader.UPGRADE, "websocket")
                && fields.contains(HttpHeader.CONNECTION, "upgrade")
                && HttpMethod.GET.is(request.getMethod())
                && !Upload.comesWith(request)
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
        return asked ? Optional.of(ASKED) : Optional.empty();
    }

    void addTo(HttpFields.Mutable fields) {
        fields.put(HttpHeader.CONNECTION, connection);
        fields.put(HttpHeader.UPGRADE, upgrade);
    }
}
