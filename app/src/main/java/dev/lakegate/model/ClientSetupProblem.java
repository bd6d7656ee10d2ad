package dev.lakegate.model;

import java.nio.file.Path;

/// What is in the way when a client on this machine is to be set up or started.
public sealed interface ClientSetupProblem extends Problem {

    /// What clients read tells of a port.
    record PortNeeded(RouteName route) implements ClientSetupProblem {
        @Override
        public Text text() {
            return new Text(
                    "port_needed",
                    "Route '" + route + "' listens on its socket only, and clients are set up for a port.",
                    "Set the route's 'socket' to \"also\" in lakegate.toml and run 'lakegate reload'; 'lakegate routes' tells the socket, for clients that can use it.");
        }
    }

    /// The client speaks https only, and the route has no listener that does.
    record TlsPortNeeded(String client, RouteName route) implements ClientSetupProblem {
        @Override
        public Text text() {
            return new Text(
                    "tls_port_needed",
                    "The client " + client + " insists on https, and route '" + route + "' has no TLS port.",
                    "Give the route one: the setting 'tls_port' beside its 'port' in lakegate.toml, then run 'lakegate reload'.");
        }
    }

    /// A profile of that name holds something that is not this program's to replace.
    record ForeignDatabricksProfile(String profile, Path file) implements ClientSetupProblem {
        @Override
        public Text text() {
            return new Text(
                    "foreign_databricks_profile",
                    "The profile '" + profile + "' in " + file + " was not written by Lakegate; it was left as it is.",
                    "Choose another name with --profile, or give this one up with --force.");
        }
    }

    record CommandNotStarted(String program, String reason) implements ClientSetupProblem {
        @Override
        public Text text() {
            return new Text(
                    "command_not_started",
                    "The program '" + program + "' could not be started: " + reason + ".",
                    "Install it or give its whole path; what only a shell knows needs one: lakegate exec -- sh -c '…'.");
        }
    }
}
