package dev.lakegate.bench.peer;

import dev.lakegate.bench.peer.Origin.Destination;
import dev.lakegate.sandbox.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What every peer has to do: listen here, forward there, with these two tokens.
///
/// @param folder of its own
record Task(Path folder, int port, Destination destination) {
    private static final int TOKEN = 900;

    static final String IDENTITY_TOKEN = "i".repeat(TOKEN);
    static final String WORKSPACE_TOKEN = "w".repeat(TOKEN);

    /// At a free port.
    static Task of(Path folder, Destination destination) throws IOException {
        return new Task(Files.createDirectories(folder), FreePort.next(), destination);
    }

    /// By the names that stand in the peers' configurations.
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("FOLDER", folder.toString());
        variables.put("PORT", Integer.toString(port));
        variables.put("UPSTREAM_PORT", Integer.toString(destination.port()));
        variables.put("CA", destination.ca().toString());
        variables.put("ALPN", destination.alpn());
        variables.put("IDENTITY_TOKEN", IDENTITY_TOKEN);
        variables.put("WORKSPACE_TOKEN", WORKSPACE_TOKEN);
        return variables;
    }

    /// A committed file with the variables put in.
    Path configured(String name) throws IOException {
        return configured(folder, name, variables());
    }

    static Path configured(Path folder, String name, Map<String, String> variables) throws IOException {
        String text = Files.readString(committed(name), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return Files.writeString(folder.resolve(name), text);
    }

    static Path committed(String name) {
        return Path.of(System.getProperty("lakegate.root"), "app/bench/peers", name);
    }

    /// Runs a program to its end and returns what it printed, its errors among it.
    static String said(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }
}
