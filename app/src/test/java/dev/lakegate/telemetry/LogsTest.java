package dev.lakegate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program's log keeps of whom.
class LogsTest {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.lakegate.something");
    private static final Logger LIBRARYS = Logger.getLogger("org.eclipse.jetty.server");

    @TempDir
    Path folder;

    private List<Handler> handlers = List.of();
    private List<Level> levels = List.of();
    private Level rootLevel = Level.INFO;

    @BeforeEach
    void remember() {
        handlers = List.of(ROOT.getHandlers());
        levels = handlers.stream().map(Handler::getLevel).toList();
        rootLevel = ROOT.getLevel();
    }

    @AfterEach
    void restore() {
        Arrays.stream(ROOT.getHandlers())
                .filter(handler -> !handlers.contains(handler))
                .forEach(handler -> {
                    ROOT.removeHandler(handler);
                    handler.close();
                });
        for (int number = 0; number < handlers.size(); number++) {
            handlers.get(number).setLevel(levels.get(number));
        }
        handlers.stream()
                .filter(handler -> !List.of(ROOT.getHandlers()).contains(handler))
                .forEach(ROOT::addHandler);
        ROOT.setLevel(rootLevel);
        Logger.getLogger("dev.lakegate").setLevel(null);
    }

    @Test
    void it_keeps_our_information_and_the_libraries_warnings_one_line_each() throws Exception {
        Logs.toStandardError();
        Logs.toFolder(folder);

        OURS.info("ours\nof two lines");
        LIBRARYS.info("a whole request");
        LIBRARYS.warning("a library's");

        List<String> lines = Files.readAllLines(folder.resolve("lakegate.0.log"));
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).endsWith(" INFO dev.lakegate.something: ours\\nof two lines");
        assertThat(lines.getLast()).endsWith(" WARNING org.eclipse.jetty.server: a library's");
    }

    @Test
    void it_never_holds_more_than_three_files_of_a_megabyte() throws Exception {
        Logs.toStandardError();
        Logs.toFolder(folder);
        String line = "x".repeat(100_000);

        for (int number = 0; number < 50; number++) {
            OURS.info(line);
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".log")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(1_200_000));
        }
    }
}
