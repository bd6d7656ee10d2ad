package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {
    private static final Path HOME = Path.of("/home/alice");

    @Test
    void linux_follows_the_xdg_specification_with_its_defaults() {
        assertThat(Locations.of(Map.of(), "Linux", HOME))
                .isEqualTo(new Locations(
                        Path.of("/home/alice/.config/lakegate/lakegate.toml"),
                        Path.of("/home/alice/.local/state/lakegate"),
                        Path.of("/home/alice/.local/state/lakegate/run/control.sock"),
                        Path.of("/etc/lakegate/lakegate.toml")));
    }

    @Test
    void linux_follows_the_xdg_variables() {
        Map<String, String> environment = Map.of(
                "XDG_CONFIG_HOME", "/x/config", "XDG_STATE_HOME", "/x/state", "XDG_RUNTIME_DIR", "/run/user/1000");

        assertThat(Locations.of(environment, "Linux", HOME))
                .isEqualTo(new Locations(
                        Path.of("/x/config/lakegate/lakegate.toml"),
                        Path.of("/x/state/lakegate"),
                        Path.of("/run/user/1000/lakegate/control.sock"),
                        Path.of("/etc/lakegate/lakegate.toml")));
    }

    @Test
    void relative_and_empty_variables_are_ignored_as_the_specification_asks() {
        Map<String, String> environment = Map.of(
                "XDG_CONFIG_HOME",
                "config",
                "XDG_STATE_HOME",
                "",
                "XDG_RUNTIME_DIR",
                "../run",
                "LAKEGATE_HOME",
                "here");

        assertThat(Locations.of(environment, "Linux", HOME)).isEqualTo(Locations.of(Map.of(), "Linux", HOME));
    }

    @Test
    void macos_keeps_all_in_the_library() {
        assertThat(Locations.of(Map.of("XDG_CONFIG_HOME", "/x"), "Mac OS X", HOME))
                .isEqualTo(new Locations(
                        Path.of("/home/alice/Library/Application Support/Lakegate/lakegate.toml"),
                        Path.of("/home/alice/Library/Application Support/Lakegate/state"),
                        Path.of("/home/alice/Library/Application Support/Lakegate/run/control.sock"),
                        Path.of("/Library/Application Support/Lakegate/lakegate.toml")));
    }

    @Test
    void windows_keeps_settings_in_the_roaming_and_state_in_the_local_folder() {
        // Paths of this test's own system stand for C:\…, which only Windows calls absolute
        Map<String, String> environment = Map.of("APPDATA", "/c/roaming", "LOCALAPPDATA", "/c/local");

        Locations locations = Locations.of(environment, "Windows 11", HOME);

        assertThat(locations.configFile()).isEqualTo(Path.of("/c/roaming/Lakegate/lakegate.toml"));
        assertThat(locations.stateFolder()).isEqualTo(Path.of("/c/local/Lakegate/state"));
        assertThat(locations.socketFile()).isEqualTo(Path.of("/c/local/Lakegate/run/control.sock"));
        assertThat(locations.managedFile().toString()).isEqualTo("C:\\ProgramData\\Lakegate\\lakegate.toml");
    }

    @Test
    void windows_without_its_variables_finds_the_same_folders_below_home() {
        Locations locations = Locations.of(Map.of(), "Windows 11", HOME);

        assertThat(locations.configFile()).isEqualTo(HOME.resolve("AppData/Roaming/Lakegate/lakegate.toml"));
        assertThat(locations.stateFolder()).isEqualTo(HOME.resolve("AppData/Local/Lakegate/state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Linux", "Mac OS X", "Windows 11"})
    void lakegate_home_moves_all_but_the_administrators_file(String system) {
        Map<String, String> environment =
                Map.of("LAKEGATE_HOME", "/moved", "XDG_CONFIG_HOME", "/x", "XDG_RUNTIME_DIR", "/r", "APPDATA", "/a");

        assertThat(Locations.of(environment, system, HOME))
                .isEqualTo(new Locations(
                        Path.of("/moved/lakegate.toml"),
                        Path.of("/moved/state"),
                        Path.of("/moved/run/control.sock"),
                        Locations.of(Map.of(), system, HOME).managedFile()));
    }
}
