package dev.lakegate.proxy;

import dev.lakegate.desktop.LocalPage;
import dev.lakegate.desktop.LocalPage.Outcome;
import dev.lakegate.model.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A problem as a person reads it in a browser.
final class ProblemPage {
    private ProblemPage() {}

    /// Whether HTML is what the caller likes best, as browsers do when they go to a page.
    static boolean isWanted(Request request) {
        QuotedQualityCSV accepted = new QuotedQualityCSV();
        request.getHeaders().getValuesList(HttpHeader.ACCEPT).forEach(accepted::addValue);
        return !accepted.isEmpty() && accepted.getValues().getFirst().equals("text/html");
    }

    static void write(Problem.Text text, String requestId, Response response, Callback callback) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Problem", text.code());
        facts.put("Request", requestId);
        byte[] page = new LocalPage(Outcome.FAILED, "This page cannot be shown", text.what(), facts, text.remedy())
                .html()
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
}
