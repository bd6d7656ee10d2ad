package dev.lakegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Locations;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    private Path home;

    @Test
    void every_command_that_help_lists_is_found_by_its_name() {
        List<String> listed = say("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .filter(line -> line.matches(" {2}\\S.*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();

        assertThat(listed)
                .contains("run", "status", "support-bundle", "gateway")
                .hasSizeGreaterThan(15);
        for (String command : listed) {
            Outcome help = say(command, "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out()).startsWith("Usage: lakegate " + command + " ");
        }
    }

    @Test
    void what_is_no_command_is_told_and_all_commands_are_shown() {
        Outcome outcome = say("stauts");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("stauts", "lakegate status");
    }

    private Outcome say(String... arguments) {
        Locations locations = Locations.of(Map.of("LAKEGATE_HOME", home.toString()), "Linux", home);
        return Laptop.run(locations, Map.of(), Reader.nullReader(), arguments);
    }
}
