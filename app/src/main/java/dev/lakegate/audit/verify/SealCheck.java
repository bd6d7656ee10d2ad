package dev.lakegate.audit.verify;

import dev.lakegate.audit.Head;
import dev.lakegate.audit.SealingKey;
import dev.lakegate.audit.verify.Flaw.Kind;
import dev.lakegate.audit.verify.Verified.Seals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Looks at the seals, one after the other.
final class SealCheck {
    private static final String IN_MEMORY = "memory";

    private final Optional<String> trusted;
    private final Map<String, Seals> found = new LinkedHashMap<>();
    private long unsigned;
    private long sealedThrough;

    /// @param trusted the public key that the key store holds
    SealCheck(Optional<String> trusted) {
        this.trusted = trusted;
    }

    /// Empty when the seal is right, or nothing was at hand to sign it with.
    ///
    /// @param sealed how far the chain had come before the seal
    Optional<Kind> look(JsonNode seal, Head sealed) {
        String key = seal.path("key").asString("");
        String keptIn = seal.path("kept_in").asString("");
        if (key.isEmpty()) {
            unsigned++;
            return Optional.empty();
        }
        if (!SealingKey.hasSigned(key, seal.path("signature").asString(""), sealed)) {
            return Optional.of(Kind.SEAL_BROKEN);
        }
        if (trusted.isPresent() && !keptIn.equals(IN_MEMORY) && !trusted.get().equals(key)) {
            return Optional.of(Kind.SEAL_OF_ANOTHER);
        }
        found.merge(key, new Seals(key, keptIn, 1), (known, _) -> new Seals(key, known.keptIn(), known.count() + 1));
        sealedThrough = sealed.number() + 1;
        return Optional.empty();
    }

    static String reason(Kind kind) {
        return kind == Kind.SEAL_BROKEN
                ? "the seal's signature is none of its key for the lines before it"
                : "the seal is by another key than the one that this machine's key store holds";
    }

    List<Seals> found() {
        return List.copyOf(found.values());
    }

    /// @param last the number of the last line
    List<String> notes(long last) {
        List<String> notes = new ArrayList<>();
        if (trusted.isEmpty() && !found.isEmpty()) {
            notes.add("the seals' keys are those that the log itself names: none was at hand to compare them with");
        }
        if (found.values().stream().anyMatch(seals -> seals.keptIn().equals(IN_MEMORY))) {
            notes.add(
                    "seals by a key that was kept in memory show no more than that one program wrote what they cover");
        }
        if (unsigned > 0) {
            notes.add(unsigned + " seals have no signature, since there was no key then");
        }
        if (sealedThrough < last) {
            notes.add("lines at the end that no seal covers yet: " + (last - sealedThrough));
        }
        return notes;
    }
}
