package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import dev.lakegate.model.Person;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A grant as JSON, in the clear: for sealing only.
final class GrantJson {
    private GrantJson() {}

    static byte[] write(Grant grant) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("subject", grant.person().subject());
        json.put("label", grant.person().label());
        json.put("identity_token", grant.identityToken().value().reveal());
        json.put("obtained_at", grant.identityToken().obtainedAt().toString());
        json.put("expires_at", grant.identityToken().expiresAt().toString());
        grant.idToken().ifPresent(token -> json.put("id_token", token.reveal()));
        grant.refreshToken().ifPresent(token -> json.put("refresh_token", token.reveal()));
        return JsonMapper.shared().writeValueAsBytes(json);
    }

    /// Throws [IllegalArgumentException] when this is no grant.
    static Grant read(byte[] bytes) {
        try {
            JsonNode json = JsonMapper.shared().readTree(bytes);
            return new Grant(
                    new Person(text(json, "subject"), text(json, "label")),
                    new Token(
                            new Secret(text(json, "identity_token")),
                            Instant.parse(text(json, "obtained_at")),
                            Instant.parse(text(json, "expires_at"))),
                    secret(json, "id_token"),
                    secret(json, "refresh_token"));
        } catch (JacksonException | DateTimeException malformed) {
            // without its cause, which may quote what it could not read
            throw new IllegalArgumentException(
                    "not a grant: " + malformed.getClass().getSimpleName());
        }
    }

    private static String text(JsonNode json, String name) {
        String text = json.path(name).stringValue(null);
        if (text == null) {
            throw new IllegalArgumentException("not a grant: it lacks " + name);
        }
        return text;
    }

    private static Optional<Secret> secret(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).stringValue(null)).map(Secret::new);
    }
}
