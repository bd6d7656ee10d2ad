package dev.lakegate.sandbox;

import dev.lakegate.config.Locations;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.StringReader;
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
        return Laptop.run(Locations.ofThisProcess(), Map.of(), new StringReader(input), arguments);
    }
}
