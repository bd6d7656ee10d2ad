package dev.lakegate.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lakegate.config.SettingReader.Trust;
import dev.lakegate.config.SettingSource.Author;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tomlj.Toml;

/// `app/docs/configuration.md` and the program say the same.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigurationDocumentationTest {
    private static final Pattern EXAMPLE = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<key>[a-zA-Z_.]+)` \\| [^|]+ \\| (?<fallback>[^|]+) \\| (?<environment>yes|no) \\| [^|]+ \\|$",
            Pattern.MULTILINE);

    @TempDir
    Path folder;

    private String document;
    private String shortest;
    private String complete;
    private List<MatchResult> rows;

    @BeforeAll
    void read() throws IOException {
        document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/configuration.md"));
        List<String> examples =
                EXAMPLE.matcher(document).results().map(match -> match.group(1)).toList();
        assertThat(examples).hasSize(2);
        shortest = examples.getFirst();
        complete = examples.getLast();
        rows = ROW.matcher(document).results().toList();
    }

    @Test
    void both_examples_load_without_a_problem() throws Exception {
        assertThat(load(shortest).routes()).hasSize(1);
        assertThat(load(complete).routes()).hasSize(2);
    }

    @Test
    void the_complete_example_shows_every_setting_that_is_not_the_administrators() throws Exception {
        Set<String> shown = Toml.parse(complete).dottedKeySet().stream()
                .map(ConfigurationDocumentationTest::ofAnyRoute)
                .collect(Collectors.toSet());

        assertThat(known(complete).keySet())
                .extracting(ConfigurationDocumentationTest::ofAnyRoute)
                .filteredOn(key -> !key.equals("join.gateways"))
                .hasSizeGreaterThan(20)
                .isSubsetOf(shown);
    }

    /// Not every setting makes sense on every route.
    private static String ofAnyRoute(String key) {
        return key.replaceFirst("\\.route\\.[^.]+\\.", ".route.ROUTE.");
    }

    @Test
    void the_table_lists_exactly_the_settings_there_are_and_who_may_set_them() throws Exception {
        Map<String, String> documented =
                rows.stream().collect(toMap(row -> row.group("key"), row -> row.group("environment")));

        assertThat(documented).isEqualTo(known(shortest));
    }

    @Test
    void each_documented_default_is_what_the_program_does_without_the_setting() throws Exception {
        Configuration without = load(shortest);

        assertThat(rows)
                .filteredOn(row -> row.group("fallback").startsWith("`"))
                .hasSizeGreaterThan(7)
                .allSatisfy(row -> {
                    String key = row.group("key").replace("NAME", "acme").replace("ROUTE", "prod");
                    String line = key + " = " + row.group("fallback").replace("`", "") + "\n";
                    assertThat(load(line + inline(shortest))).as(line).isEqualTo(without);
                });
    }

    @Test
    void what_is_documented_as_required_is() {
        List<String> required = rows.stream()
                .filter(row -> row.group("fallback").equals("required"))
                .map(row -> row.group("key").replaceFirst(".*\\.", ""))
                .toList();

        assertThat(required).hasSize(5).allSatisfy(name -> {
            String lacking = shortest.replaceFirst("(?m)^" + name + " = .*$", "");
            assertThat(catchThrowable(() -> load(lacking)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("'" + name + "' is missing");
        });
    }

    @Test
    void the_places_are_those_of_this_system() {
        Path home = Path.of("/home/alice");
        Locations linux = Locations.of(Map.of(), "Linux", home);

        assertThat(document)
                .contains("`" + linux.configFile().toString().replace("/home/alice", "~") + "`")
                .contains("`" + linux.stateFolder().toString().replace("/home/alice", "~") + "`");
        for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
            assertThat(document)
                    .contains("`" + Locations.of(Map.of(), system, home).managedFile() + "`");
        }
    }

    /// Dotted keys, so that another one can stand before them.
    private static String inline(String toml) {
        StringBuilder inline = new StringBuilder();
        String table = "";
        for (String line : toml.lines().toList()) {
            if (line.startsWith("[")) {
                table = line.substring(1, line.indexOf(']')) + ".";
            } else if (!line.isBlank()) {
                inline.append(table).append(line).append('\n');
            }
        }
        return inline.toString();
    }

    private Configuration load(String toml) throws IOException, ProblemException {
        Path file = Files.writeString(folder.resolve("lakegate.toml"), toml);
        // those that the complete example names
        for (String named : List.of("proxy-password", "acme-ca.pem", "acme-roots.pem")) {
            Files.writeString(folder.resolve(named), named);
        }
        return loader(file).load();
    }

    /// The program's own list: key and whether the environment may set it.
    private Map<String, String> known(String toml) throws ProblemException {
        SettingReader reader = new SettingReader(
                List.of(new SettingSource.File(new FilePlace("example", false), Toml.parse(toml), Author.PERSON)));
        loader(folder.resolve("lakegate.toml")).read(reader);
        boolean generic = toml.equals(shortest);
        return reader.known().entrySet().stream()
                .collect(toMap(
                        known -> generic
                                ? known.getKey().replace(".acme.", ".NAME.").replace(".prod.", ".ROUTE.")
                                : known.getKey(),
                        known -> known.getValue() == Trust.ANYWHERE ? "yes" : "no"));
    }

    private ConfigurationLoader loader(Path file) {
        Locations locations =
                new Locations(file, folder.resolve("state"), folder.resolve("s"), folder.resolve("managed.toml"));
        return new ConfigurationLoader(locations, Map.of(), Map.of());
    }
}
