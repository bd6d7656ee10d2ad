package dev.lakegate.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.Main;
import dev.lakegate.sandbox.Command;
import dev.lakegate.sandbox.Laptop;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `lakegate exec` as a program of its own, with a real command in it.
@ExtendWith(StandardSandbox.class)
class ExecIT extends WithSandbox {

    @TempDir
    Path project;

    @Test
    void the_command_reaches_the_workspace_with_nothing_but_its_variables() throws Exception {
        Laptop laptop = laptopOf("alice");

        Command.Outcome outcome = exec(
                        laptop,
                        "prod",
                        "--",
                        "sh",
                        "-c",
                        "curl --silent --header \"Authorization: Bearer $DATABRICKS_TOKEN\" $DATABRICKS_HOST" + ME)
                .run();

        assertThat(outcome.out()).as(outcome.err()).contains("alice@acme.example");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void what_is_typed_and_printed_passes_and_the_end_is_the_commands_own() throws Exception {
        Command.Outcome outcome = exec(laptop(), "prod", "--", "sh", "-c", "cat; echo trouble >&2; exit 42")
                .run("typed\n");

        assertThat(outcome).isEqualTo(new Command.Outcome(42, "typed\n", "trouble\n"));
    }

    @Test
    void the_commands_arguments_are_left_as_they_are() throws Exception {
        Path body = Files.writeString(project.resolve("body"), "never read");

        Command.Outcome outcome = exec(
                        laptop(), "prod", "--", "printf", "%s|", "@" + body, "--help", "--", "'a b'", "--cluster=x", "")
                .run();

        assertThat(outcome.out()).isEqualTo("@" + body + "|--help|--|'a b'|--cluster=x||");
    }

    @Test
    void the_variables_are_those_of_env_beside_what_was_there() throws Exception {
        Laptop laptop = laptop();

        Command.Outcome outcome = new Command(
                        project,
                        Map.of("LAKEGATE_HOME", laptop.home().toString(), "no_proxy", ".corp.example", "MINE", "kept"),
                        words("prod", "--cluster", "1-2", "--", "env"))
                .run();

        assertThat(outcome.out().lines())
                .contains(
                        "DATABRICKS_HOST=" + laptop.address("prod"),
                        "DATABRICKS_TOKEN=" + laptop.localKey("prod"),
                        "DATABRICKS_AUTH_TYPE=pat",
                        "MLFLOW_TRACKING_URI=databricks",
                        "SPARK_REMOTE=sc://localhost:" + laptop.port("prod") + "/;token=" + laptop.localKey("prod")
                                + ";x-databricks-cluster-id=1-2",
                        "NO_PROXY=.corp.example,127.0.0.1,localhost",
                        "no_proxy=.corp.example,127.0.0.1,localhost",
                        "MINE=kept");
    }

    @Test
    void a_command_that_cannot_be_started_is_named_with_what_to_do() throws Exception {
        Laptop laptop = laptop();

        Laptop.Outcome absent = say(laptop, "exec", "prod", "--", "no-such-program", "--token", "x");
        Laptop.Outcome shells = say(laptop, "exec", "prod", "--", project.toString());

        assertThat(absent.status()).isEqualTo(1);
        assertThat(absent.err())
                .contains("command_not_started: The program 'no-such-program' could not be started", "whole path");
        assertThat(shells.status()).isEqualTo(1);
        assertThat(shells.err()).contains("'" + project + "'");
    }

    @Test
    void without_the_dashes_or_a_command_the_usage_is_shown_and_nothing_runs() throws Exception {
        Laptop laptop = laptop();
        Path never = project.resolve("never");

        for (List<String> words : List.of(
                List.of("exec", "prod", "touch", never.toString()),
                List.of("exec", "prod", "--"),
                List.of("exec"),
                List.of("exec", "prod", "dev", "--", "touch", never.toString()))) {
            Laptop.Outcome outcome = say(laptop, words.toArray(String[]::new));

            assertThat(outcome.status()).as(words.toString()).isEqualTo(2);
            assertThat(outcome.err()).contains("lakegate exec [ROUTE]", "-- COMMAND");
        }
        assertThat(say(laptop, "exec", "staging", "--", "touch", never.toString())
                        .err())
                .contains("unknown_route");
        assertThat(never).doesNotExist();
    }

    @Test
    void whoever_ends_it_ends_the_command_and_the_key_is_in_no_argument() throws Exception {
        Laptop laptop = laptop();
        Process program = exec(
                        laptop,
                        "prod",
                        "--",
                        "sh",
                        "-c",
                        "trap 'echo ended; exit 3' TERM; echo $$; while :; do sleep 1 & wait; done")
                .start();
        try (BufferedReader printed = program.inputReader(UTF_8)) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(printed.readLine())).orElseThrow();
            for (ProcessHandle process : List.of(program.toHandle(), child)) {
                assertThat(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline")))
                        .contains("sh")
                        .doesNotContain("lgk_");
            }

            // not program.destroy(), which closes what it prints
            program.toHandle().destroy();

            assertThat(printed.readLine()).isEqualTo("ended");
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(3);
            child.onExit().get(30, TimeUnit.SECONDS);
        } finally {
            program.destroyForcibly();
        }
    }

    private Command exec(Laptop laptop, String... arguments) {
        return new Command(project, Map.of("LAKEGATE_HOME", laptop.home().toString()), words(arguments));
    }

    private static List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(Command.java(Path.of("."), Map.of(), Main.class.getName(), "exec")
                .words());
        words.addAll(List.of(arguments));
        return words;
    }
}
