package dev.lakegate.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.ui.kit.Words;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {

    @Test
    void every_setting_and_its_section_has_a_name(@TempDir Path folder) throws Exception {
        Locations locations = new Locations(
                folder.resolve("lakegate.toml"), folder, folder.resolve("s"), folder.resolve("managed.toml"));

        for (Setting setting : new ConfigurationLoader(locations, Map.of(), Map.of())
                .sheetWith("[profile.acme.route.prod]\nport = 8765\n")
                .settings()) {
            String key = setting.key();
            assertThat(Words.of("setting." + key.substring(key.lastIndexOf('.') + 1)))
                    .isNotBlank();
            assertThat(new Section(Section.nameOf(key), Optional.empty()).title())
                    .isNotBlank();
        }
    }

    @Test
    void a_route_is_told_from_its_profile() {
        Section profile = new Section(Section.nameOf("profile.acme.issuer"), Optional.empty());
        Section route = new Section(Section.nameOf("profile.acme.route.prod.port"), Optional.empty());

        assertThat(profile.isRoute()).isFalse();
        assertThat(route.isRoute()).isTrue();
        assertThat(route.title()).isEqualTo("Route prod");
        assertThat(route.profile()).isEqualTo(profile.profile()).isEqualTo("acme");
    }
}
