package dev.lakegate.desktop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of this system that puts text on the clipboard. Under X and Wayland the text lives as
/// long as its owner: these stay in the background until somebody else copies something, so that no
/// toolkit need be started here.
public final class CopyProgram {
    private static final long PATIENCE_SECONDS = 2;

    private final List<List<String>> commands;

    public CopyProgram(Map<String, String> environment, String operatingSystem) {
        commands = ofTheSystem(environment, operatingSystem);
    }

    private static List<List<String>> ofTheSystem(Map<String, String> environment, String operatingSystem) {
        if (operatingSystem.startsWith("Mac")) {
            return List.of(List.of("pbcopy"));
        }
        if (operatingSystem.startsWith("Windows")) {
            return List.of(List.of("clip"));
        }
        return environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty()
                ? List.of(List.of("xclip", "-selection", "clipboard"), List.of("xsel", "--clipboard", "--input"))
                : List.of(List.of("wl-copy"));
    }

    /// Whether the text is there now. Blocks for 2 seconds at most, for each program that there may
    /// be.
    public boolean put(String text) {
        return commands.stream().anyMatch(command -> put(command, text));
    }

    private static boolean put(List<String> command, String text) {
        try {
            Process program = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Writer in = program.outputWriter(UTF_8)) {
                in.write(text);
            }
            return program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && program.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
