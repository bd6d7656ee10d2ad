package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `app/docs/providers.md` and the program say the same.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvidersDocumentationTest {
    private static final Pattern EXAMPLE = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9]+)` \\|.*\\|$", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private String document;

    @BeforeAll
    void read() throws IOException {
        document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/providers.md"));
    }

    @Test
    void the_table_shows_each_presets_habits() {
        List<String> rows = ROW.matcher(document)
                .results()
                .map(MatchResult::group)
                .skip(1) // the heading
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ProviderPreset.values())
                        .map(ProvidersDocumentationTest::row)
                        .toList());
    }

    @Test
    void each_known_provider_has_an_example_that_loads_and_leaves_its_habits_alone() throws Exception {
        List<Profile> profiles = EXAMPLE.matcher(document)
                .results()
                .map(example -> load(example.group(1)))
                .toList();

        assertThat(profiles)
                .extracting(Profile::provider)
                .containsExactly(Stream.of(ProviderPreset.values())
                        .filter(preset -> preset != ProviderPreset.OTHER)
                        .toArray(ProviderPreset[]::new))
                .doesNotHaveDuplicates();
        assertThat(profiles).allSatisfy(profile -> {
            ProviderPreset.Habits habits = profile.provider().habits();
            assertThat(profile.audienceParameter()).isEqualTo(habits.audienceParameter());
            assertThat(profile.identityToken()).isEqualTo(habits.identityToken());
            assertThat(profile.signIn().redirectPorts()).isEqualTo(habits.redirectPorts());
            assertThat(profile.signIn().authorizationParameters()).isEqualTo(habits.authorizationParameters());
            assertThat(profile.signIn().scopes()).containsAll(habits.scopes());
        });
    }

    @Test
    void ports_that_have_to_be_registered_stand_in_the_instructions() {
        for (ProviderPreset preset : ProviderPreset.values()) {
            if (!preset.habits().redirectPorts().isEmpty()) {
                assertThat(section(preset))
                        .contains(preset.habits().redirectPorts().stream()
                                .map(String::valueOf)
                                .toList());
            }
        }
    }

    @Test
    void it_says_plainly_that_no_provider_was_ever_reached() {
        assertThat(document).contains("**None of these providers was ever reached");
    }

    private String section(ProviderPreset preset) {
        return Arrays.stream(document.split("\n## "))
                .filter(part -> part.toLowerCase(Locale.ROOT).startsWith(spelling(preset)))
                .findFirst()
                .orElseThrow();
    }

    private static String row(ProviderPreset preset) {
        ProviderPreset.Habits habits = preset.habits();
        String prompt = switch (habits.consent()) {
            case UNASKED -> "";
            case ALWAYS -> "`consent`";
            case FOR_OFFLINE_ACCESS -> "`consent` with `offline_access`";
        };
        String beside = habits.authorizationParameters().entrySet().stream()
                .map(parameter -> "`" + parameter.getKey() + "=" + parameter.getValue() + "`")
                .collect(Collectors.joining(" "));
        String ports = habits.redirectPorts().isEmpty()
                ? "any"
                : habits.redirectPorts().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Stream.of(
                        "`" + spelling(preset) + "`",
                        "`" + spelling(habits.audienceParameter()) + "`",
                        "`" + spelling(habits.identityToken()) + "`",
                        "`" + String.join(" ", habits.scopes()) + "`",
                        prompt,
                        beside,
                        ports)
                .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
                .collect(Collectors.joining("|", "|", "|"));
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Profile load(String toml) {
        try {
            Path file = Files.writeString(folder.resolve("lakegate.toml"), toml);
            Locations locations =
                    new Locations(file, folder.resolve("state"), folder.resolve("s"), folder.resolve("managed.toml"));
            return new ConfigurationLoader(locations, Map.of(), Map.of())
                    .load()
                    .profiles()
                    .getFirst();
        } catch (IOException | ProblemException failure) {
            throw new AssertionError(toml, failure);
        }
    }
}
