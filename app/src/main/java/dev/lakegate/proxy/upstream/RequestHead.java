package dev.lakegate.proxy.upstream;

import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// A request up to its body, as it goes to the gateway: method and target byte for byte as the client wrote
/// them (RFC 9112 §3).
///
/// @param workspace the workspace's public host name, which the peer must prove
/// @param query     without the question mark; null when there is none
/// @param fields    all but those that frame the message, `Content-Length` excepted
public record RequestHead(
        String workspace,
        String method,
        String path,
        @Nullable String query,
        HttpFields fields) {

    String target() {
        return query == null ? path : path + "?" + query;
    }
}
