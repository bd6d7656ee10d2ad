package dev.lakegate.diagnosis.provider;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.provider.ProviderDocuments.Document;
import dev.lakegate.model.Phrase;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Whether the provider's key set (RFC 7517) holds keys that gateways can verify with, and none that are secret.
public final class KeysCheck implements Check {
    private static final int LEAST_RSA_BITS = 2_048;

    /// RFC 7518 §6: what only the owner of a key may know.
    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "k");

    private final Surroundings surroundings;
    private final List<ProviderDocuments> providers;

    public KeysCheck(Surroundings surroundings, List<ProviderDocuments> providers) {
        this.surroundings = surroundings;
        this.providers = List.copyOf(providers);
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String title() {
        return "provider's keys";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (providers.isEmpty()) {
            return surroundings.ofEachProfile(_ -> List.of());
        }
        List<Finding> findings = new ArrayList<>();
        for (ProviderDocuments provider : providers) {
            List<Outcome> outcomes =
                    provider.keySet().fold(KeysCheck::judged, reason -> List.of(new Outcome.NotLookedAt(reason)));
            outcomes.forEach(outcome -> findings.add(new Finding(provider.about(), outcome)));
        }
        return findings;
    }

    private static List<Outcome> judged(Document document) {
        JsonNode keys = document.body().path("keys");
        if (document.status() != 200 || !keys.isArray()) {
            return List.of(new Outcome.Wrong(
                    Phrase.of("doctor.keys.none", document.address().toString(), String.valueOf(document.status())),
                    Phrase.of("doctor.keys.none.remedy")));
        }
        List<Outcome> outcomes = new ArrayList<>();
        long usable = keys.valueStream().filter(key -> usable(key)).count();
        if (keys.valueStream().anyMatch(KeysCheck::isSecret)) {
            outcomes.add(new Outcome.Wrong(Phrase.of("doctor.keys.secret"), Phrase.of("doctor.keys.secret.remedy")));
        }
        keys.valueStream()
                .filter(key -> key.path("kty").asString("").equals("RSA") && bits(key) < LEAST_RSA_BITS)
                .forEach(key -> outcomes.add(new Outcome.Wrong(
                        Phrase.of("doctor.keys.short", id(key), String.valueOf(bits(key))),
                        Phrase.of("doctor.keys.short.remedy"))));
        if (usable == 0) {
            outcomes.add(new Outcome.Wrong(
                    Phrase.of("doctor.keys.unusable", keys.size()), Phrase.of("doctor.keys.unusable.remedy")));
        }
        if (outcomes.isEmpty()) {
            outcomes.add(new Outcome.Fine(Phrase.of("doctor.keys.fine", usable, keys.size())));
        }
        return outcomes;
    }

    private static boolean usable(JsonNode key) {
        if (id(key).isEmpty() || !key.path("use").asString("sig").equals("sig") || isSecret(key)) {
            return false;
        }
        String algorithm = key.path("alg").asString("");
        return switch (key.path("kty").asString("")) {
            case "RSA" -> Stream.of("", "RS256").anyMatch(algorithm::equals) && bits(key) >= LEAST_RSA_BITS;
            case "EC" ->
                Stream.of("", "ES256").anyMatch(algorithm::equals)
                        && key.path("crv").asString("").equals("P-256");
            default -> false;
        };
    }

    private static boolean isSecret(JsonNode key) {
        return key.path("kty").asString("").equals("oct")
                || PRIVATE_MEMBERS.stream().anyMatch(key::has);
    }

    private static int bits(JsonNode key) {
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(key.path("n").asString(""))).bitLength();
        } catch (IllegalArgumentException notBase64) {
            return 0;
        }
    }

    private static String id(JsonNode key) {
        return key.path("kid").asString("");
    }
}
