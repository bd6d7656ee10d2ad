package dev.lakegate.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A program of this machine, run to its end, with these variables and those of this process that it needs to be found.
public record Command(Path folder, Map<String, String> environment, List<String> words) {
    public Command {
        environment = Map.copyOf(environment);
        words = List.copyOf(words);
    }

    /// How it ended, and what it printed.
    public record Outcome(int status, String out, String err) {}

    public static Command of(Path folder, Map<String, String> environment, String... words) {
        return new Command(folder, environment, List.of(words));
    }

    public static Command of(Path folder, String... words) {
        return of(folder, Map.of(), words);
    }

    /// A class of this run's class path, as a program of its own.
    public static Command java(Path folder, Map<String, String> environment, String... words) {
        List<String> all = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path")));
        all.addAll(List.of(words));
        return new Command(folder, environment, all);
    }

    public Outcome run() throws IOException, InterruptedException {
        return run("");
    }

    /// Types the input and waits for the end.
    public Outcome run(String input) throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "command", ".err");
        Process process = builder().redirectError(err.toFile()).start();
        try (OutputStream typed = process.getOutputStream()) {
            typed.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, Files.readString(err));
    }

    /// Starts it and leaves it to the caller.
    public Process start() throws IOException {
        return builder().start();
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        Map<String, String> variables = new HashMap<>(environment);
        for (String kept : List.of("PATH", "HOME")) {
            variables.putIfAbsent(kept, System.getenv().getOrDefault(kept, ""));
        }
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder;
    }
}
