package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients for Node, in processes of their own: its own `fetch`, and OpenAI's package against a serving endpoint. The
/// workspace sends a part of a stream only when the client has confirmed the part before: were parts held back on the
/// way, the stream would stand still.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class NodeIT {
    private static final String MODEL = "sandbox-echo";

    private final Laptop laptop;

    NodeIT(Laptop laptop) {
        this.laptop = laptop;
    }

    @Test
    void fetch_has_each_server_sent_event_before_the_next_is_sent() throws Exception {
        var access = Map.of(
                "DATABRICKS_HOST", laptop.address("prod").toString(), "DATABRICKS_TOKEN", laptop.localKey("prod"));

        try (var fetch = ClientProgram.node("events.js", access, "node-fetch", "4")) {
            assertThat(fetch.rest())
                    .containsExactly("200 text/event-stream", "event 1", "event 2", "event 3", "event 4", "left: \"\"");
        }
    }

    @Test
    void openais_client_gets_an_answer() throws Exception {
        assertThat(chat(laptop.localKey("prod"), MODEL, "größer than 🙂?"))
                .containsExactly("\"alice@acme.example said: größer than 🙂?\"");
    }

    @Test
    void openais_client_has_each_word_before_the_next_is_sent() throws Exception {
        assertThat(chat(laptop.localKey("prod"), MODEL, "one two three", "node-openai"))
                .containsExactly("\"one\"", "\" \"", "\"two\"", "\" \"", "\"three\"", "{\"finished\":\"stop\"}");
    }

    @Test
    void openais_client_sees_the_endpoints_own_error() throws Exception {
        var error = json(chat(laptop.localKey("prod"), "absent", "anyone there?"));

        assertThat(error.path("status").asInt()).isEqualTo(404);
        assertThat(error.path("message").asString()).contains("404");
    }

    @Test
    void openais_client_is_refused_without_the_local_key() throws Exception {
        var error = json(chat("lgk_" + "0".repeat(43), MODEL, "anyone there?"));

        assertThat(error.path("status").asInt()).isEqualTo(401);
    }

    private List<String> chat(String key, String... arguments) throws Exception {
        var access = Map.of(
                "OPENAI_BASE_URL",
                laptop.address("prod").resolve("/serving-endpoints").toString(),
                "OPENAI_API_KEY",
                key);
        try (var openai = ClientProgram.node("chat.js", access, arguments)) {
            return openai.rest();
        }
    }

    private static JsonNode json(List<String> lines) {
        assertThat(lines).hasSize(1);
        return JsonMapper.shared().readTree(lines.getFirst());
    }
}
