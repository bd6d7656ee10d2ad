package dev.lakegate.proxy;

import dev.lakegate.model.Secret;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// The proxy's own answer to a one-time address: the browser gets its session, and leaves the address behind.
final class EntryAnswer {
    private EntryAnswer() {}

    static void write(Secret setCookie, String requestId, Response response, Callback callback) {
        response.setStatus(HttpStatus.SEE_OTHER_303);
        response.getHeaders().put(HttpHeader.LOCATION, "/");
        response.getHeaders().put(HttpHeader.SET_COOKIE, setCookie.reveal());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        response.getHeaders().put("X-Request-Id", requestId);
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }
}
