package dev.lakegate.sandbox.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import tools.jackson.databind.JsonNode;

/// One request being answered.
final class Call {
    private final Request request;
    private final Response response;
    private final Callback callback;

    Call(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    String method() {
        return request.getMethod();
    }

    /// The path as it came, not decoded.
    String path() {
        return request.getHttpURI().getPath();
    }

    HttpFields fields() {
        return request.getHeaders();
    }

    String query(String name, String otherwise) {
        var value = Request.extractQueryParameters(request).getValue(name);
        return value == null ? otherwise : value;
    }

    long query(String name, long otherwise) throws Refusal {
        var value = query(name, Long.toString(otherwise));
        try {
            var number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, as a negative one is
        }
        throw Refusal.api(400, "MALFORMED_REQUEST", "Invalid value '" + value + "' for '" + name + "'.");
    }

    /// The body, read by blocking.
    InputStream body() {
        return Content.Source.asInputStream(request);
    }

    /// The body, which is to be JSON; read by blocking.
    JsonNode jsonBody() throws IOException {
        return Json.read(new String(body().readAllBytes(), UTF_8));
    }

    Content.Source bodySource() {
        return request;
    }

    ByteBufferPool bufferPool() {
        return request.getComponents().getByteBufferPool();
    }

    Scheduler scheduler() {
        return request.getComponents().getScheduler();
    }

    /// Sets a field of the answer.
    void field(String name, String value) {
        response.getHeaders().put(name, value);
    }

    void json(int status, Map<String, Object> value) {
        json(status, Json.text(value));
    }

    void json(int status, String json) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, json, callback);
    }

    void gzippedJson(String json) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(json.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        response.write(true, ByteBuffer.wrap(compressed.toByteArray()), callback);
    }

    /// A page for people.
    void page() {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        Content.Sink.write(response, true, "<!doctype html><title>Sign in</title>", callback);
    }

    /// Sends `103 Early Hints` (RFC 8297) and calls `next` when they have left.
    void hint(String link, Runnable next) {
        var _ = response.writeInterim(103, HttpFields.build().put("Link", link).put("Set-Cookie", "s=1"))
                .thenRun(next);
    }

    void empty(int status) {
        response.setStatus(status);
        callback.succeeded();
    }

    /// Streams `length` bytes.
    void content(int status, long length, Content.Source source) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        content(status, source);
    }

    /// Streams what the source has, its length not known beforehand.
    void content(int status, Content.Source source) {
        response.setStatus(status);
        Content.copy(source, response, callback);
    }

    /// Sends a part of the answer and calls `next` when it has left; a client that has gone ends the call.
    void part(String text, Runnable next) {
        Content.Sink.write(response, false, text, Callback.from(next, callback::failed));
    }

    /// The body of the answer, written by blocking; what is flushed leaves at once.
    OutputStream out() {
        response.setStatus(200);
        return Content.Sink.asOutputStream(response);
    }

    void end() {
        callback.succeeded();
    }
}
