package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.config.AuditSettings.OnFailure;
import dev.lakegate.config.Profile.Admission;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import dev.lakegate.model.RouteName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {
    private static final String ACME = """
            [profile.acme]
            issuer = "https://id.acme.example/realms/main"
            client_id = "lakegate"
            audience = "urn:acme:gateway"
            gateway = "https://gateway.acme.example"

            [profile.acme.route.prod]
            port = 8765
            """;

    @TempDir
    Path folder;

    private Locations locations;

    @BeforeEach
    void place() {
        locations = new Locations(
                folder.resolve("lakegate.toml"),
                folder.resolve("state"),
                folder.resolve("control.sock"),
                folder.resolve("managed.toml"));
    }

    @Test
    void what_the_file_leaves_out_has_a_default() throws Exception {
        Configuration configuration = load(ACME, Map.of(), Map.of());

        Profile acme = configuration.profiles().getFirst();
        assertThat(acme.issuer()).isEqualTo(URI.create("https://id.acme.example/realms/main"));
        assertThat(acme.signIn().scopes()).containsExactly("openid", "offline_access", "profile", "email");
        assertThat(acme.audienceParameter()).isEqualTo(AudienceParameter.RESOURCE);
        assertThat(acme.signIn().timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(acme.routes())
                .containsExactly(new Route(
                        new RouteName("prod"),
                        8765,
                        "gateway.acme.example",
                        Route.Credential.WORKSPACE,
                        Optional.empty(),
                        Optional.empty(),
                        Route.Socket.NONE,
                        256_000,
                        List.of()));
        assertThat(configuration.audit())
                .isEqualTo(new AuditSettings(
                        16_000_000, Duration.ofDays(90), 1_000, 1_000_000_000, OnFailure.SERVE, List.of(), true));
    }

    @Test
    void all_problems_are_told_at_once_with_line_and_remedy() throws Exception {
        List<String> problems = problems("""
                [profile.acme]
                issuer = "http://id.acme.example"
                client_id = ""
                gatway = "https://gateway.acme.example"
                audience = "urn:acme:gateway"
                sign_in_timeout = "soon"

                [profile.acme.route.prod]
                port = 70000
                credental = "identity"

                [profile.acme.route.Dev]
                port = 8766
                """);

        String file = locations.configFile().toString();
        assertThat(problems)
                .anySatisfy(line -> assertThat(line).startsWith(file + ":2: ").contains("issuer", "https"))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":3: ").contains("client_id"))
                .anySatisfy(line ->
                        assertThat(line).startsWith(file + ":4: ").contains("did you mean 'profile.acme.gateway'?"))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":1: ").contains("'gateway' is missing"))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":6: ").contains("\"90s\""))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":9: ").contains("from 1 to 65535"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(file + ":10: ")
                        .contains("did you mean 'profile.acme.route.prod.credential'?"))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":12: ").contains("'Dev' is not a route's name"))
                .hasSize(8);
    }

    @Test
    void a_half_written_file_is_named_with_its_lines() throws Exception {
        assertThat(problems("[profile.acme]\nissuer = \"https://id.acm\nclient_id = lakegate\n"))
                .anySatisfy(line -> assertThat(line).startsWith(locations.configFile() + ":2: "))
                .anySatisfy(line -> assertThat(line).startsWith(locations.configFile() + ":3: "));
    }

    @Test
    void a_file_that_cannot_be_read_is_named() throws Exception {
        Files.createDirectory(locations.configFile());

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(locations.configFile() + ": the file cannot be read");
    }

    @Test
    void an_absent_file_is_a_problem_that_says_where_to_write_one() {
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(locations.configFile() + ": no profile is configured");
    }

    @Test
    void managed_beats_flag_beats_environment_beats_file() throws Exception {
        Map<String, String> environment = Map.of("LAKEGATE_PROFILE_ACME_ROUTE_PROD_PORT", "2000");
        Map<String, String> flags = Map.of("profile.acme.route.prod.port", "3000");

        assertThat(port(load(ACME, environment, Map.of()))).isEqualTo(2000);
        assertThat(port(load(ACME, environment, flags))).isEqualTo(3000);
        Files.writeString(locations.managedFile(), "[profile.acme.route.prod]\nport = 4000\n");
        assertThat(port(load(ACME, environment, flags))).isEqualTo(4000);
    }

    @Test
    void the_environment_cannot_say_where_tokens_go() throws Exception {
        Files.writeString(locations.configFile(), ACME);

        for (String key : List.of("ISSUER", "CLIENT_ID", "AUDIENCE", "GATEWAY", "CA_FILE", "ROUTE_PROD_WORKSPACE")) {
            String variable = "LAKEGATE_PROFILE_ACME_" + key;
            assertThat(problems(Map.of(variable, "https://evil.example")))
                    .singleElement()
                    .asString()
                    .startsWith("environment variable " + variable + ": ")
                    .contains("may not come from the environment");
        }
    }

    @Test
    void programs_without_the_key_are_for_the_person_to_allow_and_for_the_administrator_to_forbid() throws Exception {
        String allowing = ACME.replace("[profile.acme]\n", "[profile.acme]\nadmission = \"key-or-same-user\"\n");

        assertThat(admission(load(ACME, Map.of(), Map.of()))).isEqualTo(Admission.KEY);
        assertThat(admission(load(allowing, Map.of(), Map.of()))).isEqualTo(Admission.KEY_OR_SAME_USER);
        Files.writeString(locations.managedFile(), "[profile.acme]\nadmission = \"key\"\n");
        assertThat(admission(load(allowing, Map.of(), Map.of()))).isEqualTo(Admission.KEY);
        assertThat(admission(load(ACME, Map.of(), Map.of("profile.acme.admission", "key-or-same-user"))))
                .isEqualTo(Admission.KEY);
    }

    private static Admission admission(Configuration configuration) {
        return configuration.profiles().getFirst().admission();
    }

    @Test
    void a_misspelt_variable_is_a_problem_with_a_suggestion() throws Exception {
        Files.writeString(locations.configFile(), ACME);

        assertThat(problems(Map.of("LAKEGATE_AUDIT_KEEP_FILE", "3", "LAKEGATE_HOME", folder.toString())))
                .singleElement()
                .asString()
                .contains("did you mean 'LAKEGATE_AUDIT_KEEP_FILES'?");
    }

    @Test
    void two_routes_cannot_share_a_port_or_a_name() throws Exception {
        assertThat(problems(ACME + ACME.replace("acme", "other")))
                .anySatisfy(line -> assertThat(line).contains("port 8765 is the port of route 'prod' too"))
                .anySatisfy(line -> assertThat(line).contains("is a route of profile 'acme' too"))
                .hasSize(2);
        assertThat(problems(ACME.replace("port = 8765", "port = 8765\ntls_port = 8765")))
                .singleElement()
                .asString()
                .contains("port 8765 is the port of route 'prod' too");
    }

    @Test
    void what_one_route_alone_can_have_is_told_beside_what_else_is_wrong_with_its_profile() throws Exception {
        String other = ACME.replace("acme", "other").replace("client_id", "client");
        assertThat(problems("[metrics]\nprometheus_port = 8765\n" + ACME + other))
                .anySatisfy(line -> assertThat(line).contains("'client_id' is missing"))
                .anySatisfy(line -> assertThat(line).contains("port 8765 is the port of route 'prod' too", "metrics"))
                .anySatisfy(line -> assertThat(line).contains("port 8765 is the port of route 'prod' too", "route"))
                .anySatisfy(line -> assertThat(line).contains("is a route of profile 'acme' too"));
    }

    @Test
    void an_authority_that_is_not_there_is_told_by_its_line() throws Exception {
        String acme = ACME.replace("client_id", "ca_file = \"gone.pem\"\nclient_id");
        assertThat(problems(acme + "[network]\nca_files = [\"gone-too.pem\"]\n"))
                .anySatisfy(line -> assertThat(line)
                        .contains("lakegate.toml:3", "'profile.acme.ca_file' is not valid", "gone.pem is not"))
                .anySatisfy(line -> assertThat(line).contains("'network.ca_files' is not valid", "gone-too.pem is not"))
                .hasSize(2);
    }

    @Test
    void a_route_with_a_socket_only_has_no_port_for_tls_and_keeps_no_more_than_it_may() throws Exception {
        assertThat(problems(ACME.replace(
                        "port = 8765", "port = 8765\ntls_port = 8766\nsocket = \"only\"\nreplay_up_to = \"17MB\"")))
                .anySatisfy(line -> assertThat(line).contains("listens on its socket only"))
                .anySatisfy(line -> assertThat(line).contains("more than 16 MB"))
                .hasSize(2);
    }

    @Test
    void an_issuer_may_be_plain_http_only_at_a_literal_loopback_address() throws Exception {
        String loopback = ACME.replace("https://id.acme.example/realms/main", "http://127.0.0.1:9000");

        assertThat(load(loopback, Map.of(), Map.of()).profiles()).hasSize(1);
        assertThat(problems(loopback.replace("127.0.0.1", "localhost"))).hasSize(1);
        assertThat(problems(loopback.replace("127.0.0.1", "127.0.0.1.evil.example")))
                .hasSize(1);
    }

    private static int port(Configuration configuration) {
        return configuration.routes().getFirst().port();
    }

    private Configuration load(String file, Map<String, String> environment, Map<String, String> flags)
            throws IOException, ProblemException {
        Files.writeString(locations.configFile(), file);
        return new ConfigurationLoader(locations, environment, flags).load();
    }

    private List<String> problems(String file) throws IOException {
        Files.writeString(locations.configFile(), file);
        return problems();
    }

    private List<String> problems() {
        return problems(Map.of());
    }

    private List<String> problems(Map<String, String> environment) {
        ConfigurationLoader loader = new ConfigurationLoader(locations, environment, Map.of());
        ProblemException refusal = catchThrowableOfType(ProblemException.class, loader::load);
        return ((ConfigurationInvalid) refusal.problem()).lines();
    }
}
