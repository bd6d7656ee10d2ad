package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.Main;
import dev.lakegate.sandbox.DBusSession;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.Panel;
import dev.lakegate.sandbox.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `lakegate` without a command.
@ExtendWith(StandardSandbox.class)
class DesktopAppIT extends WithSandbox {
    @TempDir
    Path browser;

    @Test
    void without_display_and_tray_it_says_what_needs_none() {
        Outcome outcome = notStarted(sandbox.configuration(), Map.of()).lakegate();

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("lakegate: there is neither a display nor a tray here; 'lakegate run'")
                .contains("Usage: lakegate", "support-bundle");
    }

    @Test
    @Timeout(60)
    void a_person_signs_in_and_out_sees_requests_and_quits_all_from_the_tray() throws Exception {
        DBusSession session = new DBusSession(Files.createTempDirectory("lgt"));
        Laptop laptop = notStarted(sandbox.configuration(), Map.of());
        Map<String, String> environment = Map.of(
                "LAKEGATE_HOME", laptop.home().toString(),
                "DBUS_SESSION_BUS_ADDRESS", session.address(),
                "BROWSER", Program.browserOfAlice(browser).toString());
        Process app = null;
        try (Panel panel = new Panel(session)) {
            app = lakegate(environment, "--hidden");
            panel.awaitIcon();
            await(panel, "label=Signed out");

            panel.click("Sign in");
            await(panel, "label=alice@acme.example until ");
            assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
            await(panel, "label=1 request in the last minute");

            panel.click("Pause");
            await(panel, "label=Paused: new requests are refused");
            assertThat(Notebook.of(laptop, "prod").get(ME).status()).isEqualTo(503);
            panel.click("Go on");
            Awaitility.await("it serves")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(panel.menu()).doesNotContain("label=Paused"));
            assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");

            Process second = lakegate(environment);
            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).as(output(second)).isZero();
            Awaitility.await("what the log says of it")
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () -> Files.readString(
                                    laptop.locations().stateFolder().resolve("log/lakegate.0.log")),
                            log -> log.contains("Another start was asked for")
                                    && log.contains("No window can be opened"));

            panel.click("Sign out");
            await(panel, "label=Signed out");
            panel.click("Quit");
            assertThat(app.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(app.exitValue()).as(output(app)).isZero();
        } finally {
            if (app != null) {
                app.destroyForcibly();
            }
            session.close();
        }
    }

    private static void await(Panel panel, String text) {
        Awaitility.await(text)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(panel.menu()).contains(text));
    }

    private static Process lakegate(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(Set.of("DISPLAY", "WAYLAND_DISPLAY"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String output(Process process) throws Exception {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
