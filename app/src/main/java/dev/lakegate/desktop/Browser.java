package dev.lakegate.desktop;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The system browser (RFC 8252 §6): `$BROWSER` where it is set, else what the operating system opens addresses with.
public final class Browser {
    private static final long PATIENCE_SECONDS = 5;

    private final List<String> command;

    public Browser(Map<String, String> environment, String operatingSystem) {
        command = Optional.ofNullable(environment.get("BROWSER"))
                .filter(program -> !program.isBlank())
                .map(List::of)
                .orElseGet(() -> ofTheSystem(operatingSystem));
    }

    private static List<String> ofTheSystem(String operatingSystem) {
        if (operatingSystem.startsWith("Mac")) {
            return List.of("open");
        }
        if (operatingSystem.startsWith("Windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        return List.of("xdg-open");
    }

    /// Whether a browser was started. Blocks for up to 5 seconds: an opener that has not failed by then is the browser.
    public boolean open(URI address) {
        try {
            Process opener = new ProcessBuilder(append(command, address.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            opener.getOutputStream().close();
            return !opener.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || opener.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> append(List<String> command, String argument) {
        List<String> whole = new ArrayList<>(command);
        whole.add(argument);
        return whole;
    }
}
