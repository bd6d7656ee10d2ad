package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lakegate.config.Form.Shape;
import dev.lakegate.config.SettingsSheet.Lock;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.config.SettingsSheet.Table;
import dev.lakegate.model.Phrase;
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
        assertThat(port.mismatch("ninety")).map(Phrase::toString).contains("a number from 1 to 65535");
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
        assertThat(admission.origin().toString())
                .startsWith(locations.managedFile().toString());
        assertThat(setting("profile.acme.issuer").lock()).isEqualTo(Lock.OPEN);
        assertThat(setting("join.gateways").lock()).isEqualTo(Lock.ADMINISTRATORS_ALONE);
    }

    @Test
    void what_a_variable_outweighs_is_locked_for_now() throws Exception {
        SettingsSheet sheet = sheet(Map.of("LAKEGATE_AUDIT_KEEP_FILES", "7"));

        Setting keep = of(sheet, "audit.keep_files");
        assertThat(keep.lock()).isEqualTo(Lock.OUTWEIGHED);
        assertThat(keep.value()).isEqualTo("7");
        assertThat(keep.origin().toString()).contains("LAKEGATE_AUDIT_KEEP_FILES");
    }

    @Test
    void what_counts_where_nothing_is_set_is_told_as_it_would_be_typed() throws Exception {
        assertThat(setting("audit.keep").fallback()).isEqualTo("90d");
        assertThat(setting("audit.max_file_size").fallback()).isEqualTo("16MB");
        assertThat(setting("audit.on_failure").fallback()).isEqualTo("serve");
        assertThat(setting("audit.query_names").fallback()).isEmpty();
        assertThat(setting("traces.sampled").fallback()).isEqualTo("0.1");
        assertThat(setting("network.proxy").fallback()).isEqualTo("direct");
        assertThat(setting("profile.acme.sign_in_timeout").fallback()).isEqualTo("5m");
        assertThat(setting("profile.acme.scopes").fallback()).isEqualTo("openid, offline_access, profile, email");
        assertThat(setting("profile.acme.login_hint").fallback()).isEmpty();
        assertThat(sheet(Map.of()).settings())
                .filteredOn(setting -> !setting.fallback().isEmpty())
                .hasSizeGreaterThan(20)
                .allSatisfy(setting -> assertThat(setting.mismatch(setting.fallback()))
                        .as(setting.key())
                        .isEmpty());
    }

    @Test
    void a_default_follows_from_what_else_is_set() throws Exception {
        Files.writeString(
                locations.configFile(),
                Files.readString(locations.configFile())
                        .replace(
                                "[profile.acme]",
                                "[profile.acme]\nprovider = \"okta\"\ngateway = \"https://gateway.acme.example\""));

        assertThat(setting("profile.acme.redirect_ports").fallback()).isEqualTo("28611, 28612, 28613");
        assertThat(setting("profile.acme.route.prod.workspace").fallback()).isEqualTo("gateway.acme.example");
        assertThat(of(sheet(Map.of("https_proxy", "http://alice:secret@proxy.acme.example:3128")), "network.proxy")
                        .fallback())
                .isEqualTo("http://proxy.acme.example:3128");
    }

    @Test
    void what_something_has_to_set_is_needed() throws Exception {
        assertThat(sheet(Map.of()).settings())
                .filteredOn(Setting::needed)
                .extracting(Setting::key)
                .containsExactlyInAnyOrder(
                        "profile.acme.issuer",
                        "profile.acme.client_id",
                        "profile.acme.audience",
                        "profile.acme.gateway",
                        "profile.acme.route.prod.port");
    }

    @Test
    void profiles_and_routes_are_listed_and_those_of_the_administrator_cannot_be_taken_out() throws Exception {
        Files.writeString(locations.managedFile(), "[profile.umbrella.route.theirs]\nport = 8766\n");

        assertThat(sheet(Map.of()).tables())
                .extracting(Table::key, Table::lock)
                .containsExactly(
                        tuple("profile.acme", Lock.OPEN),
                        tuple("profile.acme.route.prod", Lock.OPEN),
                        tuple("profile.umbrella", Lock.MANAGED),
                        tuple("profile.umbrella.route.theirs", Lock.MANAGED));
        assertThat(sheet(Map.of()).tables().getLast().origin().toString())
                .startsWith(locations.managedFile().toString());
    }

    @Test
    void all_that_a_start_would_say_against_it_is_told() throws Exception {
        assertThat(sheet(Map.of()).problems())
                .anyMatch(problem -> problem.toString().contains("'client_id' is missing in 'profile.acme'"))
                .anyMatch(problem -> problem.toString().contains("'gateway' is missing in 'profile.acme'"));
        Files.writeString(locations.configFile(), "");
        assertThat(sheet(Map.of()).problems()).singleElement().asString().contains("no profile is configured");
    }

    private Setting setting(String key) throws Exception {
        return of(sheet(Map.of()), key);
    }

    private SettingsSheet sheet(Map<String, String> environment) throws Exception {
        return new ConfigurationLoader(locations, environment, Map.of())
                .sheetWith(Files.readString(locations.configFile()));
    }

    private static Setting of(SettingsSheet sheet, String key) {
        return sheet.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
