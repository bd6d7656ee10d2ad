package dev.lakegate.sandbox.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A model behind a serving endpoint, in OpenAI's words: it says who asks and what was said last; when streaming the
/// latter alone, word by word.
final class ChatCompletions {
    private final Confirmations confirmations;

    ChatCompletions(Confirmations confirmations) {
        this.confirmations = confirmations;
    }

    /// A stream whose `user` is given waits for a confirmation under that name after each word.
    void answer(Call call, Principal caller) throws IOException, Refusal {
        JsonNode asked = call.jsonBody();
        JsonNode messages = asked.path("messages");
        String model = asked.path("model").asString();
        String said = messages.path(messages.size() - 1).path("content").asString();
        if (model.equals("absent")) {
            throw Refusal.api(404, "RESOURCE_DOES_NOT_EXIST", "The endpoint '" + model + "' does not exist.");
        }
        if (asked.path("stream").asBoolean(false)) {
            stream(call, model, said, asked.path("user").asString(""));
        } else {
            call.json(
                    200,
                    completion(
                            model,
                            "chat.completion",
                            "message",
                            Json.object("role", "assistant", "content", caller.userName() + " said: " + said),
                            "stop"));
        }
    }

    private void stream(Call call, String model, String said, String confirming) throws IOException {
        call.field("Content-Type", "text/event-stream");
        try (var out = call.out()) {
            for (String word : said.splitWithDelimiters(" ", 0)) {
                var delta = Json.object("role", "assistant", "content", word);
                out.write(event(Json.text(completion(model, "chat.completion.chunk", "delta", delta, null))));
                out.flush();
                if (!confirming.isEmpty()) {
                    confirmations.await(confirming);
                }
            }
            out.write(event(Json.text(completion(model, "chat.completion.chunk", "delta", Map.of(), "stop"))));
            out.write(event("[DONE]"));
        }
        call.end();
    }

    private static byte[] event(String data) {
        return ("data: " + data + "\n\n").getBytes(UTF_8);
    }

    private static Map<String, Object> completion(
            String model, String object, String part, Map<String, Object> content, String finish) {
        var choice = Json.object("index", 0, part, content, "finish_reason", finish);
        return Json.object(
                "id",
                "chatcmpl-1",
                "object",
                object,
                "created",
                1_795_364_520,
                "model",
                model,
                "choices",
                List.of(choice));
    }
}
