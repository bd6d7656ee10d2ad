package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.CallerProblem.BadRequest;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.RouteName;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `app/docs/problems.md` lists exactly the problems there are, each with the statuses that the program gives it.
class ProblemsDocumentationTest {
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<code>[a-z_]+)` \\| (?<http>[0-9, ]+) \\| (?<exit>[0-9]) \\| [^|]+ \\| [^|]+ \\|$",
            Pattern.MULTILINE);

    /// What fills a problem's components, by their types.
    private static final Map<Type, Object> SAMPLES = Map.of(
            String.class,
            "sample",
            URI.class,
            URI.create("https://sample.example"),
            RouteName.class,
            new RouteName("prod"),
            ProfileName.class,
            new ProfileName("acme"),
            Path.class,
            Path.of("sample"),
            ConfigurationProblem.class,
            new ConfigurationProblem(
                    Phrase.verbatim("lakegate.toml:1"), Phrase.verbatim("sample"), Phrase.verbatim("sample")),
            int.class,
            1,
            long.class,
            1L);

    @Test
    void the_table_lists_exactly_the_problems_there_are_with_their_statuses() throws Exception {
        assertThat(documented()).isEqualTo(actual());
    }

    @Test
    void no_two_problems_share_a_code() throws Exception {
        assertThat(samples().stream().filter(problem -> !(problem instanceof BadRequest)))
                .extracting(Problem::code)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(20);
    }

    @Test
    void each_problem_says_in_whole_sentences_what_happened_and_what_to_do() throws Exception {
        assertThat(samples()).allSatisfy(problem -> {
            assertThat(problem.text().what()).as(problem.code()).matches("(?s)[A-Z].*(\\.|sample)");
            assertThat(problem.text().remedy()).as(problem.code()).matches("[A-Z].*\\.");
        });
    }

    private static Map<String, String> documented() throws IOException {
        String document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/problems.md"));
        Map<String, String> rows = new TreeMap<>();
        ROW.matcher(document)
                .results()
                .forEach(row -> assertThat(rows.put(
                                row.group("code"), "HTTP " + row.group("http") + ", exit " + row.group("exit")))
                        .as("a second row for " + row.group("code"))
                        .isNull());
        return rows;
    }

    private static Map<String, String> actual() throws ReflectiveOperationException {
        return samples().stream()
                .collect(Collectors.groupingBy(Problem::code, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, problems -> statuses(problems.getValue())));
    }

    private static String statuses(List<Problem> problems) {
        return "HTTP "
                + problems.stream()
                        .map(problem -> String.valueOf(ProblemAnswer.status(problem)))
                        .collect(Collectors.joining(", "))
                + ", exit "
                + problems.stream()
                        .map(problem -> String.valueOf(ExitStatus.of(problem).number()))
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    /// One of each kind; of the kind that passes the listener's own status on, one of each status the listener gives.
    private static List<Problem> samples() throws ReflectiveOperationException {
        List<Problem> samples = new ArrayList<>();
        for (Class<?> kind : kinds(Problem.class).toList()) {
            if (kind == BadRequest.class) {
                Stream.of(400, 414, 417, 426, 431, 501, 505)
                        .map(BadRequest::new)
                        .forEach(samples::add);
            } else {
                samples.add(sample(kind));
            }
        }
        return samples;
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ProblemsDocumentationTest::kinds)
                : Stream.of(type);
    }

    private static Problem sample(Class<?> kind) throws ReflectiveOperationException {
        RecordComponent[] components = kind.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = kind.getDeclaredConstructor(types);
        return (Problem) constructor.newInstance(Arrays.stream(components)
                .map(component -> sample(kind, component.getGenericType()))
                .toArray());
    }

    private static Object sample(Class<?> kind, Type type) {
        if (type instanceof ParameterizedType list) {
            return List.of(sample(kind, list.getActualTypeArguments()[0]));
        }
        assertThat(SAMPLES).as("samples for " + kind).containsKey(type);
        return SAMPLES.get(type);
    }
}
