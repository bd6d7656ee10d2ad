package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.Person;
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
import tools.jackson.databind.JsonNode;

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
        assertThat(status.propertyNames()).containsExactly("version", "pid", "running", "paused", "audit", "profiles");
        JsonNode profile = status.path("profiles").path(0);
        assertThat(profile.propertyNames())
                .containsExactly(
                        "name", "issuer", "gateway", "state", "person", "valid_until", "renewed", "kept_in", "routes");
        assertThat(profile.path("state").asString()).isEqualTo("SIGNED_IN");
        assertThat(profile.path("person").asString()).isEqualTo("alice@acme.example");
        assertThat(Instant.parse(profile.path("valid_until").asString())).isAfter(Instant.now());
        JsonNode route = profile.path("routes").path(1);
        assertThat(route.propertyNames()).containsExactly("name", "port", "addresses", "workspace", "listening");
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
        assertThat(routes.path(0).propertyNames())
                .containsExactly("name", "port", "addresses", "workspace", "listening");
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
        assertThat(running.out().lines()).hasSize(6).anyMatch(line -> line.startsWith(words) && line.contains("pat"));
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

    /// A browser in which someone signs in at once.
    static String browserOf(String person) throws Exception {
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
