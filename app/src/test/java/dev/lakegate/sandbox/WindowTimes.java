package dev.lakegate.sandbox;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.control.TableView;

/// How smoothly the window runs, on JavaFX's Headless platform, which renders in software: the
/// pulses while ten thousand requests are scrolled through, and how long the user interface's
/// thread is blocked while every page is visited.
final class WindowTimes {
    private static final int ROWS = 10_000;
    private static final int ROWS_A_PULSE = 3;
    private static final long PROBE_NANOS = 5_000_000;
    private static final int VISITS = 3;
    private static final List<String> PAGES = List.of("overview", "activity", "connect", "diagnostics", "settings");
    /// While classes are loaded and compiled, as in the first second of any window.
    private static final int WARM_UP_PULSES = 120;

    private WindowTimes() {}

    static void measure(Path folder, int seconds, PrintStream out) throws Exception {
        try (Sandbox company = Sandbox.start(folder)) {
            Laptop laptop = company.laptop();
            EarlierRequests.write(laptop, ROWS);
            laptop.start();
            laptop.signIn("alice");
            long begun = System.nanoTime();
            try (OpenWindow window = OpenWindow.on(laptop)) {
                out.printf(
                        "- window shown %d ms after it was asked for, toolkit included%n",
                        (System.nanoTime() - begun) / 1_000_000);
                window.click("#nav-activity");
                TableView<?> table = window.find("#requests", TableView.class);
                window.await("all rows", () -> table.getItems().size() >= ROWS);
                tell(out, "pulses while %,d rows are scrolled through".formatted(ROWS), scrolled(table, seconds));
                for (int visit = 1; visit <= VISITS; visit++) {
                    for (String page : PAGES) {
                        long longest = longestBlock(() -> visit(window, page));
                        out.printf(
                                "- the user interface's thread answers, visit %d of %s: after %.1f ms at the latest%n",
                                visit, page, longest / 1e6);
                    }
                }
            }
        }
    }

    private static void visit(OpenWindow window, String page) {
        window.click("#nav-" + page);
        LockSupport.parkNanos(300_000_000L);
    }

    /// In nanoseconds from one pulse to the next.
    private static List<Long> scrolled(TableView<?> table, int seconds) throws Exception {
        List<Long> pulses = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> end = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private long before;
            private int row;
            private int count;
            private final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);

            @Override
            public void handle(long now) {
                long at = System.nanoTime();
                if (count++ > WARM_UP_PULSES) {
                    pulses.add(at - before);
                }
                before = at;
                row = (row + ROWS_A_PULSE) % ROWS;
                table.scrollTo(row);
                if (at > until) {
                    stop();
                    end.complete(null);
                }
            }
        }.start());
        end.get(seconds + 10L, TimeUnit.SECONDS);
        return pulses;
    }

    /// In nanoseconds from when something was to run there until it did.
    private static long longestBlock(Runnable meanwhile) throws InterruptedException {
        List<Long> waits = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean ended = new AtomicBoolean();
        Thread probe = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                long asked = System.nanoTime();
                Platform.runLater(() -> waits.add(System.nanoTime() - asked));
                LockSupport.parkNanos(PROBE_NANOS);
            }
        });
        meanwhile.run();
        ended.set(true);
        probe.join();
        return waits.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static void tell(PrintStream out, String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        out.printf(
                "- %s: %d, median %.1f ms, 99th percentile %.1f ms, longest %.1f ms; over 33 ms: %d, over 50 ms: %d%n",
                what,
                sorted.size(),
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 1),
                sorted.stream().filter(each -> each > 33_000_000).count(),
                sorted.stream().filter(each -> each > 50_000_000).count());
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1e6;
    }
}
