package dev.lakegate.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.DBusSession;
import dev.lakegate.sandbox.DesktopProgram;
import dev.lakegate.sandbox.Screen;
import dev.lakegate.sandbox.XfcePanel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The program as a desktop starts it: its icon in a real panel, its window on a real display, and a
/// person with a mouse, as far as pixels tell.
class RealWindowIT {
    /// Of the icon while nobody is signed in.
    private static final int SLATE = 0x53626e;
    /// Of the step that one is at.
    private static final int BRAND = 0x0f6f6c;

    @Test
    @Timeout(60)
    void a_click_on_the_icon_opens_the_window_and_closing_it_leaves_the_icon() throws Exception {
        Path folder = Files.createTempDirectory("lgw");
        try (DBusSession session = new DBusSession(folder);
                Screen screen = new Screen(folder, "1280x900x24");
                XfcePanel _ = new XfcePanel(session, folder, screen, false);
                DesktopProgram lakegate = new DesktopProgram(session, screen, folder)) {
            await(() -> assertThat(screen.count(SLATE)).isGreaterThan(50));

            screen.click(SLATE);
            await(() -> assertThat(screen.count(BRAND)).isGreaterThan(500));
            screen.keep(Path.of(System.getProperty("lakegate.root"), "app/target/screenshots/window-real.png"));

            screen.click(BRAND);
            screen.press("ctrl+w");
            await(() -> assertThat(screen.count(BRAND)).isZero());
            assertThat(screen.count(SLATE)).isGreaterThan(50);
            assertThat(lakegate.isRunning()).isTrue();
        }
    }

    private static void await(ThrowingRunnable isSo) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(isSo);
    }
}
