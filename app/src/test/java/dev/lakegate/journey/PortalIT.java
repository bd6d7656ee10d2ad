package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.os.dbus.SessionAddress;
import dev.lakegate.os.portal.ColourSetting;
import dev.lakegate.os.portal.ColourSetting.Preference;
import dev.lakegate.sandbox.AppearancePortal;
import dev.lakegate.sandbox.AppearancePortal.Age;
import dev.lakegate.sandbox.DBusSession;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.OpenWindow;
import dev.lakegate.ui.window.Appearance;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import javafx.application.Application;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The desktop's portal tells whether the window is light or dark.
@ExtendWith(StandardSandbox.class)
@Timeout(60)
class PortalIT extends WithSandbox {
    private DBusSession session;

    @BeforeEach
    void logIn() throws IOException {
        session = new DBusSession(Files.createTempDirectory("lgp"));
    }

    @AfterEach
    void logOut() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource({"NEW, 1, DARK", "NEW, 2, LIGHT", "NEW, 0, NONE", "NEW, 7, NONE", "OLD, 1, DARK", "OLD, 2, LIGHT"})
    void it_is_asked_as_portals_of_its_age_want_it(Age age, int scheme, Preference preference) throws Exception {
        try (AppearancePortal _ = new AppearancePortal(session, age, scheme);
                ColourSetting setting =
                        ColourSetting.open(SessionAddress.socket(session.environment()), Duration.ofSeconds(5))) {
            assertThat(setting.read()).isEqualTo(preference);
        }
    }

    @Test
    void an_open_window_follows_when_the_person_changes_their_mind() throws Exception {
        Laptop laptop = laptop();
        try (AppearancePortal portal = new AppearancePortal(session, Age.NEW, 1);
                OpenWindow window = OpenWindow.on(
                        laptop, () -> Appearance.ofTheSystem("Linux", session.environment()), Optional::empty)) {
            assertThat(looks(window)).isEqualTo("primer-dark dark");

            portal.change(2);
            window.await("a light window", () -> looks(window).equals("primer-light light"));

            portal.change(1);
            window.await("a dark window", () -> looks(window).equals("primer-dark dark"));
        }
    }

    private static String looks(OpenWindow window) {
        return OpenWindow.onScreen(() -> name(Application.getUserAgentStylesheet()) + " "
                + name(window.scene().getStylesheets().getLast()));
    }

    private static String name(String stylesheet) {
        return stylesheet.replaceFirst(".*/", "").replace(".css", "");
    }
}
