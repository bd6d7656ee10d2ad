package dev.lakegate.sandbox;

import dev.lakegate.Assembly;
import dev.lakegate.cli.CommandLine;
import dev.lakegate.cli.TerminalPassphrase;
import dev.lakegate.config.Locations;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Those who own an HAProxy host, at its shell.
public final class NetworkTeam {
    private final HaProxySetup setup;

    public NetworkTeam(HaProxySetup setup) {
        this.setup = setup;
    }

    /// What a command printed, and how it ended.
    public record Outcome(int status, String out, String err) {}

    /// `lakegate gateway …` about this host's policy.
    public Outcome gateway(String... arguments) {
        return typing("", arguments);
    }

    /// The same, with something on standard input.
    public Outcome typing(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("gateway"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of(
                "--policy",
                setup.folder.resolve("gateway.toml").toString(),
                "--folder",
                setup.files.root().toString(),
                "--haproxy",
                PackagingScript.run("gateway/haproxy").getLast()));
        return lakegate(input, all.toArray(String[]::new));
    }

    /// `lakegate …`.
    public static Outcome lakegate(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Locations locations = Locations.ofThisProcess();
        int status = new CommandLine(
                        "unpackaged",
                        locations,
                        Map.of(),
                        new Assembly(locations, Map.of(), new TerminalPassphrase()),
                        new BufferedReader(new StringReader(input)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(arguments);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
