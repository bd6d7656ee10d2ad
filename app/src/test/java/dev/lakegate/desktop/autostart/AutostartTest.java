package dev.lakegate.desktop.autostart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutostartTest {
    @TempDir
    Path home;

    @Test
    void on_twice_is_on_and_off_twice_is_off() throws Exception {
        Autostart autostart = linux(Path.of("/opt/lakegate/bin/lakegate"));
        assertThat(autostart.isOn()).isFalse();

        autostart.set(true);
        autostart.set(true);
        assertThat(autostart.isOn()).isTrue();
        assertThat(Files.readString(entry())).contains("Exec=\"/opt/lakegate/bin/lakegate\" --hidden\n");

        autostart.set(false);
        autostart.set(false);
        assertThat(autostart.isOn()).isFalse();
    }

    @Test
    void a_program_that_has_moved_is_started_from_where_it_is_now() throws Exception {
        linux(Path.of("/old/lakegate")).set(true);
        Autostart moved = linux(Path.of("/new/lakegate"));

        moved.keepUp();

        assertThat(Files.readString(entry())).contains("\"/new/lakegate\"").doesNotContain("/old/");
    }

    @Test
    void what_a_person_has_switched_off_in_the_desktops_settings_stays_off() throws Exception {
        Autostart autostart = linux(Path.of("/old/lakegate"));
        autostart.set(true);
        Files.writeString(entry(), Files.readString(entry()) + "Hidden=true\n");

        linux(Path.of("/new/lakegate")).keepUp();

        assertThat(autostart.isOn()).isFalse();
        assertThat(Files.readString(entry())).contains("/old/");
    }

    @Test
    void a_path_with_what_is_special_to_desktop_entries_is_escaped() {
        assertThat(DesktopEntry.of(Path.of("/a b/100%/$x/lakegate")))
                .contains("Exec=\"/a b/100%%/\\\\$x/lakegate\" --hidden");
    }

    @Test
    void on_macos_it_is_a_launch_agent() throws Exception {
        Autostart autostart = Autostart.ofThisSystem(
                        "Mac OS X", Map.of(), home, Optional.of(Path.of("/Applications/A&B.app/lakegate")))
                .orElseThrow();

        autostart.set(true);

        assertThat(Files.readString(home.resolve("Library/LaunchAgents/dev.lakegate.plist")))
                .contains("<string>/Applications/A&amp;B.app/lakegate</string><string>--hidden</string>");
    }

    @Test
    void without_a_launcher_there_is_none() {
        assertThat(Autostart.ofThisSystem("Linux", Map.of(), home, Optional.empty()))
                .isEmpty();
    }

    private Autostart linux(Path launcher) {
        return Autostart.ofThisSystem("Linux", Map.of(), home, Optional.of(launcher))
                .orElseThrow();
    }

    private Path entry() {
        return home.resolve(".config/autostart/dev.lakegate.desktop");
    }
}
