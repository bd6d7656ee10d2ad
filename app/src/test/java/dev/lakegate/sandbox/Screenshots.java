package dev.lakegate.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;

/// Makes `app/docs/screenshots/window-*.png`: every page of the window, light and dark, of the real
/// program in the sandbox; only the requests of the hours before are made up.
public final class Screenshots {
    /// As on a screen that has room for all of it; the Headless platform's is narrower.
    private static final double WIDTH = 1_120;

    private static final int EARLIER = 6_000;
    /// After what the program does.
    private static final int PROFILE = 1;

    private Screenshots() {}

    /// Ends the process when all are made.
    ///
    /// @param arguments the folder to write to
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.US);
        Path target = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("lakegate-screenshots-");
        try (Sandbox company = Sandbox.start(folder)) {
            String configuration = company.configuration()
                    .replace("sign_in_timeout", "admission = \"key-or-same-user\"\nsign_in_timeout");
            Laptop laptop = company.laptop(
                    configuration,
                    Map.of("BROWSER", Program.browserOfAlice(folder).toString()));
            EarlierRequests.write(laptop, EARLIER);
            laptop.start();
            laptop.signIn("alice");
            for (ColorScheme scheme : ColorScheme.values()) {
                pages(laptop, scheme, target);
            }
            laptop.close();
            Laptop anew = company.laptop(
                    "", Map.of("BROWSER", Program.browserOfAlice(folder).toString()));
            anew.startBeforeJoining();
            for (ColorScheme scheme : ColorScheme.values()) {
                try (OpenWindow window = OpenWindow.on(anew, scheme)) {
                    window.find("#gateway", Node.class);
                    window.wide(WIDTH);
                    window.picture(target.resolve(name("welcome", scheme)));
                }
            }
            anew.close();
        }
        System.exit(0);
    }

    private static void pages(Laptop laptop, ColorScheme scheme, Path target) throws Exception {
        try (OpenWindow window = OpenWindow.on(laptop, scheme)) {
            window.find("#route-prod", Node.class);
            window.wide(WIDTH);
            window.click("#nav-connect");
            window.await(
                    "the set-up",
                    () -> !window.now("#snippet", TextArea.class).getText().isEmpty());
            window.click("#try");
            window.await(
                    "an answer",
                    () -> window.now("#answer", Label.class).getText().contains("you are"));
            window.picture(target.resolve(name("connect", scheme)));
            window.click("#nav-overview");
            window.await("the problem", () -> window.isSeen("#problem"));
            window.picture(target.resolve(name("overview", scheme)));
            window.click("#mend");
            window.find("#details-outcome", Node.class);
            window.picture(target.resolve(name("details", scheme)));
            window.click("#nav-activity");
            window.click("#close-details");
            OpenWindow.onScreen(() -> {
                window.now("#search", TextField.class).clear();
                return null;
            });
            window.await(
                    "all requests",
                    () -> window.now("#requests", TableView.class).getItems().size() > EARLIER);
            OpenWindow.awaitPulses(30);
            window.picture(target.resolve(name("activity", scheme)));
            window.click("#nav-diagnostics");
            window.await(
                    "the doctor's end",
                    () -> window.now("#diagnosis", Label.class).getText().contains("of 1"));
            window.picture(target.resolve(name("diagnostics", scheme)));
            window.click("#nav-settings");
            ListView<?> sections = window.find("#sections", ListView.class);
            window.find("#start-at-login", Node.class);
            OpenWindow.onScreen(() -> {
                sections.getSelectionModel().select(PROFILE);
                return null;
            });
            OpenWindow.awaitPulses(5);
            window.picture(target.resolve(name("settings", scheme)));
        }
    }

    private static String name(String page, ColorScheme scheme) {
        return "window-" + page + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
    }
}
