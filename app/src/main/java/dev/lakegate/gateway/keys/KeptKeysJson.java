package dev.lakegate.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.gateway.keys.KeptKeys.Failing;
import dev.lakegate.gateway.keys.KeptKeys.KeptSet;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Kept keys as JSON that an operator can read.
final class KeptKeysJson {
    private static final int VERSION = 1;

    private KeptKeysJson() {}

    static byte[] write(KeptKeys kept) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("version", VERSION);
        json.put("issuer", kept.issuer().toString());
        kept.keysFrom().ifPresent(uri -> json.put("jwks_uri", uri.toString()));
        json.put("last_tried", kept.lastTried().toString());
        json.put("due", kept.due().toString());
        json.put("not_before", kept.notBefore().toString());
        kept.failing().ifPresent(failing -> {
            ObjectNode failure = json.putObject("failing");
            failure.put("kind", failing.kind().name());
            failure.put("what", failing.what());
            failure.put("since", failing.since().toString());
            failure.put("times", failing.times());
        });
        kept.set().ifPresent(set -> {
            ObjectNode accepted = json.putObject("set");
            accepted.put("from", set.from().toString());
            set.etag().ifPresent(etag -> accepted.put("etag", etag));
            accepted.put("fetched_at", set.fetchedAt().toString());
            accepted.put("confirmed_at", set.confirmedAt().toString());
            accepted.set("jwks", JsonMapper.shared().readTree(set.jwks()));
        });
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    /// Throws [IllegalArgumentException] when this is nothing that was written here.
    static KeptKeys read(ByteBuffer bytes) {
        try {
            JsonNode json = JsonMapper.shared().readTree(UTF_8.decode(bytes).toString());
            if (json.path("version").asInt(0) != VERSION) {
                throw new IllegalArgumentException("its version is not " + VERSION);
            }
            return new KeptKeys(
                    URI.create(text(json, "issuer")),
                    optional(json, "jwks_uri").map(URI::create),
                    json.has("set") ? Optional.of(set(json.path("set"))) : Optional.empty(),
                    time(json, "last_tried"),
                    time(json, "due"),
                    time(json, "not_before"),
                    json.has("failing") ? Optional.of(failing(json.path("failing"))) : Optional.empty());
        } catch (JacksonException | DateTimeException malformed) {
            throw new IllegalArgumentException("it cannot be read", malformed);
        }
    }

    private static KeptSet set(JsonNode json) {
        return new KeptSet(
                json.path("jwks").toString(),
                URI.create(text(json, "from")),
                optional(json, "etag"),
                time(json, "fetched_at"),
                time(json, "confirmed_at"));
    }

    private static Failing failing(JsonNode json) {
        int times = json.path("times").asInt(0);
        if (times < 1) {
            throw new IllegalArgumentException("'times' is no number of failures");
        }
        return new Failing(Fetched.Kind.valueOf(text(json, "kind")), text(json, "what"), time(json, "since"), times);
    }

    private static Instant time(JsonNode json, String name) {
        return Instant.parse(text(json, name));
    }

    private static String text(JsonNode json, String name) {
        return optional(json, name).orElseThrow(() -> new IllegalArgumentException("it lacks '" + name + "'"));
    }

    private static Optional<String> optional(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).stringValue(null));
    }
}
