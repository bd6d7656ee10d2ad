package dev.lakegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemWordsTest {
    private static final Path DOCS = Path.of(System.getProperty("lakegate.root"), "app/docs");
    /// Of the tables of codes, with the status that each has.
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| [0-9]{3}\\b", Pattern.MULTILINE);

    private static final ProviderUnreachable UNREACHABLE =
            new ProviderUnreachable(URI.create("https://login.acme.example"), "connection refused");

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @AfterEach
    void asItWas() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"problems.properties", "problems_de.properties"})
    void every_code_that_is_documented_has_words_and_no_other(String language) throws IOException {
        Set<String> told = texts(language).stringPropertyNames();
        Set<String> codes =
                told.stream().filter(key -> !key.endsWith(".remedy")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = documented("problems.md");
        documented.addAll(documented("gateway.md"));

        assertThat(codes).hasSizeGreaterThan(90).isEqualTo(documented);
    }

    @Test
    void what_can_be_done_is_told_in_both_languages_or_in_none() throws IOException {
        assertThat(texts("problems_de.properties").keySet())
                .isEqualTo(texts("problems.properties").keySet());
    }

    @Test
    void every_problem_of_this_program_has_a_remedy_of_its_own() throws IOException {
        Set<String> told = texts("problems.properties").stringPropertyNames();

        assertThat(documented("problems.md")).allMatch(code -> told.contains(code + ".remedy"));
    }

    @Test
    void a_person_whose_system_is_german_reads_german_with_the_particulars_as_the_log_has_them() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);

        assertThat(ProblemWords.what("port_taken")).isEqualTo("ein anderes Programm hält den Port");
        assertThat(ProblemWords.of(UNREACHABLE))
                .isEqualTo(
                        "Der Identitätsanbieter ist nicht erreichbar. Prüfen Sie die Netzverbindung; Lakegate versucht"
                                + " es von sich aus wieder. (The identity provider https://login.acme.example could not be"
                                + " reached: connection refused. Check the network connection and the profile's issuer, then"
                                + " try again.)");
    }

    @Test
    void what_is_wrong_with_the_configuration_is_told_in_german_too() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
        ConfigurationInvalid invalid = new ConfigurationInvalid(List.of(
                new ConfigurationProblem(
                        Phrase.verbatim("lakegate.toml:3"),
                        Phrase.of("setting.invalid", "audit.keep"),
                        Phrase.of("setting.write", Phrase.of("setting.write.days"))),
                new ConfigurationProblem(
                        Phrase.of("setting.at.variable", "LAKEGATE_X"),
                        Phrase.of("setting.unknown", "LAKEGATE_X"),
                        Phrase.of("setting.unknown.remedy"))));

        assertThat(ProblemWords.of(invalid)).isEqualTo("""
                        Die Konfiguration kann nicht verwendet werden:
                          lakegate.toml:3: 'audit.keep' ist nicht gültig; erwartet: eine Anzahl Tage wie "90d"
                          Umgebungsvariable LAKEGATE_X: 'LAKEGATE_X' ist keine Einstellung; entfernen Sie es
                        Berichtigen Sie, was genannt ist.""");
        assertThat(invalid.text().what().lines())
                .containsExactly(
                        "The configuration cannot be used:",
                        "  lakegate.toml:3: 'audit.keep' is not valid; write a number of days such as \"90d\"",
                        "  environment variable LAKEGATE_X: 'LAKEGATE_X' is not a setting; remove it");
    }

    @Test
    void a_person_without_a_translation_reads_what_the_log_has() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.FRANCE);

        assertThat(ProblemWords.of(UNREACHABLE)).isEqualTo(UNREACHABLE.text().toString());
    }

    @Test
    void a_code_of_a_newer_gateway_is_told_as_it_is() {
        assertThat(ProblemWords.what("moon_in_wrong_phase")).isEqualTo("moon in wrong phase");
        assertThat(ProblemWords.remedy("moon_in_wrong_phase")).startsWith("Ask the network team");
    }

    private static Set<String> documented(String document) throws IOException {
        return ROW.matcher(Files.readString(DOCS.resolve(document)))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = ProblemWords.class.getResourceAsStream("/dev/lakegate/model/" + name)) {
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
