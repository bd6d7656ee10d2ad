package dev.lakegate.gateway.render;

import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// All files that HAProxy is given, by their paths in its folder. The same policy, keys and revocations make
/// the same
/// files, byte for byte.
///
/// @param id tells one rendering from another; what changes with every fetch of keys has no part in it
public record Rendering(SortedMap<String, String> files, String id) {
    /// When each issuer's keys were fetched: for the metrics alone, changed in the running HAProxy too.
    public static final String FETCHED = "maps/fetched.map";

    private static final int ID_BYTES = 6;

    /// Compiles the policy.
    ///
    /// @param source  the policy file's name, for a person
    /// @param folder  where HAProxy finds the files
    /// @param fetched by issuer's name
    public static Rendering of(
            Policy policy,
            String source,
            Path folder,
            List<SigningKey> keys,
            Revocations revocations,
            Map<String, Instant> fetched) {
        List<SigningKey> valid = keys.stream()
                .filter(key -> !revocations.keys().contains(KeyLines.lookup(key)))
                .sorted(Comparator.comparing(KeyLines::lookup))
                .toList();
        SortedMap<String, String> files = new TreeMap<>();
        new MapFiles(policy, revocations).into(files);
        files.put("descriptor.json", DescriptorFile.of(policy));
        files.put("metrics.txt", Metrics.page(policy, valid));
        for (SigningKey key : valid) {
            files.put("keys/" + key.fileName(), key.pem());
        }
        files.put("keys.map", KeyLines.map(valid, folder));
        ConfigurationFile configuration = new ConfigurationFile(policy, source, folder, valid);
        String id = digest(files, configuration.text(""));
        files.put("haproxy.cfg", configuration.text(id));
        files.put(FETCHED, Metrics.fetched(policy, fetched));
        return new Rendering(files, id);
    }

    private static String digest(SortedMap<String, String> files, String configuration) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, content) -> {
                digest.update((path + '\0' + content + '\0').getBytes(StandardCharsets.UTF_8));
            });
            digest.update(configuration.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
