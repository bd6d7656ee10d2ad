package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a setting, for a person whose system is German.
class SettingPhrasesTest {
    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @TempDir
    Path folder;

    private Locations locations;

    @BeforeEach
    void german() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
        locations = new Locations(
                folder.resolve("lakegate.toml"), folder, folder.resolve("s"), folder.resolve("managed.toml"));
    }

    @AfterEach
    void asItWas() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            profile.acme.route.prod.port   | 70000   | eine Zahl von 1 bis 65535
            audit.keep_files               | many    | eine Zahl von 1 bis 1000
            traces.sampled                 | 2       | eine Zahl von 0 bis 1, etwa 0.1
            profile.acme.sign_in_timeout   | soon    | eine Dauer wie "90s", "5m" oder "1h"
            profile.acme.identity_token    | both    | "access" oder "id"
            profile.acme.route.prod.socket | yes     | "none" oder "also" oder "only"
            profile.acme.gateway           | http:/x | eine Adresse wie "https://gateway.example.com", ohne Pfad
            network.no_proxy               | a b     | Hostnamen, Adressen oder Blöcke wie "10.0.0.0/8", ohne Schema und Pfad
            """)
    void what_is_expected_of_a_value_is_told_in_german(String key, String typed, String german) throws Exception {
        Phrase expected = loader(Map.of()).sheetWith("[profile.acme.route.prod]\nport = 8765\n").settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .flatMap(setting -> setting.mismatch(typed))
                .orElseThrow();

        assertThat(expected.local()).isEqualTo(german);
    }

    @Test
    void what_a_start_would_say_against_a_draft_is_told_in_german_with_its_place_and_remedy() throws Exception {
        List<ConfigurationProblem> problems = loader(Map.of("LAKEGATE_PROFILE_ACME_ISSUER", "https://evil.example"))
                .sheetWith("""
                        [profile.acme]
                        client_id = "lakegate"
                        audience = "urn:acme:gateway"
                        gatway = "https://gateway.acme.example"

                        [profile.acme.route.prod]
                        port = "many"
                        tls_port = 8443
                        socket = "only"
                        """)
                .problems();

        String draft = locations.configFile() + " im Entwurf, Zeile ";
        assertThat(problems)
                .extracting(ConfigurationProblem::local)
                .containsExactlyInAnyOrder(
                        "Umgebungsvariable LAKEGATE_PROFILE_ACME_ISSUER: 'profile.acme.issuer' darf nicht aus der Umgebung"
                                + " kommen, die jedes Projekt setzen kann; entfernen Sie die Variable, und setzen Sie die"
                                + " Einstellung in lakegate.toml",
                        draft + "1: 'gateway' fehlt in 'profile.acme'; fügen Sie es hinzu",
                        draft + "4: 'profile.acme.gatway' ist keine Einstellung; meinten Sie 'profile.acme.gateway'?",
                        draft
                                + "7: 'profile.acme.route.prod.port' ist nicht gültig; erwartet: eine Zahl von 1 bis 65535",
                        draft + "8: Route 'prod' hört nur auf ihrem Socket und hat daher keinen Port für TLS; entfernen"
                                + " Sie 'tls_port', oder setzen Sie 'socket' auf \"also\"");
        assertThat(problems)
                .extracting(ConfigurationProblem::toString)
                .contains(
                        locations.configFile()
                                + " as it would be:7: 'profile.acme.route.prod.port' is not valid; write a number from 1 to 65535");
    }

    @Test
    void commands_and_the_log_tell_it_in_english() throws IOException {
        Files.writeString(locations.configFile(), "[audit]\nkeep_files = 0\n");

        ProblemException refusal = catchThrowableOfType(ProblemException.class, loader(Map.of())::load);

        assertThat(refusal).hasMessageNotContainingAny("gültig", "erwartet");
        assertThat(((ConfigurationInvalid) refusal.problem()).lines())
                .containsExactly(
                        locations.configFile() + ":2: 'audit.keep_files' is not valid; write a number from 1 to 1000",
                        locations.configFile()
                                + ": no profile is configured; run 'lakegate join ADDRESS' with the address of your company's gateway, or write a [profile.NAME] there, see app/docs/configuration.md");
    }

    private ConfigurationLoader loader(Map<String, String> environment) {
        return new ConfigurationLoader(locations, environment, Map.of());
    }
}
