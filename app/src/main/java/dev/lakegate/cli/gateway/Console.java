package dev.lakegate.cli.gateway;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.Map;

/// What a command is given by the shell.
public record Console(Map<String, String> environment, BufferedReader in, PrintStream out, PrintStream err) {
    public Console {
        environment = Map.copyOf(environment);
    }
}
