package dev.lakegate.gateway.host;

import dev.lakegate.gateway.keys.JudgedKeySet.Accepted;
import dev.lakegate.gateway.keys.KeptKeys;
import dev.lakegate.gateway.keys.KeptKeysFolder;
import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.gateway.render.Rendering;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// A policy and what this host knows beside it: all that a rendering is made of.
///
/// @param source  the policy file's name
/// @param fetched when each issuer's keys were last seen to be those
public record Compilation(
        Policy policy, String source, List<SigningKey> keys, Revocations revocations, Map<String, Instant> fetched) {
    public Compilation {
        keys = List.copyOf(keys);
        fetched = Map.copyOf(fetched);
    }

    /// With the keys and revocations that are kept here. Blocks on the disk.
    public static Compilation of(Policy policy, Path source, KeptKeysFolder kept, RevocationFile revocations)
            throws IOException, ProblemException {
        List<SigningKey> keys = new ArrayList<>();
        Map<String, Instant> fetched = new TreeMap<>();
        for (Issuer issuer : policy.issuers()) {
            KeptKeys ofIssuer = kept.read(issuer);
            ofIssuer.judged(issuer).map(Accepted::keys).ifPresent(keys::addAll);
            ofIssuer.set().ifPresent(set -> fetched.put(issuer.name(), set.confirmedAt()));
        }
        return new Compilation(policy, String.valueOf(source.getFileName()), keys, revocations.read(), fetched);
    }

    /// Makes the files for a folder.
    public Function<Path, Rendering> compiler() {
        return folder -> Rendering.of(policy, source, folder, keys, revocations, fetched);
    }
}
