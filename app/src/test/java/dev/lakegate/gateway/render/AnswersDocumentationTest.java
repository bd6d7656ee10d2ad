package dev.lakegate.gateway.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `app/docs/gateway.md` says of denials, closed actions and the audit what HAProxy is given.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersDocumentationTest {
    private static final Pattern DENIAL =
            Pattern.compile("^\\| `([a-z_]+)` \\| ([0-9]+) \\| ([0-9]+) \\| [^|]+ \\|$", Pattern.MULTILINE);
    private static final Pattern FAILURE =
            Pattern.compile("^\\| `([a-z_]+)` \\| ([0-9]+) \\| [^|]+ \\|$", Pattern.MULTILINE);
    private static final Pattern HTTP_ERROR =
            Pattern.compile("^ *http-error status ([0-9]+) .* hdr X-Lakegate-Error ([a-z_]+)", Pattern.MULTILINE);
    private static final Pattern LOG_FORMAT = Pattern.compile("(?:^| )(?:error-)?log-format '(.*)'", Pattern.MULTILINE);
    private static final Pattern MEMBER = Pattern.compile("[{,]\"([a-z_]+)\":");
    private static final Pattern ACTION = Pattern.compile("`([A-Z]+) (/[^`]+)`");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    private String document;
    private String configuration;

    @BeforeAll
    void read() throws IOException {
        document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/gateway.md"));
        configuration = MapFiles.resource("haproxy.cfg");
    }

    @Test
    void the_denials_are_those_of_the_map_in_its_order() {
        List<String> map = MapFiles.resource("denials.map")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line ->
                        String.join(" ", Arrays.asList(line.split("\\s+", -1)).subList(0, 3)))
                .toList();

        assertThat(map).hasSizeGreaterThan(30);
        assertThat(DENIAL.matcher(document)
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3)))
                .containsExactlyElementsOf(map);
    }

    @Test
    void the_failures_are_those_that_haproxy_answers_by_itself() {
        List<String> answers = HTTP_ERROR
                .matcher(configuration)
                .results()
                .map(line -> line.group(2) + " " + line.group(1))
                .toList();

        assertThat(answers).hasSizeGreaterThan(5);
        assertThat(FAILURE.matcher(document).results().map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyElementsOf(answers);
    }

    @Test
    void the_audits_members_are_those_of_the_log_formats() {
        List<String> formats = LOG_FORMAT
                .matcher(configuration)
                .results()
                .map(line -> line.group(1).replaceAll("\"ms\":\\{[^}]*}", "\"ms\":0"))
                .toList();
        assertThat(formats).hasSize(2);

        List<String> members = formats.stream()
                .flatMap(format ->
                        MEMBER.matcher(format.replaceFirst("^[^{]*\\{-M}o", "")).results())
                .map(member -> member.group(1))
                .distinct()
                .toList();

        assertThat(members).hasSizeGreaterThan(25);
        assertThat(section("## Audit")
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf('`', 3))))
                .containsExactlyElementsOf(members);
    }

    @Test
    void what_is_claimed_only_is_what_the_token_says_of_itself() {
        String claimed = section("## Audit")
                .lines()
                .filter(line -> line.endsWith("Claimed until `verified`. |"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .collect(Collectors.joining(", "));

        assertThat(configuration).contains("# Until `verified` is true, " + claimed.replace(", kid", " and kid"));
    }

    @Test
    void what_is_documented_as_closed_is_and_each_closed_pattern_is_documented() {
        List<String> documented = ACTION.matcher(section("### Closed by default"))
                .results()
                .map(action -> action.group(1) + " " + action.group(2).toLowerCase(Locale.ROOT))
                .toList();
        ClosedActions closed = ClosedActions.standard();

        assertThat(documented).allMatch(action -> closed.contain(action.split(" ", -1)[0], action.split(" ", -1)[1]));
        assertThat(closed.patterns())
                .allMatch(pattern -> documented.stream()
                        .anyMatch(action -> pattern.matcher(action).find()));
    }

    @Test
    void no_denial_that_the_configuration_makes_is_without_words() {
        Stream<String> made = Pattern.compile("set-var\\(txn\\.deny(?:,ifnotexists)?\\) str\\(([a-z_]+)\\)")
                .matcher(configuration)
                .results()
                .map(line -> line.group(1));

        List<String> documented = CODE.matcher(section("## Denials"))
                .results()
                .map(code -> code.group(1))
                .toList();
        assertThat(made).hasSizeGreaterThan(30).allMatch(documented::contains);
    }

    /// Until the next heading of any kind.
    private String section(String heading) {
        int from = document.indexOf(heading + "\n");
        assertThat(from).as(heading).isNotNegative();
        int to = document.indexOf("\n#", from + heading.length());
        return document.substring(from, to < 0 ? document.length() : to);
    }
}
