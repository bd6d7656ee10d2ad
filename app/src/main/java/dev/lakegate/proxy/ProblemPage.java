package dev.lakegate.proxy;

import dev.lakegate.model.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A problem as a person reads it in a browser: one page without script, links or anything fetched.
final class ProblemPage {
    private ProblemPage() {}

    /// Whether HTML is what the caller likes best, as browsers do when they go to a page.
    static boolean isWanted(Request request) {
        QuotedQualityCSV accepted = new QuotedQualityCSV();
        request.getHeaders().getValuesList(HttpHeader.ACCEPT).forEach(accepted::addValue);
        return !accepted.isEmpty() && accepted.getValues().getFirst().equals("text/html");
    }

    static void write(Problem.Text text, String requestId, Response response, Callback callback) {
        byte[] page = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Lakegate</title>
            <style>
              :root { color-scheme: light dark }
              body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 18vh auto 0; padding: 0 1.5rem }
              footer { margin-top: 2.5rem; font-size: .85rem; opacity: .7 }
            </style>
            <p><strong>%s</strong></p>
            <p>%s</p>
            <footer>Lakegate · %s · request %s</footer>
            """.formatted(escaped(text.what()), escaped(text.remedy()), escaped(text.code()), requestId)
                .getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, page.length);
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders()
                .put(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.write(true, ByteBuffer.wrap(page), callback);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
