package dev.lakegate;

import dev.lakegate.cli.CommandLine;
import dev.lakegate.config.Locations;
import dev.lakegate.telemetry.Logs;
import java.util.Map;

/// The program's entry.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logs.toStandardError();
        Locations locations = Locations.ofThisProcess();
        Map<String, String> environment = System.getenv();
        Assembly assembly = new Assembly(locations, environment);
        int status = new CommandLine(Version.current(), locations, environment, assembly::start, System.out, System.err)
                .execute(arguments);
        System.exit(status);
    }
}
