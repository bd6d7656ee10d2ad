package dev.lakegate.diagnosis.provider;

import dev.lakegate.config.Profile;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.provider.ProviderDocuments.Document;
import dev.lakegate.model.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What the provider's metadata (OpenID Connect Discovery §3) lets guess of the client's registration, which only its
/// administrator can see.
public final class ClientRegistrationCheck implements Check {
    private static final String OFFLINE = "offline_access";
    private static final Outcome NO_DOCUMENT =
            new Outcome.NotLookedAt(Phrase.of("doctor.client_registration.no_document"));

    private final Surroundings surroundings;
    private final List<ProviderDocuments> providers;

    public ClientRegistrationCheck(Surroundings surroundings, List<ProviderDocuments> providers) {
        this.surroundings = surroundings;
        this.providers = List.copyOf(providers);
    }

    @Override
    public String name() {
        return "client_registration";
    }

    @Override
    public String title() {
        return "client's registration";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (providers.isEmpty()) {
            return surroundings.ofEachProfile(_ -> List.of());
        }
        List<Finding> findings = new ArrayList<>();
        for (ProviderDocuments provider : providers) {
            List<Outcome> outcomes = provider.discovery()
                    .fold(document -> judged(document, provider.profile()), _ -> List.of(NO_DOCUMENT));
            outcomes.forEach(outcome -> findings.add(new Finding(provider.about(), outcome)));
        }
        return findings;
    }

    private static List<Outcome> judged(Document document, Profile profile) {
        JsonNode body = document.body();
        if (!body.isObject()) {
            return List.of(NO_DOCUMENT);
        }
        List<Outcome> outcomes = new ArrayList<>();
        scopes(body, profile, outcomes);
        grants(body, profile, outcomes);
        authentication(body, profile, outcomes);
        if (outcomes.isEmpty()) {
            outcomes.add(new Outcome.Fine(Phrase.of(
                    "doctor.client_registration.fine",
                    profile.clientId(),
                    redirects(body, profile),
                    String.join(" ", profile.signIn().scopes()))));
        }
        return outcomes;
    }

    private static void scopes(JsonNode body, Profile profile, List<Outcome> outcomes) {
        if (!profile.signIn().scopes().contains(OFFLINE)) {
            outcomes.add(new Attention(
                    Phrase.of("doctor.client_registration.offline_not_asked"),
                    Phrase.of("doctor.client_registration.offline_not_asked.remedy")));
        } else if (body.has("scopes_supported") && !Members.has(body.path("scopes_supported"), OFFLINE)) {
            outcomes.add(new Attention(
                    Phrase.of("doctor.client_registration.offline_not_listed"),
                    Phrase.of("doctor.client_registration.offline_not_listed.remedy")));
        }
    }

    private static void grants(JsonNode body, Profile profile, List<Outcome> outcomes) {
        JsonNode grants = body.path("grant_types_supported");
        // RFC 8414 §2: what holds when it says nothing is authorization_code and implicit
        if (grants.isArray() && !Members.has(grants, "authorization_code")) {
            outcomes.add(new Outcome.Wrong(
                    Phrase.of("doctor.client_registration.no_code"),
                    Phrase.of("doctor.client_registration.no_code.remedy")));
        }
        if (grants.isArray() && !Members.has(grants, "refresh_token")) {
            outcomes.add(new Attention(
                    Phrase.of("doctor.client_registration.no_refresh"),
                    Phrase.of("doctor.client_registration.no_refresh.remedy")));
        }
        boolean device =
                !body.path("device_authorization_endpoint").asString("").isEmpty()
                        && (!grants.isArray() || Members.has(grants, "urn:ietf:params:oauth:grant-type:device_code"));
        if (profile.signIn().deviceGrant() && !device) {
            outcomes.add(new Outcome.Wrong(
                    Phrase.of("doctor.client_registration.no_device_grant"),
                    Phrase.of("doctor.client_registration.no_device_grant.remedy")));
        }
    }

    private static void authentication(JsonNode body, Profile profile, List<Outcome> outcomes) {
        JsonNode methods = body.path("token_endpoint_auth_methods_supported");
        if (profile.clientSecretFile().isEmpty() && methods.isArray() && !Members.has(methods, "none")) {
            outcomes.add(new Attention(
                    Phrase.of("doctor.client_registration.no_public_clients"),
                    Phrase.of("doctor.client_registration.no_public_clients.remedy")));
        }
    }

    private static Phrase redirects(JsonNode body, Profile profile) {
        String path =
                body.path("authorization_response_iss_parameter_supported").asBoolean(false)
                        ? "/callback"
                        : "/callback/" + profile.name();
        List<Integer> ports = profile.signIn().redirectPorts();
        return ports.isEmpty()
                ? Phrase.of("doctor.client_registration.any_port", "http://127.0.0.1" + path)
                : Phrase.verbatim(ports.stream()
                        .map(port -> "http://127.0.0.1:" + port + path)
                        .collect(Collectors.joining(", ")));
    }
}
