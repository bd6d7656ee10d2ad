package dev.lakegate.diagnosis.provider;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.provider.ProviderDocuments.Document;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Whether the provider's discovery document is that of the configured issuer, and says what a sign-in needs.
public final class DiscoveryCheck implements Check {
    private static final List<String> NEEDED = List.of("authorization_endpoint", "token_endpoint", "jwks_uri");

    /// What is used where it is offered.
    private static final Map<String, Phrase> OFFERS = new TreeMap<>(Map.of(
            "pushed_authorization_request_endpoint", Phrase.verbatim("PAR"),
            "device_authorization_endpoint", Phrase.of("doctor.discovery.device_grant"),
            "revocation_endpoint", Phrase.of("doctor.discovery.revocation"),
            "end_session_endpoint", Phrase.of("doctor.discovery.end_session")));

    private final Surroundings surroundings;
    private final List<ProviderDocuments> providers;

    public DiscoveryCheck(Surroundings surroundings, List<ProviderDocuments> providers) {
        this.surroundings = surroundings;
        this.providers = List.copyOf(providers);
    }

    @Override
    public String name() {
        return "discovery";
    }

    @Override
    public String title() {
        return "provider's discovery";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (providers.isEmpty()) {
            return surroundings.ofEachProfile(_ -> List.of());
        }
        List<Finding> findings = new ArrayList<>();
        for (ProviderDocuments provider : providers) {
            String issuer = provider.profile().issuer().toString();
            List<Outcome> outcomes = provider.discovery()
                    .fold(
                            document -> judged(document, issuer),
                            reason -> List.of(new Outcome.Wrong(
                                    reason, Phrase.of("doctor.discovery.unreachable.remedy"), ExitStatus.UNREACHABLE)));
            outcomes.forEach(outcome -> findings.add(new Finding(provider.about(), outcome)));
        }
        return findings;
    }

    private static List<Outcome> judged(Document document, String issuer) {
        JsonNode body = document.body();
        if (document.status() != 200 || !body.isObject()) {
            String address = document.address().toString();
            String status = String.valueOf(document.status());
            return List.of(new Outcome.Wrong(
                    body.isObject()
                            ? Phrase.of("doctor.discovery.status", address, status)
                            : Phrase.of("doctor.discovery.no_json", address, status),
                    Phrase.of("doctor.discovery.status.remedy")));
        }
        List<Outcome> outcomes = new ArrayList<>();
        String named = body.path("issuer").asString("");
        if (!named.equals(issuer)) {
            outcomes.add(new Outcome.Wrong(
                    Phrase.of("doctor.discovery.issuer", named, issuer), Phrase.of("doctor.discovery.issuer.remedy")));
        }
        NEEDED.stream()
                .filter(member -> body.path(member).asString("").isEmpty())
                .forEach(member -> outcomes.add(new Outcome.Wrong(
                        Phrase.of("doctor.discovery.missing", member), Phrase.of("doctor.discovery.missing.remedy"))));
        pkce(body, outcomes);
        algorithms(body, outcomes);
        if (outcomes.isEmpty()) {
            outcomes.add(new Outcome.Fine(offers(body)));
        }
        return outcomes;
    }

    private static void pkce(JsonNode body, List<Outcome> outcomes) {
        JsonNode methods = body.path("code_challenge_methods_supported");
        if (methods.isMissingNode()) {
            outcomes.add(new Outcome.Attention(
                    Phrase.of("doctor.discovery.pkce_untold"), Phrase.of("doctor.discovery.pkce_untold.remedy")));
        } else if (!Members.has(methods, "S256")) {
            outcomes.add(new Outcome.Wrong(
                    Phrase.of("doctor.discovery.no_pkce"), Phrase.of("doctor.discovery.no_pkce.remedy")));
        }
    }

    private static void algorithms(JsonNode body, List<Outcome> outcomes) {
        JsonNode algorithms = body.path("id_token_signing_alg_values_supported");
        if (!Members.has(algorithms, "RS256") && !Members.has(algorithms, "ES256")) {
            outcomes.add(new Outcome.Wrong(
                    Phrase.of("doctor.discovery.algorithms"), Phrase.of("doctor.discovery.algorithms.remedy")));
        }
    }

    private static Phrase offers(JsonNode body) {
        List<Phrase> offered = new ArrayList<>();
        List<Phrase> lacking = new ArrayList<>();
        (body.path("authorization_response_iss_parameter_supported").asBoolean(false) ? offered : lacking)
                .add(Phrase.of("doctor.discovery.iss"));
        OFFERS.forEach((member, name) -> (body.path(member).asString("").isEmpty() ? lacking : offered).add(name));
        return Phrase.of("doctor.discovery.fine", list(offered), list(lacking));
    }

    private static Phrase list(List<Phrase> names) {
        return names.stream()
                .reduce((some, next) -> Phrase.of("doctor.discovery.list", some, next))
                .orElse(Phrase.of("doctor.discovery.nothing"));
    }
}
