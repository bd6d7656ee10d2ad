package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.Main;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The running program's log, for people and for programs, more of it and less.
@ExtendWith(StandardSandbox.class)
class LogLevelIT extends WithSandbox {

    @Test
    void a_running_program_says_more_when_it_is_told_to_and_names_the_request() throws Exception {
        Laptop laptop = notStarted("log.format = \"json\"\n" + sandbox.configuration(), Map.of());
        Process program = run(laptop);
        try {
            Notebook stranger = Notebook.withKey(laptop, "prod", "lgk_wrong");
            String before = stranger.get(ME).requestId();
            audited(laptop, before);
            assertThat(Files.readString(log(laptop))).contains(" serves, as process " + program.pid());
            Outcome outcome = say(laptop, "log-level", "debug");
            assertThat(outcome.status()).isZero();
            assertThat(outcome.out()).contains("dev.lakegate logs at 'debug'", "lakegate.0.log");
            String during = stranger.get(ME).requestId();
            JsonNode line = await("its line")
                    .until(() -> linesOf(laptop, during), lines -> !lines.isEmpty())
                    .getFirst();
            say(laptop, "log-level", "default");
            String after = stranger.get(ME).requestId();
            audited(laptop, after);

            assertThat(line.path("level").asString()).isEqualTo("DEBUG");
            assertThat(line.path("logger").asString()).startsWith("dev.lakegate.proxy.");
            assertThat(line.path("message").asString())
                    .contains("prod GET " + ME + " ended with 401 (local_key_wrong)");
            assertThat(linesOf(laptop, before)).isEmpty();
            assertThat(linesOf(laptop, after)).isEmpty();
        } finally {
            program.destroy();
            program.waitFor();
        }
    }

    @Test
    void a_level_that_there_is_not_is_wrong_usage_and_where_nothing_runs_that_is_said() {
        Laptop laptop = notStarted(sandbox.configuration(), Map.of());

        assertThat(laptop.lakegate("log-level", "loud").status()).isEqualTo(2);
        Outcome nothing = laptop.lakegate("log-level", "info");
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.err()).contains("not_running");
    }

    private static List<JsonNode> linesOf(Laptop laptop, String requestId) throws IOException {
        return Files.readAllLines(log(laptop)).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .filter(line -> line.path("request_id").asString("").equals(requestId))
                .toList();
    }

    private static Path log(Laptop laptop) {
        return laptop.locations().stateFolder().resolve("log").resolve("lakegate.0.log");
    }

    private static Process run(Laptop laptop) throws IOException {
        Path out = laptop.home().resolve("out.txt");
        ProcessBuilder run = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run");
        run.environment().put("LAKEGATE_HOME", laptop.home().toString());
        Process program =
                run.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        await("its routes").until(() -> Files.readString(out).contains("http://127.0.0.1:"));
        return program;
    }
}
