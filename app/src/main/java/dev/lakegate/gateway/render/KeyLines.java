package dev.lakegate.gateway.render;

import dev.lakegate.gateway.keys.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// How HAProxy is told of the keys.
final class KeyLines {
    private KeyLines() {}

    /// A line that is deleted, by the runtime socket too, revokes the key at once.
    static String map(List<SigningKey> keys, Path folder) {
        return "# <issuer>|<kid>  <algorithm>|<file>\n"
                + keys.stream()
                        .map(key -> "%s %s|%s%n".formatted(lookup(key), key.algorithm(), file(key, folder)))
                        .collect(Collectors.joining());
    }

    static String loading(List<SigningKey> keys, Path folder) {
        return keys.stream()
                .map(key -> "    http-request set-var(txn.loaded) 'str(),jwt_verify(\"%s\",\"%s\")'%n"
                        .formatted(key.algorithm(), file(key, folder)))
                .collect(Collectors.joining());
    }

    static String lookup(SigningKey key) {
        return key.issuer() + '|' + key.kid();
    }

    private static Path file(SigningKey key, Path folder) {
        return folder.resolve("keys").resolve(key.fileName());
    }
}
