package dev.lakegate.diagnosis.provider;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.provider.ProviderDocuments.Document;
import dev.lakegate.model.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Whether the provider's discovery document is that of the configured issuer, and says what a sign-in needs.
public final class DiscoveryCheck implements Check {
    private static final List<String> NEEDED = List.of("authorization_endpoint", "token_endpoint", "jwks_uri");

    /// What is used where it is offered.
    private static final Map<String, String> OFFERS = new TreeMap<>(Map.of(
            "pushed_authorization_request_endpoint", "PAR",
            "device_authorization_endpoint", "device grant",
            "revocation_endpoint", "revocation",
            "end_session_endpoint", "end of session"));

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
                                    reason,
                                    "Check the network connection (VPN?) and the profile's issuer.",
                                    ExitStatus.UNREACHABLE)));
            outcomes.forEach(outcome -> findings.add(new Finding(provider.about(), outcome)));
        }
        return findings;
    }

    private static List<Outcome> judged(Document document, String issuer) {
        JsonNode body = document.body();
        if (document.status() != 200 || !body.isObject()) {
            return List.of(new Outcome.Wrong(
                    document.address() + " is answered with status " + document.status()
                            + (body.isObject() ? "" : " and no JSON"),
                    "Compare the profile's issuer with what whoever manages the provider calls its issuer."));
        }
        List<Outcome> outcomes = new ArrayList<>();
        String named = body.path("issuer").asString("");
        if (!named.equals(issuer)) {
            outcomes.add(new Outcome.Wrong(
                    "it names the issuer '" + named + "', the profile names '" + issuer + "'",
                    "Write the issuer into lakegate.toml exactly as the provider names it, to the last slash."));
        }
        NEEDED.stream()
                .filter(member -> body.path(member).asString("").isEmpty())
                .forEach(member -> outcomes.add(new Outcome.Wrong(
                        "it has no '" + member + "'", "Ask whoever manages the provider to publish it.")));
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
                    "it does not say whether it knows PKCE (RFC 7636)",
                    "Nothing, if signing in works; Entra ID knows PKCE and does not say so."));
        } else if (!Members.has(methods, "S256")) {
            outcomes.add(new Outcome.Wrong(
                    "it does not know PKCE with S256 (RFC 7636)",
                    "Ask whoever manages the provider to allow it; Lakegate signs in no other way."));
        }
    }

    private static void algorithms(JsonNode body, List<Outcome> outcomes) {
        JsonNode algorithms = body.path("id_token_signing_alg_values_supported");
        if (!Members.has(algorithms, "RS256") && !Members.has(algorithms, "ES256")) {
            outcomes.add(new Outcome.Wrong(
                    "it signs with neither RS256 nor ES256",
                    "Ask whoever manages the provider to sign with one of them: gateways verify no others."));
        }
    }

    private static String offers(JsonNode body) {
        List<String> offered = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        (body.path("authorization_response_iss_parameter_supported").asBoolean(false) ? offered : lacking)
                .add("iss in its answers");
        OFFERS.forEach((member, name) -> (body.path(member).asString("").isEmpty() ? lacking : offered).add(name));
        return "the configured issuer's; offers " + list(offered) + "; lacks " + list(lacking);
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }
}
