package dev.lakegate.sandbox.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/// Answers that try a proxy: large, slow, in parts, or claiming to be someone else's. No Databricks has them.
final class Probes {
    static final String PREFIX = "/sandbox/";

    private final String host;
    private final LongAdder produced;
    private final Confirmations confirmations;

    /// @param produced counts the bytes of `bytes` and `stream` as they are handed over to a connection
    Probes(String host, LongAdder produced, Confirmations confirmations) {
        this.host = host;
        this.produced = produced;
        this.confirmations = confirmations;
    }

    void answer(Call call) throws IOException, Refusal {
        switch (call.method() + " " + call.path().substring(PREFIX.length())) {
            case "GET bytes" -> bytes(call);
            case "GET stream" -> stream(call);
            case "GET status", "HEAD status" -> status(call);
            case "POST echo" -> echo(call);
            case "POST digest" -> digest(call);
            case "GET headers" -> headers(call);
            case "GET redirect" -> redirect(call);
            case "GET slow" -> slow(call);
            case "GET hints" ->
                call.hint("</style.css>; rel=preload", () -> call.json(200, Json.object("hinted", true)));
            case "GET sse" -> events(call);
            case "GET confirmed-sse" -> confirmedEvents(call);
            case "POST confirm" -> confirm(call);
            case "GET spoof" -> spoof(call);
            default -> throw Refusal.noSuchApi(call);
        }
    }

    /// `n` bytes.
    private void bytes(Call call) throws Refusal {
        call.field("Content-Type", "application/octet-stream");
        var n = call.query("n", 0);
        call.content(200, n, new PatternSource(n, produced));
    }

    /// `n` bytes whose number is not told beforehand.
    private void stream(Call call) throws Refusal {
        call.field("Content-Type", "application/octet-stream");
        call.content(200, new PatternSource(call.query("n", 0), produced));
    }

    /// This `code` and no body, though a `length` may be told, and after how many seconds to `retry`.
    private static void status(Call call) throws Refusal {
        var retry = call.query("retry", "");
        if (!retry.isEmpty()) {
            call.field("Retry-After", retry);
        }
        var length = call.query("length", "");
        if (!length.isEmpty()) {
            call.field("Content-Length", length);
        }
        call.empty((int) call.query("code", 200));
    }

    /// The body sent back while it comes in.
    private static void echo(Call call) {
        var fields = call.fields();
        call.field(
                "Content-Type",
                fields.contains(HttpHeader.CONTENT_TYPE)
                        ? fields.get(HttpHeader.CONTENT_TYPE)
                        : "application/octet-stream");
        call.content(200, call.bodySource());
    }

    /// The length and SHA-256 of the body.
    private static void digest(Call call) throws IOException {
        var sha256 = sha256();
        long length;
        try (var body = new DigestInputStream(call.body(), sha256)) {
            length = body.transferTo(OutputStream.nullOutputStream());
        }
        call.json(200, Json.object("length", length, "sha256", HexFormat.of().formatHex(sha256.digest())));
    }

    /// The fields as they came, less the credential's value.
    private static void headers(Call call) {
        var fields = call.fields().stream()
                .map(f -> List.of(f.getName(), f.is("Authorization") ? "***" : f.getValue()))
                .toList();
        call.json(200, Json.object("headers", fields));
    }

    /// To another place of this workspace, by its public name, or anywhere else.
    private void redirect(Call call) {
        call.field("Location", call.query("to", "https://" + host + PREFIX + "headers"));
        call.empty(302);
    }

    /// After `ms`.
    private static void slow(Call call) throws Refusal {
        var ms = call.query("ms", 0);
        call.scheduler().schedule(() -> call.json(200, Json.object("waited_ms", ms)), ms, TimeUnit.MILLISECONDS);
    }

    /// `count` server-sent events, one every `ms`.
    private static void events(Call call) throws Refusal {
        var count = call.query("count", 3);
        var ms = call.query("ms", 250);
        call.field("Content-Type", "text/event-stream");
        call.field("Cache-Control", "no-cache");
        event(call, 1, count, ms);
    }

    private static void event(Call call, long number, long count, long ms) {
        if (number > count) {
            call.end();
            return;
        }
        Runnable next = () -> event(call, number + 1, count, ms);
        call.part(
                "id: " + number + "\ndata: event " + number + "\n\n",
                () -> call.scheduler().schedule(next, ms, TimeUnit.MILLISECONDS));
    }

    /// `count` server-sent events of the stream `id`, each sent when `confirm` has been asked for the one before.
    private void confirmedEvents(Call call) throws IOException, Refusal {
        var count = call.query("count", 3);
        var stream = call.query("id", "");
        call.field("Content-Type", "text/event-stream");
        call.field("Cache-Control", "no-cache");
        try (var out = call.out()) {
            for (var number = 1; number <= count; number++) {
                out.write(("id: " + number + "\ndata: event " + number + "\n\n").getBytes(UTF_8));
                out.flush();
                confirmations.await(stream);
            }
        }
        call.end();
    }

    /// The client has what the stream `id` has sent.
    private void confirm(Call call) {
        confirmations.confirm(call.query("id", ""));
        call.empty(204);
    }

    /// Fields that only the gateway, or no one behind localhost, may set; this `code` and this `error` among them.
    private void spoof(Call call) throws Refusal {
        call.field("X-Lakegate-Error", call.query("error", "token_expired"));
        call.field("WWW-Authenticate", "Bearer error=\"" + call.query("error", "token_expired") + "\"");
        call.field("X-Lakegate-Principal", "eve");
        call.field("Set-Cookie", "s=1; Domain=" + host + "; Secure");
        call.field("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        call.field("Alt-Svc", "h3=\":443\"; ma=86400");
        call.json((int) call.query("code", 200), Json.object("spoofed", true));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A pattern made while it is read. Its period is a prime, so that lost or doubled blocks show.
    private static final class PatternSource implements Content.Source {
        private static final int PERIOD = 65_521;
        private static final ByteBuffer PATTERN = pattern();

        private final LongAdder produced;
        private long remaining;

        PatternSource(long length, LongAdder produced) {
            remaining = length;
            this.produced = produced;
        }

        @Override
        public Content.Chunk read() {
            var length = (int) Math.min(remaining, PERIOD);
            remaining -= length;
            produced.add(length);
            return Content.Chunk.from(PATTERN.slice(0, length), remaining == 0);
        }

        @Override
        public void demand(Runnable demandCallback) {
            demandCallback.run();
        }

        @Override
        public void fail(Throwable failure) {
            remaining = 0;
        }

        private static ByteBuffer pattern() {
            var pattern = ByteBuffer.allocateDirect(PERIOD);
            for (var i = 0; i < PERIOD; i++) {
                pattern.put(i, (byte) (i * 31 + (i >> 8)));
            }
            return pattern.asReadOnlyBuffer();
        }
    }
}
