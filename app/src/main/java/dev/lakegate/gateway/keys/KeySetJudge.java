package dev.lakegate.gateway.keys;

import dev.lakegate.gateway.keys.JudgedKeySet.Accepted;
import dev.lakegate.gateway.keys.JudgedKeySet.Refused;
import dev.lakegate.gateway.policy.Issuer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Judges an issuer's key set (RFC 7517 §5): as a whole, then key by key. What it says of a set never quotes a key.
public final class KeySetJudge {
    private static final int MOST_KEYS = 64;

    /// Of what is kept: many times what 64 sound keys need.
    private static final int LONGEST_KEPT = 1 << 18;

    /// RFC 7518 §6 and what followed it (`priv`): what only a key's owner may know.
    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");

    private static final List<String> MATERIAL = List.of("kty", "n", "e", "crv", "x", "y");
    private static final List<String> ATTRIBUTES = List.of("kid", "use", "key_ops", "alg");

    /// Of two members with one name, two readers may choose differently.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private KeySetJudge() {}

    /// Never throws, whatever it is given.
    ///
    /// @param jwks whatever was found where the key set should be
    public static JudgedKeySet judge(String jwks, Issuer issuer) {
        JsonNode keys;
        try {
            keys = JSON.readTree(jwks).path("keys");
        } catch (JacksonException notJson) {
            // without its cause, which may quote what it could not read
            return refused("it is not JSON, or has a member twice");
        }
        if (!keys.isArray()) {
            return refused("it is no JWK set: it has no list 'keys' (RFC 7517 §5)");
        }
        Optional<String> objection = objection(keys);
        return objection.isPresent() ? refused(objection.get()) : sorted(keys, issuer);
    }

    private static Optional<String> objection(JsonNode keys) {
        if (keys.size() > MOST_KEYS) {
            return Optional.of("it has " + keys.size() + " keys, over " + MOST_KEYS);
        }
        if (keys.valueStream().anyMatch(KeySetJudge::isSecret)) {
            return Optional.of("it publishes a private or symmetric key, with which anybody can forge tokens");
        }
        if (keys.isEmpty()) {
            return Optional.of("it has no key at all");
        }
        if (publicMembers(keys).length() > LONGEST_KEPT) {
            return Optional.of("its keys are over " + LONGEST_KEPT + " characters long");
        }
        return ambiguousKid(keys).map(kid -> "it has two different keys with the 'kid' " + Quoted.of(kid));
    }

    private static JudgedKeySet sorted(JsonNode keys, Issuer issuer) {
        Map<String, SigningKey> accepted = new TreeMap<>();
        List<String> leftOut = new ArrayList<>();
        KeyJudge judge = new KeyJudge(issuer);
        for (int index = 0; index < keys.size(); index++) {
            JsonNode key = keys.get(index);
            try {
                SigningKey taken = judge.judge(key);
                accepted.put(taken.kid(), taken);
            } catch (KeyJudge.LeftOut reason) {
                leftOut.add(name(key, index) + " is left out: " + reason.getMessage());
            }
        }
        if (accepted.isEmpty()) {
            List<String> reasons = new ArrayList<>(List.of("none of its " + keys.size() + " keys can be used"));
            reasons.addAll(leftOut);
            return new Refused(reasons);
        }
        return new Accepted(List.copyOf(accepted.values()), leftOut, publicMembers(keys));
    }

    private static boolean isSecret(JsonNode key) {
        return key.path("kty").asString("").equals("oct")
                || PRIVATE_MEMBERS.stream().anyMatch(key::has);
    }

    private static Optional<String> ambiguousKid(JsonNode keys) {
        Map<String, List<JsonNode>> seen = new HashMap<>();
        Predicate<JsonNode> differsFromItsNamesake = key -> {
            List<JsonNode> material = MATERIAL.stream().map(key::path).toList();
            List<JsonNode> namesake = seen.putIfAbsent(key.path("kid").asString(), material);
            return namesake != null && !namesake.equals(material);
        };
        return keys.valueStream()
                .filter(key -> key.path("kid").isString())
                .filter(differsFromItsNamesake)
                .map(key -> key.path("kid").asString())
                .findFirst();
    }

    private static String publicMembers(JsonNode keys) {
        ObjectNode set = JSON.createObjectNode();
        ArrayNode kept = set.putArray("keys");
        keys.forEach(key -> {
            ObjectNode copy = kept.addObject();
            for (List<String> members : List.of(ATTRIBUTES, MATERIAL)) {
                members.stream().filter(key::has).forEach(member -> copy.set(member, key.path(member)));
            }
        });
        return JSON.writeValueAsString(set);
    }

    private static String name(JsonNode key, int index) {
        return key.path("kid").isString()
                ? "key " + Quoted.of(key.path("kid").asString())
                : "key " + (index + 1) + " of the set";
    }

    private static Refused refused(String reason) {
        return new Refused(List.of(reason));
    }
}
