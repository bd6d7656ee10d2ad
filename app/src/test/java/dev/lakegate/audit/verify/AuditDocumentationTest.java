package dev.lakegate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `app/docs/audit.md` lists exactly the events and the flaws there are.
class AuditDocumentationTest {
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    private static String document;

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/audit.md"));
    }

    @Test
    void every_kind_of_flaw_has_its_row_and_no_other() {
        assertThat(rows("## What `verify` finds").keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Flaw.Kind.values())
                        .map(Flaw.Kind::toString)
                        .toList());
    }

    @Test
    void every_event_has_its_row_with_the_members_it_may_have() {
        Map<String, List<String>> rows = rows("## The lines");
        Map<String, TreeSet<String>> events = new TreeMap<>();
        for (Class<?> type : AuditEvent.Told.class.getPermittedSubclasses()) {
            Told told = Told.of(type);
            events.computeIfAbsent(told.name(), _ -> new TreeSet<>()).addAll(told.members());
        }

        assertThat(rows.keySet()).containsAll(events.keySet()).contains("request", "refusal", "denial");
        assertThat(rows).hasSize(events.size() + 3);
        events.forEach((event, members) -> assertThat(rows.get(event)).as(event).containsAll(members));
    }

    /// What an event of a type writes.
    private record Told(String name, TreeSet<String> members) {
        static Told of(Class<?> type) {
            try {
                Class<?>[] types = Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
                AuditEvent.Told event = (AuditEvent.Told) type.getDeclaredConstructor(types)
                        .newInstance(Arrays.stream(types).map(Told::sample).toArray());
                return new Told(event.name(), new TreeSet<>(event.members().keySet()));
            } catch (ReflectiveOperationException impossible) {
                throw new LinkageError(String.valueOf(impossible.getMessage()), impossible);
            }
        }

        private static Object sample(Class<?> type) {
            return switch (type.getSimpleName().toLowerCase(Locale.ROOT)) {
                case "instant" -> Instant.EPOCH;
                case "long" -> 1L;
                case "list" -> List.of("sample");
                case "map" -> Map.of("sample", "sample");
                default -> "sample";
            };
        }
    }

    /// The words in each row of the table below a heading, by those in its first cell.
    private static Map<String, List<String>> rows(String heading) {
        String section =
                document.substring(document.indexOf(heading) + heading.length()).split("\n## ", 2)[0];
        Map<String, List<String>> rows = new TreeMap<>();
        section.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            List<String> cells = List.of(line.split("(?<!\\\\)\\|"));
            List<String> words = Stream.of(cells.get(2), cells.getLast())
                    .flatMap(AuditDocumentationTest::words)
                    .toList();
            words(cells.get(1)).forEach(name -> rows.put(name, words));
        });
        return rows;
    }

    private static Stream<String> words(String cell) {
        return WORD.matcher(cell).results().map(found -> found.group(1));
    }
}
