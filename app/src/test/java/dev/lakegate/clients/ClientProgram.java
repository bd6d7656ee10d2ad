package dev.lakegate.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.sandbox.PackagingScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A client that is a program of its own. Keys reach it by its environment or its standard input, never by its
/// arguments, which everybody on a machine can read.
final class ClientProgram implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader out;

    private ClientProgram(List<String> command, Map<String, String> environment, Path folder, String input)
            throws IOException {
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        process = builder.start();
        out = process.inputReader(UTF_8);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
    }

    /// curl, which reads more of its settings from standard input.
    static ClientProgram curl(String settings, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("curl", "--disable", "--silent", "--show-error", "--config", "-"));
        command.addAll(List.of(arguments));
        return new ClientProgram(command, Map.of(), Path.of("."), settings);
    }

    /// One of the Node programs of the sandbox, which finds its libraries from where it runs. Blocks longer the first
    /// time on a machine, when they are fetched.
    static ClientProgram node(String script, Map<String, String> environment, String... arguments) throws IOException {
        Path sandbox = Path.of(System.getProperty("lakegate.root"), "app/src/test/sandbox");
        String node = PackagingScript.run("node").getLast();
        String libraries = PackagingScript.run(
                        "node-libraries",
                        "snippets",
                        sandbox.resolve("snippets").toString())
                .getLast();
        var command = new ArrayList<>(List.of(node, "--input-type=module", "-"));
        command.addAll(List.of(arguments));
        return new ClientProgram(
                command,
                environment,
                Path.of(libraries),
                Files.readString(sandbox.resolve("clients").resolve(script)));
    }

    /// The next line it prints; waits for it. Empty at the end.
    String line() throws IOException {
        String line = out.readLine();
        return line == null ? "" : line;
    }

    /// All the rest it prints, when it has ended well.
    List<String> rest() throws IOException, InterruptedException {
        List<String> lines = out.lines().toList();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(process.info().command().orElse("the client") + " did not end well: " + lines);
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
