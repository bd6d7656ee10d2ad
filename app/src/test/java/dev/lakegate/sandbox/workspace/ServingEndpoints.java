package dev.lakegate.sandbox.workspace;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A serving endpoint that speaks as OpenAI's clients expect; it says who asks, and what was said last.
final class ServingEndpoints {
    private ServingEndpoints() {}

    static void chat(Call call, Principal caller) throws IOException {
        JsonNode asked = Json.read(new String(call.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        JsonNode messages = asked.path("messages");
        String last = messages.path(messages.size() - 1).path("content").asString();
        Map<String, Object> message = Json.object("role", "assistant", "content", caller.userName() + " said: " + last);
        call.json(
                200,
                Json.object(
                        "id",
                        "chatcmpl-1",
                        "object",
                        "chat.completion",
                        "created",
                        1,
                        "model",
                        asked.path("model").asString(),
                        "choices",
                        List.of(Json.object("index", 0, "message", message, "finish_reason", "stop"))));
    }
}
