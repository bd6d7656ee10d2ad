package dev.lakegate.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.DBusSession;
import dev.lakegate.sandbox.Screen;
import dev.lakegate.sandbox.XfcePanel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tray in a real panel, as far as pixels tell.
class XfcePanelIT {
    private static final int TEAL = 0x0f6f6c;
    private static final int ORANGE = 0xe58e00;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void the_icon_is_seen_and_changes_its_shape_on_light_and_on_dark_panels(boolean dark) throws Exception {
        Path folder = Files.createTempDirectory("lgx");
        try (DBusSession session = new DBusSession(folder);
                Screen screen = new Screen(folder);
                XfcePanel _ = new XfcePanel(session, folder, screen, dark);
                Tray tray = Trays.ofThisSystem("Linux", session.environment(), view(TrayState.CONNECTED), () -> {})
                        .orElseThrow()) {
            awaitColour(screen, TEAL);
            keep(screen, "connected", dark);

            tray.show(view(TrayState.ATTENTION));
            awaitColour(screen, ORANGE);
            assertThat(screen.count(TEAL)).isZero();
            keep(screen, "attention", dark);
        }
    }

    private static TrayView view(TrayState state) {
        return new TrayView(state, "Lakegate", state.name(), List.of(new TrayItem.Action("Quit", () -> {})));
    }

    private static void awaitColour(Screen screen, int colour) {
        Awaitility.await("the icon's colour")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(screen.count(colour)).isGreaterThan(50));
    }

    /// For people to look at.
    private static void keep(Screen screen, String state, boolean dark) throws Exception {
        Path pictures = Path.of(System.getProperty("lakegate.root"), "app/target/screenshots");
        screen.keep(pictures.resolve("tray-" + state + (dark ? "-dark" : "-light") + ".png"));
    }
}
