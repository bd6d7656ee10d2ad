package dev.lakegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `app/docs/gateway.md` and the reader of the policy have the same settings.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayDocumentationTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final Pattern EXAMPLE = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<key>[a-zA-Z_.\"]+\\.[a-zA-Z_0-9\"]+)` \\| (?<form>[^|]+) \\| (?<fallback>[^|]+) \\| [^|]*\\|$",
            Pattern.MULTILINE);
    private static final Pattern HABIT =
            Pattern.compile("^\\| `(?!provider)([a-z0-9]+)` \\| (`[^|]+`) \\| (`[^|]+`) \\|$", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @TempDir
    Path folder;

    private String shortest;
    private String secrets;
    private List<MatchResult> rows;
    private String document;

    @BeforeAll
    void read() throws IOException {
        document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/gateway.md"));
        List<String> examples =
                EXAMPLE.matcher(document).results().map(match -> match.group(1)).toList();
        assertThat(examples).hasSize(2);
        shortest = examples.getFirst();
        secrets = examples.getLast();
        rows = ROW.matcher(document).results().toList();
    }

    @Test
    void the_shortest_policy_is_sound_and_nothing_in_it_is_odd() throws IOException {
        PolicyReader.Outcome outcome = load(shortest);

        assertThat(outcome.policy()).isPresent();
        assertThat(outcome.findings().warnings()).isEmpty();
    }

    @Test
    void nothing_in_the_shortest_policy_could_be_left_out() throws IOException {
        List<String> settings =
                shortest.lines().filter(line -> line.contains(" = ")).toList();

        assertThat(settings).hasSizeGreaterThan(10);
        for (String line : settings) {
            PolicyReader.Outcome without = load(shortest.replace(line, ""));
            boolean odd =
                    without.policy().isEmpty() || !without.findings().warnings().isEmpty();
            assertThat(odd).as("without " + line).isTrue();
        }
    }

    @Test
    void the_tables_list_exactly_the_settings_there_are() throws IOException {
        Set<String> documented =
                rows.stream().map(row -> row.group("key")).collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows).hasSize(documented.size());
        assertThat(documented).isEqualTo(asked());
    }

    /// All that the reader looks for in a policy in which each kind of table stands once.
    private Set<String> asked() throws IOException {
        String complete = shortest + secrets.substring(0, secrets.indexOf("\n\n")) + """

                [group.science]
                acme = ["science"]

                [[people]]

                [service_principal.etl]

                [limits.user."alice@acme.example"]

                [cache]

                [peers]
                gw1 = "10.0.0.1:10000"
                """;
        return load(complete).findings().asked().stream()
                .map(key -> key.replaceFirst("^\\[\\[(.*)]]", "$1"))
                .map(key -> key.replaceFirst("^(issuer|workspace|service_principal)\\.[a-z]+\\.", "$1.NAME."))
                .map(key -> key.replace("client_secret.spring", "client_secret.NAME"))
                .map(key -> key.replace("group.science.acme", "group.NAME.ISSUER"))
                .map(key -> key.replace("limits.user.alice@acme.example", "limits.user.\"IDENTITY\""))
                .map(key -> key.replace("peers.gw1", "peers.NAME"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void each_documented_default_is_what_the_reader_does_without_the_setting() throws IOException {
        Policy without = load(with("cache.paths", "[\"/a\"]")).policy().orElseThrow();
        List<MatchResult> defaults = rows.stream()
                .filter(row -> row.group("fallback").startsWith("`"))
                .filter(row -> !row.group("fallback").equals("`host`"))
                .toList();

        assertThat(defaults).hasSizeGreaterThan(15);
        for (MatchResult row : defaults) {
            String value = row.group("fallback").replace("`", "");
            String toml = with(row.group("key"), value)
                    + (row.group("key").startsWith("cache.") ? "paths = [\"/a\"]\n" : "[cache]\npaths = [\"/a\"]\n");
            PolicyReader.Outcome outcome = load(toml);
            assertThat(outcome.findings().problems()).as(toml).isEmpty();
            assertThat(outcome.policy().orElseThrow())
                    .as(row.group("key") + " = " + value)
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*\\.?line")
                    .isEqualTo(without);
        }
    }

    @Test
    void what_is_documented_as_required_is_and_nothing_else() throws IOException {
        Map<String, String> tables = new TreeMap<>(Map.of(
                "person", "[[person]]\n",
                "people", "[[people]]\n",
                "rule", "[[rule]]\n",
                "cache", "[cache]\n",
                "gateway", "[gateway]\n",
                "issuer", "[issuer.bare]\nclient_secret.bare = {}\n",
                "workspace", "[workspace.bare]\n",
                "service_principal", "[service_principal.bare]\n"));
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, String> table : tables.entrySet()) {
            load(table.getValue()).findings().problems().stream()
                    .map(problem -> Pattern.compile("^'([a-z_]+)' is missing in \\[+([a-z_.]+)]")
                            .matcher(problem.what().toString()))
                    .filter(match -> match.find())
                    .map(match -> match.group(2).replace("bare", "NAME") + "." + match.group(1))
                    .filter(key -> key.startsWith(table.getKey()))
                    .forEach(missing::add);
        }
        // the reader tells by another sentence that nobody may act as it
        missing.add("service_principal.NAME.groups");

        assertThat(missing)
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .filter(row -> row.group("fallback").equals("required"))
                        .map(row -> row.group("key"))
                        .toList());
    }

    @Test
    void the_providers_habits_are_the_readers() throws IOException {
        List<MatchResult> habits = HABIT.matcher(document).results().toList();

        assertThat(habits).hasSize(7);
        for (MatchResult habit : habits) {
            Issuer issuer = load(with("issuer.NAME.provider", '"' + habit.group(1) + '"'))
                    .policy()
                    .orElseThrow()
                    .issuers()
                    .getFirst();
            assertThat(issuer.tokenTypes())
                    .as(habit.group(1))
                    .containsExactlyInAnyOrderElementsOf(quoted(habit.group(2)));
            assertThat(issuer.claims().subject()).as(habit.group(1)).isEqualTo(quoted(habit.group(3)));
        }
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(each -> each.group(1)).toList();
    }

    /// The shortest policy with one setting more, in its table.
    private String with(String key, String value) {
        String concrete =
                key.replaceFirst("^issuer\\.NAME", "issuer.acme").replaceFirst("^workspace\\.NAME", "workspace.prod");
        String table = concrete.substring(0, concrete.lastIndexOf('.'));
        String inside = concrete.substring(concrete.lastIndexOf('.') + 1);
        while (table.contains(".") && !shortest.contains("[" + table + "]\n")) {
            inside = table.substring(table.lastIndexOf('.') + 1) + "." + inside;
            table = table.substring(0, table.lastIndexOf('.'));
        }
        String header = "[" + table + "]\n";
        String line = inside + " = " + value + "\n";
        return shortest.contains(header) ? shortest.replace(header, header + line) : shortest + header + line;
    }

    private PolicyReader.Outcome load(String toml) throws IOException {
        return PolicyReader.read(Files.writeString(folder.resolve("gateway.toml"), toml), TODAY);
    }
}
