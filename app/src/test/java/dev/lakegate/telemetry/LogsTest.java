package dev.lakegate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.LogFormat;
import java.io.IOException;
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
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    void a_level_is_changed_and_given_back_while_it_runs() throws Exception {
        Logs.toStandardError();
        Logs.toFolder(folder);

        Logs.setLevel("org.eclipse.jetty", LogLevel.DEBUG);
        LIBRARYS.fine("more");
        LIBRARYS.finest("too much");
        Logs.setLevel("org.eclipse.jetty", LogLevel.TRACE);
        LIBRARYS.finest("all");
        Logs.setLevel("org.eclipse.jetty", LogLevel.DEFAULT);
        LIBRARYS.info("no more");
        Logs.setLevel("", LogLevel.ERROR);
        LIBRARYS.warning("not even that");
        Logs.setLevel("", LogLevel.DEFAULT);
        LIBRARYS.warning("again");

        assertThat(Files.readAllLines(folder.resolve("lakegate.0.log")))
                .extracting(line -> line.replaceFirst("^\\S+ ", ""))
                .containsExactly(
                        "DEBUG org.eclipse.jetty.server: more",
                        "TRACE org.eclipse.jetty.server: all",
                        "WARNING org.eclipse.jetty.server: again");
    }

    @Test
    void for_programs_each_line_is_an_object_with_the_request_where_one_is_at_hand() throws Exception {
        Logs.toStandardError();
        Logs.toFolder(folder);
        Logs.write(LogFormat.JSON);
        try (var _ = MDC.putCloseable(Logs.REQUEST_ID, "the-request")) {
            OURS.log(Level.WARNING, "a \"quoted\"\nline", new IOException("Bearer canary-0123456789"));
        } finally {
            Logs.write(LogFormat.TEXT);
        }
        OURS.info("for people");

        List<String> lines = Files.readAllLines(folder.resolve("lakegate.0.log"));
        JsonNode line = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(line.propertyNames()).containsExactly("ts", "level", "logger", "request_id", "message", "cause");
        assertThat(line.path("request_id").asString()).isEqualTo("the-request");
        assertThat(line.path("message").asString()).isEqualTo("a \"quoted\"\nline");
        assertThat(line.path("cause").asString()).isEqualTo("java.io.IOException: Bearer ***");
        assertThat(lines.getLast()).endsWith(" INFO dev.lakegate.something: for people");
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
