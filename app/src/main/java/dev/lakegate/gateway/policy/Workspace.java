package dev.lakegate.gateway.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One workspace, or a server of the company's own, behind the gateway.
///
/// @param host      the public name, which requests carry as `Host`
/// @param upstream  the workspace's own name: sent to it as `Host` and SNI, and what its certificate must prove
/// @param nodes     `host:port`; a name stands for all its addresses
/// @param caFile    PEM file with the roots its certificate must chain to; empty for the system's
/// @param checkPath asked for by health checks; empty for a TLS handshake, Databricks having no such page
/// @param localPort proposed to the laptops
public record Workspace(
        String name,
        int line,
        Kind kind,
        String host,
        String upstream,
        List<String> nodes,
        Optional<Path> caFile,
        Optional<String> checkPath,
        Optional<Integer> localPort) {
    public Workspace {
        nodes = List.copyOf(nodes);
    }

    /// What is trusted to tell who a request is from.
    public enum Kind {
        /// A workspace token as `Authorization`, bound to the person.
        DATABRICKS,
        /// Fields that the gateway sets: `X-Forwarded-User` and its like.
        SELF_HOSTED
    }
}
