package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.BrowserOfAlice;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.OpenWindow;
import java.nio.file.Files;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// From installed to the first answered request, in the window.
@ExtendWith(StandardSandbox.class)
class FirstRunIT extends WithSandbox {
    @Test
    void five_clicks_and_an_address_lead_to_the_first_answer() throws Exception {
        try (BrowserOfAlice browser = BrowserOfAlice.in(folder.resolve("browser"))) {
            Laptop laptop = notStarted("""
                    [network]
                    ca_files = ["%s"]
                    """.formatted(sandbox.certificates().caPem()), browser.environment());
            laptop.startBeforeJoining();
            try (OpenWindow window = OpenWindow.on(laptop)) {
                window.write(
                        "#gateway", "https://127.0.0.1:" + sandbox.gateway().port());
                window.click("#look");
                window.click("#accept");
                window.click("#welcome-sign-in");
                window.await(
                        "the set-up",
                        () -> !window.now("#snippet", TextArea.class).getText().isEmpty());
                window.click("#try");
                window.await(
                        "the answer",
                        () -> window.now("#answer", Label.class).getText().contains("you are alice@acme.example"));

                assertThat(window.clicks()).isLessThanOrEqualTo(5);
                assertThat(Files.readString(laptop.locations().configFile())).contains("[profile.");
            }
        }
    }

    @Test
    void an_address_where_no_gateway_is_is_told_and_can_be_mended() throws Exception {
        Laptop laptop = notStarted("", Map.of());
        laptop.startBeforeJoining();
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.write("#gateway", "http://127.0.0.1:1");
            window.click("#look");

            window.await(
                    "the problem",
                    () -> window.now("#welcome-problem", Label.class).getText().contains("plain http"));
            assertThat(OpenWindow.onScreen(
                            () -> window.now("#gateway", TextField.class).isDisabled()))
                    .isFalse();
            assertThat(OpenWindow.onScreen(
                            () -> window.now("#look", Button.class).isDisabled()))
                    .isFalse();
        }
    }
}
