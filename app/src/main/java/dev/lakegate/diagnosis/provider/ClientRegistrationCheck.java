package dev.lakegate.diagnosis.provider;

import dev.lakegate.config.Profile;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.provider.ProviderDocuments.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What the provider's metadata (OpenID Connect Discovery §3) lets guess of the client's registration, which only its
/// administrator can see.
public final class ClientRegistrationCheck implements Check {
    private static final String OFFLINE = "offline_access";

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
                    .fold(
                            document -> judged(document, provider.profile()),
                            _ -> List.of(new Outcome.NotLookedAt("there is no discovery document")));
            outcomes.forEach(outcome -> findings.add(new Finding(provider.about(), outcome)));
        }
        return findings;
    }

    private static List<Outcome> judged(Document document, Profile profile) {
        JsonNode body = document.body();
        if (!body.isObject()) {
            return List.of(new Outcome.NotLookedAt("there is no discovery document"));
        }
        List<Outcome> outcomes = new ArrayList<>();
        scopes(body, profile, outcomes);
        grants(body, profile, outcomes);
        authentication(body, profile, outcomes);
        if (outcomes.isEmpty()) {
            outcomes.add(new Outcome.Fine("client '" + profile.clientId() + "' needs the redirect "
                    + redirects(body, profile) + " and the scopes "
                    + String.join(" ", profile.signIn().scopes())));
        }
        return outcomes;
    }

    private static void scopes(JsonNode body, Profile profile, List<Outcome> outcomes) {
        if (!profile.signIn().scopes().contains(OFFLINE)) {
            outcomes.add(
                    new Attention(
                            "the profile does not ask for the scope offline_access, so a sign-in ends with its first token",
                            "Add offline_access to the profile's scopes, unless the provider gives refresh tokens without it."));
        } else if (body.has("scopes_supported") && !Members.has(body.path("scopes_supported"), OFFLINE)) {
            outcomes.add(new Attention(
                    "the provider does not list the scope offline_access, so a sign-in may end with its first token",
                    "Ask whoever manages the provider how its clients get refresh tokens."));
        }
    }

    private static void grants(JsonNode body, Profile profile, List<Outcome> outcomes) {
        JsonNode grants = body.path("grant_types_supported");
        // RFC 8414 §2: what holds when it says nothing is authorization_code and implicit
        if (grants.isArray() && !Members.has(grants, "authorization_code")) {
            outcomes.add(new Outcome.Wrong(
                    "the provider does not offer the authorization code grant",
                    "Ask whoever manages the provider to allow it; Lakegate signs in by it."));
        }
        if (grants.isArray() && !Members.has(grants, "refresh_token")) {
            outcomes.add(new Attention(
                    "the provider does not offer refresh tokens, so a sign-in ends with its first token",
                    "Ask whoever manages the provider to allow the grant refresh_token for this client."));
        }
        boolean device =
                !body.path("device_authorization_endpoint").asString("").isEmpty()
                        && (!grants.isArray() || Members.has(grants, "urn:ietf:params:oauth:grant-type:device_code"));
        if (profile.signIn().deviceGrant() && !device) {
            outcomes.add(new Outcome.Wrong(
                    "the profile allows the device grant, which the provider does not offer",
                    "Remove device_grant, or ask whoever manages the provider for it (RFC 8628)."));
        }
    }

    private static void authentication(JsonNode body, Profile profile, List<Outcome> outcomes) {
        JsonNode methods = body.path("token_endpoint_auth_methods_supported");
        if (profile.clientSecretFile().isEmpty() && methods.isArray() && !Members.has(methods, "none")) {
            outcomes.add(new Attention(
                    "the provider does not say that it has public clients (token_endpoint_auth_methods_supported"
                            + " lacks none)",
                    "If signing in fails with invalid_client, have the client registered as a public one, or set"
                            + " client_secret_file."));
        }
    }

    private static String redirects(JsonNode body, Profile profile) {
        String path =
                body.path("authorization_response_iss_parameter_supported").asBoolean(false)
                        ? "/callback"
                        : "/callback/" + profile.name();
        List<Integer> ports = profile.signIn().redirectPorts();
        return ports.isEmpty()
                ? "http://127.0.0.1" + path + " on any port"
                : ports.stream().map(port -> "http://127.0.0.1:" + port + path).collect(Collectors.joining(", "));
    }
}
