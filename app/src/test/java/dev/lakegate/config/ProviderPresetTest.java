package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a preset sets, and which mistakes it finds before the provider does.
class ProviderPresetTest {
    private static final String API = "scopes = [\"openid\", \"api://gateway/use\"]\n";

    @TempDir
    Path folder;

    @Test
    void consent_is_asked_for_where_a_refresh_token_would_not_come_without() throws Exception {
        assertThat(signIn("other", "https://id.acme.example", "").prompt()).contains("consent");
        assertThat(signIn("other", "https://id.acme.example", "scopes = [\"openid\"]\n")
                        .prompt())
                .isEmpty();
        assertThat(signIn("okta", "https://acme.okta.com/oauth2/default", "").prompt())
                .isEmpty();
        assertThat(signIn("google", "https://accounts.google.com", "client_secret_file = \"s\"\n")
                        .prompt())
                .contains("consent");
        assertThat(signIn("other", "https://id.acme.example", "prompt = \"login\"\n")
                        .prompt())
                .contains("login");
    }

    @Test
    void what_the_profile_sets_counts_over_the_preset() throws Exception {
        SignInSettings signIn = signIn("okta", "https://acme.okta.com/oauth2/default", "redirect_ports = [8020]\n");

        assertThat(signIn.redirectPorts()).containsExactly(8020);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    okta     | https://acme.okta.com                                | org authorization server
                    okta     | https://acme.okta.com/                               | /oauth2/default
                    keycloak | https://id.acme.example                              | names no realm
                    auth0    | https://acme.eu.auth0.com                            | ends with a slash
                    entra    | https://login.microsoftonline.com/common/v2.0        | every tenant
                    entra    | https://login.microsoftonline.com/organizations/v2.0 | your tenant's id
                    entra    | https://sts.windows.net/1111/                        | not the issuer of an Entra tenant
                    """)
    void an_issuer_that_cannot_be_the_providers_is_told_with_line_and_remedy(
            String provider, String issuer, String expected) throws Exception {
        assertThat(problems(provider, issuer, API))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem).contains("lakegate.toml:3", "'profile.acme.issuer'", expected));
    }

    @Test
    void an_issuer_that_can_be_is_accepted() throws Exception {
        assertThat(signIn("okta", "https://login.acme.example/oauth2/aus1", "").scopes())
                .contains("offline_access");
        assertThat(signIn("keycloak", "https://id.acme.example/auth/realms/acme", "")
                        .scopes())
                .contains("offline_access");
        assertThat(signIn("auth0", "https://login.acme.example/", "").scopes()).contains("offline_access");
        assertThat(signIn("entra", "https://login.microsoftonline.us/1111-2222/v2.0", API)
                        .scopes())
                .contains("api://gateway/use");
        assertThat(signIn("ping", "https://ping.acme.example", "").scopes()).doesNotContain("offline_access");
    }

    @Test
    void entra_needs_a_scope_of_the_gateways_api_and_no_other_way_to_name_it() throws Exception {
        String issuer = "https://login.microsoftonline.com/1111-2222/v2.0";

        assertThat(problems("entra", issuer, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains("lakegate.toml:1", "profile.acme.scopes", "Microsoft Graph", "api://"));
        assertThat(problems("entra", issuer, API + "audience_parameter = \"resource\"\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("lakegate.toml:8", "audience_parameter"));
        assertThat(signIn("entra", issuer, "identity_token = \"id\"\n").scopes())
                .contains("openid");
    }

    @Test
    void google_needs_the_secret_and_knows_neither_offline_access_nor_another_audience_than_the_client()
            throws Exception {
        String issuer = "https://accounts.google.com";

        assertThat(problems("google", issuer, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("client_secret_file", "secret"));
        assertThat(problems(
                        "google", issuer, "client_secret_file = \"s\"\nscopes = [\"openid\", \"offline_access\"]\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("lakegate.toml:8", "offline_access"));
        assertThat(problems("google", issuer, "client_secret_file = \"s\"\nidentity_token = \"access\"\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("opaque"));
        assertThat(problems(toml("google", issuer, "client_secret_file = \"s\"\n")
                        .replace("audience = \"lakegate\"", "audience = \"urn:acme\"")))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("lakegate.toml:5", "'profile.acme.audience'"));
    }

    private static String toml(String provider, String issuer, String more) {
        return """
                [profile.acme]
                provider = "%s"
                issuer = "%s"
                client_id = "lakegate"
                audience = "lakegate"
                gateway = "https://gateway.acme.example"
                %s""".formatted(provider, issuer, more);
    }

    private SignInSettings signIn(String provider, String issuer, String more) throws Exception {
        return loader(toml(provider, issuer, more)).load().profiles().getFirst().signIn();
    }

    private List<String> problems(String provider, String issuer, String more) throws IOException {
        return problems(toml(provider, issuer, more));
    }

    private List<String> problems(String toml) throws IOException {
        ConfigurationLoader loader = loader(toml);
        return Optional.ofNullable(catchThrowableOfType(ProblemException.class, loader::load))
                .map(failure -> ((ConfigurationInvalid) failure.problem()).lines())
                .orElse(List.of());
    }

    private ConfigurationLoader loader(String toml) throws IOException {
        Path file = Files.writeString(folder.resolve("lakegate.toml"), toml);
        Locations locations =
                new Locations(file, folder.resolve("state"), folder.resolve("s"), folder.resolve("managed.toml"));
        return new ConfigurationLoader(locations, Map.of(), Map.of());
    }
}
