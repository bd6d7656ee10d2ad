package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.Main;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.Person;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a person types, what is printed, and how it ends.
@ExtendWith(StandardSandbox.class)
class CommandsIT extends WithSandbox {

    @Test
    void status_says_that_nobody_is_signed_in_and_what_to_do() throws Exception {
        Laptop laptop = laptop();

        Outcome status = say(laptop, "status");

        assertThat(status.status()).isEqualTo(3);
        assertThat(status.out().lines())
                .containsExactly(
                        "acme: signed out; run 'lakegate login'",
                        "  dev              " + laptop.address("dev") + "  dev.lakegate.test",
                        "  prod             " + laptop.address("prod") + "  prod.lakegate.test");
        assertThat(say(laptop, "status", "--json").status()).isEqualTo(3);
    }

    @Test
    void status_says_who_is_signed_in_and_its_json_keeps_its_names() throws Exception {
        Laptop laptop = laptopOf("alice");

        Outcome text = say(laptop, "status");
        assertThat(text.status()).isZero();
        assertThat(text.out()).startsWith("acme: signed in as alice@acme.example; the identity token is good until ");

        JsonNode status = json(say(laptop, "status", "--json"));
        assertThat(status.propertyNames()).containsExactly("version", "pid", "profiles");
        JsonNode profile = status.path("profiles").path(0);
        assertThat(profile.propertyNames())
                .containsExactly("name", "issuer", "gateway", "state", "person", "valid_until", "routes");
        assertThat(profile.path("state").asString()).isEqualTo("SIGNED_IN");
        assertThat(profile.path("person").asString()).isEqualTo("alice@acme.example");
        assertThat(Instant.parse(profile.path("valid_until").asString())).isAfter(Instant.now());
        JsonNode route = profile.path("routes").path(1);
        assertThat(route.propertyNames()).containsExactly("name", "port", "workspace", "listening");
        assertThat(route.path("name").asString()).isEqualTo("prod");
        assertThat(route.path("port").asInt()).isEqualTo(laptop.port("prod"));
        assertThat(route.path("workspace").asString()).isEqualTo("prod.lakegate.test");
        assertThat(route.path("listening").asBoolean()).isTrue();
    }

    @Test
    void routes_are_listed_for_people_and_for_programs() throws Exception {
        Laptop laptop = laptop();

        assertThat(say(laptop, "routes").out())
                .contains(laptop.address("prod").toString(), "prod.lakegate.test")
                .contains(laptop.address("dev").toString(), "dev.lakegate.test");
        JsonNode routes = json(say(laptop, "routes", "--json"));
        assertThat(routes).hasSize(2);
        assertThat(routes.path(0).propertyNames()).containsExactly("name", "port", "workspace", "listening");
    }

    @Test
    void a_shell_that_evaluates_env_has_what_a_client_needs() throws Exception {
        Laptop laptop = laptopOf("alice");
        String env = say(laptop, "env", "prod").out();

        Process shell = new ProcessBuilder(
                        "sh", "-c", env + "echo \"$DATABRICKS_HOST $DATABRICKS_TOKEN $DATABRICKS_AUTH_TYPE $NO_PROXY\"")
                .start();
        String line = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(line.strip())
                .isEqualTo(laptop.address("prod") + " " + laptop.localKey("prod") + " pat 127.0.0.1,localhost");
        JsonNode variables = json(say(laptop, "env", "prod", "--shell", "json"));
        assertThat(variables.path("DATABRICKS_HOST").asString())
                .isEqualTo(laptop.address("prod").toString());
        assertThat(variables.path("DATABRICKS_TOKEN").asString()).isEqualTo(laptop.localKey("prod"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sh         | export DATABRICKS_AUTH_TYPE=",
                "fish       | set -gx DATABRICKS_AUTH_TYPE ",
                "powershell | $env:DATABRICKS_AUTH_TYPE = ",
                "dotenv     | DATABRICKS_AUTH_TYPE=",
            })
    void env_speaks_each_shells_words_whether_lakegate_runs_or_not(String shell, String words) throws Exception {
        Laptop laptop = laptop();

        Outcome running = say(laptop, "env", "prod", "--shell", shell);
        laptop.close();
        Outcome stopped = say(laptop, "env", "prod", "--shell", shell);

        assertThat(running.status()).isZero();
        assertThat(running.out().lines()).hasSize(4).anyMatch(line -> line.startsWith(words) && line.contains("pat"));
        assertThat(stopped).isEqualTo(running);
    }

    @Test
    void login_opens_the_browser_and_logout_ends_what_it_began() throws Exception {
        Laptop laptop = laptop(sandbox.configuration(), Map.of("BROWSER", browserOf("alice")));

        Outcome login = say(laptop, "login");

        assertThat(login.err()).isEmpty();
        assertThat(login.status()).isZero();
        assertThat(login.out()).contains("Signed in as alice@acme.example.");
        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
        Outcome logout = say(laptop, "logout", "acme");
        assertThat(logout.status()).isZero();
        assertThat(logout.out()).startsWith("Signed out.");
        assertThat(say(laptop, "status").status()).isEqualTo(3);
    }

    @Test
    void what_does_not_exist_is_wrong_usage_and_the_answer_names_what_does() throws Exception {
        Laptop laptop = laptop();

        Outcome route = say(laptop, "env", "staging");
        Outcome noRoute = say(laptop, "env");
        Outcome profile = say(laptop, "login", "umbrella");
        Outcome command = say(laptop, "logn");

        assertThat(route.status()).isEqualTo(2);
        assertThat(route.err()).contains("unknown_route", "'staging'", "Name one of: dev, prod.");
        assertThat(noRoute.status()).isEqualTo(2);
        assertThat(noRoute.err()).contains("does not say which route", "Name one of: dev, prod.");
        assertThat(profile.status()).isEqualTo(2);
        assertThat(profile.err()).contains("unknown_profile", "'umbrella'", "Name one of: acme.");
        assertThat(command.status()).isEqualTo(2);
        assertThat(command.err()).contains("logn", "login");
        assertThat(List.of(route, noRoute, profile, command))
                .allSatisfy(outcome -> assertThat(outcome.out()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "login", "logout", "routes"})
    void without_a_running_lakegate_a_command_says_how_to_start_it(String command) {
        Outcome outcome = say(notStarted(sandbox.configuration(), Map.of()), command);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("not_running", "Start it with 'lakegate run'.");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_second_run_in_the_same_home_is_refused_and_leaves_the_first_alone() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        String key = laptop.localKey("prod");

        ProcessBuilder second = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run");
        second.environment().put("LAKEGATE_HOME", laptop.home().toString());
        Process process = second.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("already_running", "Use 'lakegate status' to see it.");
        assertThat(laptop.localKey("prod")).isEqualTo(key);
        assertThat(notebook.me()).isEqualTo("alice@acme.example");
        assertThat(say(laptop, "status").status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_route_whose_port_is_taken_gets_a_new_key_and_the_other_route_serves(String address) throws Exception {
        Laptop laptop = laptop();
        String prodKey = laptop.localKey("prod");
        String devKey = laptop.localKey("dev");
        laptop.close();

        try (ServerSocket taken = new ServerSocket(laptop.port("prod"), 1, InetAddress.ofLiteral(address))) {
            Started started = laptop.start();
            laptop.signIn("alice");

            assertThat(started.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.problem().code()).isEqualTo("port_taken"));
            assertThat(laptop.localKey("prod")).isNotEqualTo(prodKey);
            assertThat(laptop.localKey("dev")).isEqualTo(devKey);
            assertThat(Notebook.of(laptop, "dev").me()).isEqualTo("alice@acme.example");
            assertThat(say(laptop, "status").out())
                    .contains(laptop.address("prod") + "  prod.lakegate.test  (not listening: port_taken)");
            JsonNode route = json(say(laptop, "routes", "--json")).path(1);
            assertThat(route.path("listening").asBoolean()).isFalse();
            assertThat(route.path("problem").asString()).isEqualTo("port_taken");
            assertThat(taken.isBound()).isTrue();
        }
    }

    @Test
    void a_half_written_configuration_is_refused_with_all_its_problems_at_once() {
        String half = sandbox.configuration()
                .replaceFirst("(?m)^client_id = .*\n", "")
                .replaceFirst("(?m)^gateway = .*$", "gateway = \"http://gateway.acme.example\"")
                .replaceFirst("sign_in_timeout", "sign_in_timeuot")
                .replaceFirst("port = \\$PORT_PROD", "port = 0");
        Laptop laptop = notStarted(half, Map.of());

        Outcome run = say(laptop, "run");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("configuration_invalid")
                .contains("'client_id' is missing in 'profile.acme'")
                .contains("lakegate.toml:5: 'profile.acme.gateway' is not valid")
                .contains("did you mean 'profile.acme.sign_in_timeout'?")
                .contains("'profile.acme.route.prod.port' is not valid");
        assertThat(Files.exists(laptop.locations().stateFolder())).isFalse();
    }

    @Test
    void a_configuration_that_was_cut_off_is_refused_with_the_line() {
        String cut =
                sandbox.configuration().substring(0, sandbox.configuration().indexOf("client_id") + 15);
        Laptop laptop = notStarted(cut, Map.of());

        Outcome run = say(laptop, "run");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("configuration_invalid", "lakegate.toml:3: ", "write it as TOML");
    }

    @Test
    void a_configuration_that_cannot_be_read_is_refused() throws Exception {
        Laptop laptop = notStarted(sandbox.configuration(), Map.of());
        Files.write(laptop.locations().configFile(), new byte[] {'#', (byte) 0xff, (byte) 0xfe});

        Outcome run = say(laptop, "run");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("configuration_invalid", "cannot be read", "as UTF-8");
    }

    /// Runs a command and makes sure that no secret is printed: no token ever, the local key by `env` alone.
    private static Outcome say(Laptop laptop, String... arguments) {
        Outcome outcome = laptop.lakegate(arguments);
        String printed = outcome.out() + outcome.err();
        sandbox.provider().issued().forEach(token -> assertThat(printed).doesNotContain(token));
        assertThat(printed).as("a JWT").doesNotContain("eyJ");
        if (!arguments[0].equals("env")) {
            assertThat(printed).as("a local key").doesNotContain("lgk_");
        }
        return outcome;
    }

    private static JsonNode json(Outcome outcome) {
        return JsonMapper.shared().readTree(outcome.out());
    }

    /// A browser in which someone signs in at once.
    private static String browserOf(String person) throws Exception {
        Path script = folder.resolve("browser");
        Files.writeString(script, """
                #!/bin/sh
                SANDBOX_PERSON=%1$s SANDBOX_PASSWORD=%1$s-password exec '%2$s' -cp '%3$s' %4$s "$@"
                """.formatted(
                        person,
                        ProcessHandle.current().info().command().orElseThrow(),
                        System.getProperty("java.class.path"),
                        Person.class.getName()));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }
}
