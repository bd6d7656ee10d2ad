package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.Main;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `lakegate run`, and what keeps it from starting.
@ExtendWith(StandardSandbox.class)
class StartingIT extends WithSandbox {

    @ParameterizedTest
    @ValueSource(strings = {"status", "login"})
    void without_a_running_lakegate_and_without_a_key_store_a_command_says_how_to_start_it(String command) {
        Outcome outcome = say(notStarted(sandbox.configuration(), Map.of()), command);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("not_running", "Start it with 'lakegate run'.");
    }

    @Test
    void without_a_running_lakegate_routes_are_told_not_to_listen() {
        Outcome outcome = say(notStarted(sandbox.configuration(), Map.of()), "routes");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("dev.lakegate.test  (not listening: not_running)");
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
        assertThat(said).contains("acme: signed in as alice@acme.example", "already_running", "Use 'lakegate status'");
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
}
