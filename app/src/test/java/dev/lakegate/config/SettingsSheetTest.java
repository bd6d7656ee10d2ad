package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Form.Shape;
import dev.lakegate.config.SettingsSheet.Lock;
import dev.lakegate.config.SettingsSheet.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a form that people fill in has to know of each setting.
class SettingsSheetTest {
    @TempDir
    Path folder;

    private Locations locations;

    @BeforeEach
    void files() throws Exception {
        locations = new Locations(
                folder.resolve("lakegate.toml"),
                folder.resolve("state"),
                folder.resolve("control.sock"),
                folder.resolve("managed.toml"));
        Files.writeString(locations.configFile(), """
                [audit]
                keep_files = 30
                query_names = ["page", "size"]

                [profile.acme]
                issuer = "https://id.acme.example"
                admission = "key-or-same-user"

                [profile.acme.route.prod]
                port = 8765
                """);
    }

    @Test
    void every_setting_that_there_is_a_place_for_is_there_with_its_value() throws Exception {
        assertThat(setting("audit.keep_files").value()).isEqualTo("30");
        assertThat(setting("audit.query_names").value()).isEqualTo("page, size");
        assertThat(setting("audit.keep").value()).isEmpty();
        assertThat(setting("profile.acme.issuer").value()).isEqualTo("https://id.acme.example");
        assertThat(setting("profile.acme.client_id").value()).isEmpty();
        assertThat(setting("profile.acme.route.prod.port").value()).isEqualTo("8765");
    }

    @Test
    void each_says_how_it_is_given() throws Exception {
        assertThat(setting("audit.keep_files").shape()).isEqualTo(Shape.NUMBER);
        assertThat(setting("audit.query_names").shape()).isEqualTo(Shape.LIST);
        assertThat(setting("audit.recognise_runs").form().choices()).containsExactly("true", "false");
        assertThat(setting("profile.acme.redirect_ports").shape()).isEqualTo(Shape.NUMBERS);
        assertThat(setting("profile.acme.admission").form().choices()).containsExactly("key", "key-or-same-user");
    }

    @Test
    void what_is_typed_is_judged_as_in_the_file() throws Exception {
        Setting port = setting("profile.acme.route.prod.port");

        assertThat(port.mismatch("9000")).isEmpty();
        assertThat(port.mismatch("")).isEmpty();
        assertThat(port.mismatch("ninety")).contains("a number from 1 to 65535");
        assertThat(setting("profile.acme.redirect_ports").mismatch("8401, 8402"))
                .isEmpty();
        assertThat(setting("profile.acme.redirect_ports").mismatch("8401, x")).isPresent();
    }

    @Test
    void what_the_administrator_has_set_is_locked() throws Exception {
        Files.writeString(locations.managedFile(), "[profile.acme]\nadmission = \"key\"\n");

        Setting admission = setting("profile.acme.admission");

        assertThat(admission.lock()).isEqualTo(Lock.MANAGED);
        assertThat(admission.value()).isEqualTo("key");
        assertThat(admission.origin()).startsWith(locations.managedFile().toString());
        assertThat(setting("profile.acme.issuer").lock()).isEqualTo(Lock.OPEN);
        assertThat(setting("join.gateways").lock()).isEqualTo(Lock.ADMINISTRATORS_ALONE);
    }

    @Test
    void what_a_variable_outweighs_is_locked_for_now() throws Exception {
        SettingsSheet sheet =
                new ConfigurationLoader(locations, Map.of("LAKEGATE_AUDIT_KEEP_FILES", "7"), Map.of()).sheet();

        Setting keep = of(sheet, "audit.keep_files");
        assertThat(keep.lock()).isEqualTo(Lock.OUTWEIGHED);
        assertThat(keep.value()).isEqualTo("7");
        assertThat(keep.origin()).contains("LAKEGATE_AUDIT_KEEP_FILES");
    }

    private Setting setting(String key) throws Exception {
        return of(new ConfigurationLoader(locations, Map.of(), Map.of()).sheet(), key);
    }

    private static Setting of(SettingsSheet sheet, String key) {
        return sheet.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
