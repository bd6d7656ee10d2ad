package dev.lakegate.model;

import java.nio.file.Path;
import java.util.List;

/// What is wrong with this program's own surroundings.
public sealed interface ProgramProblem extends Problem {

    record ConfigurationInvalid(List<ConfigurationProblem> problems) implements ProgramProblem {
        public ConfigurationInvalid {
            problems = List.copyOf(problems);
        }

        /// One a problem, in English.
        public List<String> lines() {
            return problems.stream().map(ConfigurationProblem::toString).toList();
        }

        @Override
        public Text text() {
            return new Text(
                    "configuration_invalid",
                    "The configuration cannot be used:" + System.lineSeparator() + "  "
                            + String.join(System.lineSeparator() + "  ", lines()),
                    "Correct each of these and try again.");
        }
    }

    record PortTaken(RouteName route, int port) implements ProgramProblem {
        public static final String CODE = "port_taken";

        @Override
        public Text text() {
            return new Text(
                    CODE,
                    "Port " + port + " of route '" + route
                            + "' is taken by another program; the route's local key was changed, since clients may have sent it there.",
                    "End the other program or give the route another port, run 'lakegate reload' (or start again), and run 'lakegate env "
                            + route + "' anew.");
        }
    }

    /// Nobody can fetch the metrics; all else runs.
    record MetricsPortTaken(int port) implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "metrics_port_taken",
                    "Port " + port
                            + " of the metrics is taken by another program; their key was changed, since a Prometheus server may have sent it there.",
                    "End the other program or set another 'metrics.prometheus_port', start Lakegate again, and give the server the new key.");
        }
    }

    record AlreadyRunning(Path socket) implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "already_running",
                    "Lakegate is running already (" + socket + ").",
                    "Use 'lakegate status' to see it.");
        }
    }

    /// The program was told to end, and its patience with what was under way is over.
    record ProgramEnding() implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "program_ending",
                    "Lakegate was told to end while the request was under way.",
                    "Start it with 'lakegate run' and repeat the request.");
        }
    }

    /// The person has paused the program, and it was not under way yet.
    record Paused() implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "paused",
                    "Lakegate is paused on this machine, so that the request went nowhere.",
                    "Choose 'Go on' in its tray or window, or run 'lakegate resume', and repeat the request.");
        }
    }

    /// The configuration has nothing served of which no trail can be kept.
    record AuditUnavailable() implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "audit_unavailable",
                    "The audit log on this machine cannot be written, and the configuration has no request served without it (audit.on_failure).",
                    "Make room on the disk or mend what Lakegate's own log tells, and repeat the request.");
        }
    }

    record NotRunning() implements ProgramProblem {
        @Override
        public Text text() {
            return new Text("not_running", "Lakegate is not running.", "Start it with 'lakegate run'.");
        }
    }

    /// Two versions that cannot talk.
    ///
    /// @param command the version of the command that was given
    /// @param program the version of the program that runs
    record VersionSkew(String command, String program) implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "version_skew",
                    "This command is of version " + command + ", the running program of version " + program
                            + ", and they do not understand each other.",
                    "End the running program and start it again.");
        }
    }

    record UnknownRoute(String name, List<String> known) implements ProgramProblem {
        public UnknownRoute {
            known = List.copyOf(known);
        }

        @Override
        public Text text() {
            return new Text("unknown_route", absent("route", name), choice(known));
        }
    }

    record NotForBrowsers(RouteName route) implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "not_for_browsers",
                    "Route '" + route
                            + "' leads to Databricks' own workspace, whose pages are not entered this way: they want their own host name and a sign-in of their own, by cookies that the gateway removes.",
                    "Open the workspace's own address in the browser; a server of your own is entered on a route with credential = \"identity\".");
        }
    }

    record UnknownProfile(String name, List<String> known) implements ProgramProblem {
        public UnknownProfile {
            known = List.copyOf(known);
        }

        @Override
        public Text text() {
            return new Text("unknown_profile", absent("profile", name), choice(known));
        }
    }

    record LocalFailure(String action, String reason) implements ProgramProblem {
        @Override
        public Text text() {
            return new Text(
                    "local_failure",
                    "Lakegate could not " + action + ": " + reason + ".",
                    "Mend the cause on this machine and try again.");
        }
    }

    private static String absent(String kind, String name) {
        return name.isEmpty()
                ? "The command does not say which " + kind + "."
                : "There is no " + kind + " '" + name + "'.";
    }

    private static String choice(List<String> known) {
        return known.isEmpty() ? "Add one to lakegate.toml." : "Name one of: " + String.join(", ", known) + ".";
    }
}
