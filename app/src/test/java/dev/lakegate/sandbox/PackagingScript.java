package dev.lakegate.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The scripts in `packaging/` that provide what the sandbox is made of, run from the source tree they belong to.
public final class PackagingScript {
    private PackagingScript() {}

    /// Runs a script and returns its lines. Blocks while the script fetches or builds, which the first time on a
    /// machine
    /// can take minutes; what it says meanwhile goes to standard error.
    public static List<String> run(String name, String... arguments) {
        Path script = root().resolve("packaging").resolve(name);
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(arguments));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            narrate(process, name);
            List<String> lines =
                    process.inputReader(StandardCharsets.UTF_8).lines().toList();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("%s ended with status %d".formatted(script, status));
            }
            return lines;
        } catch (IOException failure) {
            throw new IllegalStateException("%s could not be run".formatted(script), failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + script, interruption);
        }
    }

    /// Passes on what a process says on its standard error, under its name.
    static void narrate(Process process, String name) {
        Thread.ofVirtual()
                .start(() -> process.errorReader(StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> System.err.println(name + ": " + line)));
    }

    /// The source tree.
    static Path root() {
        String property = System.getProperty("lakegate.root");
        if (property != null) {
            return Path.of(property);
        }
        Path workingDirectory = Path.of("").toAbsolutePath();
        for (Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("packaging"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above %s has packaging/".formatted(workingDirectory));
    }
}
