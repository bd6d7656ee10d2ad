package dev.lakegate.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The image as the desktop app, of a person who has a profile and is not signed in: how soon its icon and its window
/// are
/// there, and what it takes while nobody looks.
final class DesktopTimes {
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 2_000_000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    /// Of a screen on which there is no window.
    private static final int NOTHING = 0;

    private final List<Double> icon = new ArrayList<>();
    private final List<Double> window = new ArrayList<>();
    private final List<Double> inTray = new ArrayList<>();
    private final List<Double> withWindow = new ArrayList<>();
    private final List<Double> idle = new ArrayList<>();

    private DesktopTimes() {}

    /// As often as that, each time anew; prints all figures.
    static void measure(int times, PrintStream out) throws Exception {
        DesktopTimes seen = new DesktopTimes();
        for (int time = 0; time < times; time++) {
            seen.once();
        }
        out.println("| what | target | seen |\n|---|---|---|");
        row(out, "from the start until the icon is in the panel, s", "0.4", seen.icon);
        row(out, "from the click on it until the window is drawn, for the first time, s", "0.8", seen.window);
        row(out, "resident in the tray, MB", "100 (aim 80)", seen.inTray);
        row(out, "resident with the window open, MB", "160", seen.withWindow);
        row(out, "of a core when idle, %", "0.3", seen.idle);
    }

    private static void row(PrintStream out, String what, String target, List<Double> seen) {
        List<String> figures = seen.stream().map(each -> "%.3g".formatted(each)).toList();
        out.printf("| %s | %s | %s |%n", what, target, String.join(", ", figures));
    }

    private void once() throws Exception {
        Path image = PackagingScript.root().resolve("app/target/image/lakegate/bin/lakegate");
        Path folder = Files.createTempDirectory("lgd"); // short: sockets lie in it
        Files.writeString(Files.createDirectories(DesktopProgram.home(folder)).resolve("lakegate.toml"), """
                [profile.acme]
                issuer = "https://127.0.0.1:1"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://127.0.0.1:2"
                [profile.acme.route.prod]
                port = %d
                workspace = "prod.lakegate.test"
                """.formatted(
                        FreePort.next()));
        try (DBusSession session = new DBusSession(folder);
                Screen screen = new Screen(folder, "1280x900x24");
                Panel panel = new Panel(session)) {
            long begun = System.nanoTime();
            try (DesktopProgram lakegate = new DesktopProgram(session, screen, folder, List.of(image.toString()))) {
                var _ = panel.awaitIcon();
                icon.add(secondsSince(begun));
                Process process = lakegate.process();
                LockSupport.parkNanos(SETTLING.toNanos());
                Duration before = cpu(process);
                LockSupport.parkNanos(IDLE.toNanos());
                idle.add(100.0 * cpu(process).minus(before).toNanos() / IDLE.toNanos());
                inTray.add(Program.memory(process, "VmRSS:") / 1024.0);
                long clicked = System.nanoTime();
                panel.clickIcon();
                awaitWindow(screen, clicked);
                window.add(secondsSince(clicked));
                LockSupport.parkNanos(SETTLING.toNanos());
                withWindow.add(Program.memory(process, "VmRSS:") / 1024.0);
            }
        }
    }

    private static void awaitWindow(Screen screen, long since) throws IOException {
        while (screen.middle() == NOTHING) {
            if (System.nanoTime() - since > PATIENCE_NANOS) {
                throw new IOException("no window came");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
