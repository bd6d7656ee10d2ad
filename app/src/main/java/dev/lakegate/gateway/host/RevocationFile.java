package dev.lakegate.gateway.host;

import dev.lakegate.gateway.policy.Revocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Who and what is revoked, as it outlives renderings and restarts.
public final class RevocationFile {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    public RevocationFile(ConfigurationFolder folder) {
        file = folder.root().resolve("revocations.json");
    }

    /// Throws when the file is there and cannot be understood: to go on without it would let the revoked in
    /// again.
    public Revocations read() throws IOException {
        if (Files.notExists(file)) {
            return Revocations.NONE;
        }
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            Map<String, Instant> users = new TreeMap<>();
            root.required("users")
                    .properties()
                    .forEach(user -> users.put(
                            user.getKey(), Instant.parse(user.getValue().asString())));
            return new Revocations(users, texts(root.required("tokens")), texts(root.required("keys")));
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException broken) {
            throw new IOException(
                    file + " cannot be understood (" + broken.getMessage()
                            + "); put it back from a backup, or remove it and revoke again",
                    broken);
        }
    }

    public void write(Revocations revocations) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode users = root.putObject("users");
        new TreeMap<>(revocations.users()).forEach((user, at) -> users.put(user, at.toString()));
        revocations.tokens().stream().sorted().forEach(root.putArray("tokens")::add);
        revocations.keys().stream().sorted().forEach(root.putArray("keys")::add);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
