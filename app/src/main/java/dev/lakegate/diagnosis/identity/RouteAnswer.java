package dev.lakegate.diagnosis.identity;

import dev.lakegate.model.Phrase;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who answered a request through the proxy, and what.
sealed interface RouteAnswer {
    JsonMapper JSON = new JsonMapper();

    /// Neither proxy nor anybody else.
    record Nobody(Phrase reason) implements RouteAnswer {}

    /// The proxy itself, by a problem (RFC 9457).
    record OfTheProxy(String code, Phrase what, Phrase remedy) implements RouteAnswer {}

    /// The gateway denied, whether it was the request or the exchange before it.
    record OfTheGateway(String denial, String message, String gatewayRequestId) implements RouteAnswer {}

    /// The workspace.
    record OfTheWorkspace(int status, JsonNode body) implements RouteAnswer {}

    static RouteAnswer of(int status, Optional<String> contentType, String text) {
        JsonNode body = json(text);
        String code = body.path("code").asString("");
        if (contentType.orElse("").startsWith("application/problem+json")) {
            return body.has("denial")
                    ? new OfTheGateway(
                            body.path("denial").asString(""),
                            body.path("title").asString(""),
                            body.path("gateway_request_id").asString("unknown"))
                    : problem(code, body);
        }
        // the proxy keeps the fields in which the gateway speaks; its body has this form and no workspace's has
        boolean denied = status >= 400
                && !code.isEmpty()
                && body.path("error_code").asString("").equals(code.toUpperCase(Locale.ROOT));
        return denied
                ? new OfTheGateway(
                        code,
                        body.path("message").asString(""),
                        body.path("request_id").asString("unknown"))
                : new OfTheWorkspace(status, body);
    }

    private static OfTheProxy problem(String code, JsonNode body) {
        String what = body.path("title").asString("");
        String whole = body.path("detail").asString("");
        String remedy = whole.startsWith(what) ? whole.substring(what.length()).strip() : whole;
        return new OfTheProxy(code, Phrase.what(code, what), Phrase.remedy(code, remedy));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }
}
