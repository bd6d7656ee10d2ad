package dev.lakegate;

import dev.lakegate.cli.CommandLine;
import dev.lakegate.cli.TerminalPassphrase;
import dev.lakegate.config.Locations;
import dev.lakegate.network.BasicThroughTunnels;
import dev.lakegate.telemetry.Logs;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;

/// The program's entry.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logs.toStandardError();
        BasicThroughTunnels.permit();
        System.exit(execute(arguments));
    }

    /// Blocks until the command has ended, and returns its exit status.
    static int execute(String... arguments) {
        Locations locations = Locations.ofThisProcess();
        Map<String, String> environment = System.getenv();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, System.out.charset()));
        return new CommandLine(
                        Version.current(),
                        locations,
                        environment,
                        new Assembly(locations, environment, new TerminalPassphrase()),
                        in,
                        System.out,
                        System.err)
                .execute(arguments);
    }
}
