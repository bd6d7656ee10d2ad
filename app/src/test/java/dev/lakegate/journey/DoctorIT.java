package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `lakegate doctor` in a real company: what is fine is told as fine, and what is broken by the check that is
/// about it.
@ExtendWith(StandardSandbox.class)
class DoctorIT extends WithSandbox {
    private static final List<String> CHECKS = List.of(
            "configuration",
            "clock",
            "dns",
            "outbound_proxy",
            "tls",
            "discovery",
            "keys",
            "client_registration",
            "key_store",
            "sign_in",
            "gateway",
            "exchange",
            "workspace",
            "ports",
            "audit_log",
            "clients");

    @Test
    void where_nothing_is_wrong_every_check_is_fine() throws Exception {
        Laptop laptop = running("alice", inMemory());

        Outcome told = say(laptop, "doctor", "--json");

        JsonNode diagnosis = json(told);
        assertThat(diagnosis
                        .path("checks")
                        .valueStream()
                        .map(check -> check.path("name").asString()))
                .containsExactlyElementsOf(CHECKS);
        assertThat(diagnosis
                        .path("checks")
                        .valueStream()
                        .filter(check -> !check.path("outcome").asString().equals("fine"))
                        .map(check -> check.path("name").asString()))
                .as(told.out())
                .isEmpty();
        assertThat(detail(diagnosis, "sign_in")).contains("alice@acme.example", "renewed before");
        assertThat(detail(diagnosis, "workspace")).contains("alice@acme.example");
        assertThat(told.status()).isZero();
    }

    @Test
    void people_read_one_line_a_check_and_at_the_end_what_to_do_first() throws Exception {
        Outcome told = say(running("alice", inMemory()), "doctor");

        assertThat(told.out().lines())
                .hasSize(CHECKS.size() + 2)
                .filteredOn(line -> line.startsWith("ok "))
                .hasSameSizeAs(CHECKS);
        assertThat(told.out()).endsWith(System.lineSeparator() + "Everything is fine." + System.lineSeparator());
        assertThat(told.status()).isZero();
    }

    @Test
    void its_json_keeps_its_names() throws Exception {
        JsonNode diagnosis = json(say(running("carol", inMemory()), "doctor", "--json"));

        assertThat(diagnosis.propertyNames())
                .containsExactly("version", "at", "exit_status", "summary", "first_thing_to_do", "checks");
        JsonNode check = check(diagnosis, "gateway");
        assertThat(check.propertyNames()).containsExactly("name", "title", "outcome", "findings");
        assertThat(check.path("findings").path(0).propertyNames())
                .containsExactly("about", "outcome", "detail", "remedy");
    }

    @Test
    void who_is_not_signed_in_is_told_so_and_nothing_else() throws Exception {
        Laptop laptop = running("", inMemory());

        Outcome told = say(laptop, "doctor", "--json");

        JsonNode diagnosis = json(told);
        assertThat(outcome(diagnosis, "sign_in")).isEqualTo("wrong");
        assertThat(diagnosis.path("first_thing_to_do").asString()).isEqualTo("Run 'lakegate login'.");
        assertThat(List.of("gateway", "exchange", "workspace"))
                .allSatisfy(name -> assertThat(outcome(diagnosis, name)).isEqualTo("not_looked_at"));
        assertThat(told.status()).isEqualTo(3);
    }

    @Test
    void where_no_lakegate_runs_one_is_started_for_the_checks_and_stopped_afterwards() throws Exception {
        Laptop laptop = notStarted(inMemory(), Map.of());

        Outcome told = say(laptop, "doctor", "--json");

        assertThat(outcome(json(told), "ports")).isEqualTo("attention");
        assertThat(check(json(told), "ports").toString()).contains("Lakegate is not running", "Run 'lakegate run'");
        assertThat(told.status()).isEqualTo(3);
        assertThat(say(laptop, "status").err()).contains("not_running");
        laptop.start();
    }

    @Test
    void a_configuration_that_cannot_be_used_is_told_with_its_lines_and_the_rest_is_not_looked_at() throws Exception {
        Laptop laptop = notStarted(
                inMemory().replaceFirst("sign_in_timeout", "sign_in_timeuot").replaceFirst("(?m)^client_id = .*\n", ""),
                Map.of());

        Outcome told = say(laptop, "doctor", "--json");

        JsonNode findings = check(json(told), "configuration").path("findings");
        assertThat(findings).hasSize(2);
        assertThat(findings.toString())
                .contains("lakegate.toml:", "'client_id' is missing", "did you mean 'profile.acme.sign_in_timeout'?");
        assertThat(outcome(json(told), "sign_in")).isEqualTo("not_looked_at");
        assertThat(detail(json(told), "sign_in")).contains("configuration_invalid");
        assertThat(told.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "carol, no_workspace_identity, mapped to a workspace identity",
        "dave,  user_disabled,         disabled at the gateway",
        "erin,  group_required,        none that may use the gateway",
    })
    void the_gateways_denial_is_explained_by_claim_and_rule(String person, String code, String rule) throws Exception {
        Outcome told = say(running(person, inMemory()), "doctor", "--json");

        JsonNode diagnosis = json(told);
        assertThat(outcome(diagnosis, "gateway")).isEqualTo("wrong");
        assertThat(detail(diagnosis, "gateway")).contains(code, rule);
        assertThat(diagnosis.path("first_thing_to_do").asString())
                .startsWith("Ask the network team ")
                .contains("the gateway's request id is ");
        assertThat(outcome(diagnosis, "exchange")).isEqualTo("not_looked_at");
        assertThat(outcome(diagnosis, "workspace")).isEqualTo("not_looked_at");
        assertThat(told.status()).isEqualTo(1);
    }

    @Test
    void an_exchange_that_the_workspace_refuses_points_to_the_federation_policy() throws Exception {
        // by this clock every identity token has ended
        sandbox.prod().clock(InstantSource.offset(InstantSource.system(), Duration.ofHours(3)));
        try {
            Outcome told = say(running("alice", inMemory()), "doctor", "--json");

            assertThat(outcome(json(told), "gateway")).isEqualTo("fine");
            assertThat(outcome(json(told), "exchange")).isEqualTo("wrong");
            assertThat(detail(json(told), "exchange")).contains("did not accept your identity: invalid_grant");
            assertThat(json(told).path("first_thing_to_do").asString()).contains("token federation policy");
            assertThat(told.status()).isEqualTo(1);
        } finally {
            sandbox.prod().clock(InstantSource.system());
        }
    }

    @Test
    void a_gateway_that_is_away_is_unreachable_and_nothing_else_is_wrong() throws Exception {
        Laptop laptop = running("alice", inMemory());
        awaitQuiet();
        sandbox.gateway().close();
        try {
            Outcome told = say(laptop, "doctor", "--json");

            assertThat(outcome(json(told), "tls")).isEqualTo("wrong");
            assertThat(detail(json(told), "tls")).contains("could not be reached");
            assertThat(outcome(json(told), "clock")).isEqualTo("not_looked_at");
            assertThat(outcome(json(told), "gateway")).isEqualTo("wrong");
            assertThat(told.status()).isEqualTo(5);
        } finally {
            sandbox.restartGateway();
        }
    }

    @Test
    void a_port_that_is_taken_is_told_with_whoever_has_it() throws Exception {
        Laptop laptop = notStarted(inMemory(), Map.of());
        try (ServerSocket taken = new ServerSocket(laptop.port("prod"), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            laptop.start();
            laptop.signIn("alice");

            Outcome told = say(laptop, "doctor", "--json");

            assertThat(outcome(json(told), "ports")).isEqualTo("wrong");
            assertThat(detail(json(told), "ports"))
                    .contains("port " + taken.getLocalPort() + " is held by ")
                    .contains("(process " + ProcessHandle.current().pid() + ")");
            assertThat(told.status()).isEqualTo(1);
        }
    }

    @Test
    void clients_that_are_led_elsewhere_are_told_by_their_hosts_and_never_by_their_tokens() throws Exception {
        Laptop laptop = running(
                "alice",
                inMemory(),
                Map.of(
                        "DATABRICKS_HOST",
                        "https://canary-user:canary-password@prod.lakegate.test/?o=canary-query",
                        "DATABRICKS_TOKEN",
                        "dapi-canary-token",
                        "DATABRICKS_AUTH_TYPE",
                        "metadata-service",
                        "DATABRICKS_METADATA_SERVICE_URL",
                        "http://127.0.0.1:1/canary-secret",
                        "MLFLOW_TRACKING_URI",
                        "https://mlflow.elsewhere.example",
                        "SPARK_REMOTE",
                        "sc://spark.elsewhere.example:443/;token=canary-spark",
                        "HTTP_PROXY",
                        "http://canary-name:canary-word@proxy.acme.example:3128",
                        "BROWSER",
                        "/nowhere/canary-browser"));
        Files.writeString(laptop.home().resolve(".databrickscfg"), """
                ; a comment
                [DEFAULT]
                host = https://prod.lakegate.test
                token = dapi-canary-default

                [through]
                host  = %s
                token = %s

                [stale]
                host  = %s
                token = lgk_canary-of-yesterday

                [real]
                host  = http://localhost:%d/
                token = dapi-canary-real

                [elsewhere]
                host = https://other.example
                """.formatted(
                        laptop.address("prod"), laptop.localKey("prod"), laptop.address("dev"), laptop.port("dev")));

        Outcome told = say(laptop, "doctor", "--json");

        JsonNode findings = check(json(told), "clients").path("findings");
        assertThat(findings.valueStream()
                        .map(finding -> finding.path("about").asString() + " "
                                + finding.path("outcome").asString()))
                .containsExactly(
                        ".databrickscfg [DEFAULT] attention",
                        ".databrickscfg [through] fine",
                        ".databrickscfg [stale] attention",
                        ".databrickscfg [real] attention",
                        "DATABRICKS_HOST attention",
                        "DATABRICKS_AUTH_TYPE attention",
                        "DATABRICKS_METADATA_SERVICE_URL attention",
                        "MLFLOW_TRACKING_URI attention",
                        "SPARK_REMOTE attention",
                        "HTTP_PROXY attention",
                        "BROWSER attention");
        assertThat(findings.toString())
                .contains("goes to prod.lakegate.test itself, past the proxy, with a token of its own")
                .contains("leads to prod.lakegate.test and not to the proxy")
                .contains("mlflow.elsewhere.example", "spark.elsewhere.example")
                .doesNotContain("canary");
        assertThat(outcome(json(told), "outbound_proxy"))
                .as("HTTP_PROXY is about what Lakegate never calls")
                .isEqualTo("fine");
        // with its colon, as the digits alone stand in a time now and then
        assertThat(told.out()).doesNotContain("canary").doesNotContain(":3128");
        assertThat(told.status()).isZero();
    }

    @Test
    void clients_that_use_what_env_prints_are_fine() throws Exception {
        Laptop first = running("alice", inMemory());
        Map<String, String> variables = Map.of(
                "DATABRICKS_HOST",
                first.address("prod").toString(),
                "DATABRICKS_TOKEN",
                first.localKey("prod"),
                "DATABRICKS_AUTH_TYPE",
                "pat",
                "NO_PROXY",
                "127.0.0.1,localhost");

        Outcome told = first.lakegateWith(variables, "doctor", "--json");

        assertThat(outcome(json(told), "clients")).isEqualTo("fine");
        assertThat(detail(json(told), "clients")).contains("addresses route 'prod' with its local key");
    }

    private Laptop running(String person, String configuration) throws Exception {
        return running(person, configuration, Map.of());
    }

    private Laptop running(String person, String configuration, Map<String, String> variables) throws Exception {
        Laptop laptop = notStarted(configuration, variables);
        laptop.start();
        if (!person.isEmpty()) {
            laptop.signIn(person);
        }
        return laptop;
    }

    /// The key store that a test machine has: none, wanted.
    private static String inMemory() {
        String configuration = sandbox.configuration();
        return configuration.contains("credentials")
                ? configuration
                : "credentials.store = \"memory\"\n" + configuration;
    }

    private static JsonNode check(JsonNode diagnosis, String name) {
        return diagnosis
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String outcome(JsonNode diagnosis, String name) {
        return check(diagnosis, name).path("outcome").asString();
    }

    /// Of all its findings.
    private static String detail(JsonNode diagnosis, String name) {
        return check(diagnosis, name)
                .path("findings")
                .valueStream()
                .map(finding -> finding.path("detail").asString())
                .collect(Collectors.joining("\n"));
    }
}
