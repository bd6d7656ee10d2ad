package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.Group;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Workspace;
import dev.lakegate.gateway.policy.Workspace.Kind;
import java.util.List;
import java.util.stream.Collectors;

/// Where requests go, and what is told about the person there.
final class WorkspaceLines {
    /// Addresses that are used of one that is a name.
    private static final int ADDRESSES_OF_A_NAME = 4;

    /// A node that refuses a connection has the fewest of them and would be chosen again and again until its
    /// checks have failed; so it is out until the next one succeeds. Not where there is no other to choose.
    private static final String OUT_AT_ONCE = " observe layer4 error-limit 1 on-error mark-down";

    private final Policy policy;

    WorkspaceLines(Policy policy) {
        this.policy = policy;
    }

    boolean hasSelfHosted() {
        return policy.workspaces().stream().anyMatch(workspace -> workspace.kind() == Kind.SELF_HOSTED);
    }

    String resolvers() {
        boolean named = policy.workspaces().stream()
                .flatMap(workspace -> workspace.nodes().stream())
                .anyMatch(WorkspaceLines::isName);
        return named ? """
                # the system's name servers, asked again when an answer grows old
                resolvers system
                    parse-resolv-conf
                    accepted_payload_size 8192
                    hold valid 10s

                """ : "";
    }

    String health() {
        return policy.workspaces().stream()
                        .map(workspace -> "    acl backed nbsrv(%s) gt 0%n".formatted(workspace.name()))
                        .collect(Collectors.joining())
                + """
                    http-request set-log-level silent if !denied own_host { path /.well-known/lakegate/health }
                    http-request return status 200 content-type application/json string '{"status":"ok"}' if !denied own_host { path /.well-known/lakegate/health } backed
                    http-request return status 503 content-type application/json string '{"status":"no workspace is reachable"}' if !denied own_host { path /.well-known/lakegate/health }
                """;
    }

    String ready() {
        return policy.workspaces().stream()
                .map(Workspace::name)
                .map(name ->
                        ("    http-request return status 503 content-type text/plain string \"no node of %s is up\""
                                        + " if { path /ready } { nbsrv(%s) lt 1 }%n")
                                .formatted(name, name))
                .collect(Collectors.joining());
    }

    /// A workspace of Databricks believes the workspace token alone; a server of the company's own believes
    /// these
    /// fields. The groups are those that the policy names, so that their names hold nothing that a list could
    /// be
    /// misread by.
    String identityFields() {
        if (!hasSelfHosted()) {
            return "    http-request del-header cookie\n";
        }
        StringBuilder lines = new StringBuilder();
        lines.append("    http-request del-header cookie unless self_hosted\n");
        lines.append("    http-request del-header authorization if self_hosted\n");
        lines.append("    http-request set-header X-Forwarded-User %[var(txn.user)] if self_hosted\n");
        lines.append("    http-request set-header X-Forwarded-Email %[var(txn.email)] if self_hosted email_verified"
                + " { var(txn.email) -m found }\n");
        for (Group group : policy.groups()) {
            String condition = " if self_hosted " + IdentityLines.name(group);
            lines.append(
                    "    http-request set-var-fmt(txn.groupnames) '%%[var(txn.groupnames)]%%[var(txn.comma)]%s'%s%n"
                            .formatted(group.name(), condition));
            lines.append("    http-request set-var(txn.comma) 'str(\",\")'%s%n".formatted(condition));
        }
        lines.append("    http-request set-header X-Forwarded-Groups %[var(txn.groupnames)] if self_hosted"
                + " { var(txn.groupnames) -m found }\n");
        lines.append("    http-request set-header X-Forwarded-Proto https if self_hosted\n");
        return lines.toString();
    }

    /// Which workspaces are of the company's own.
    String selfHosted() {
        String names = policy.workspaces().stream()
                .filter(workspace -> workspace.kind() == Kind.SELF_HOSTED)
                .map(Workspace::name)
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? "" : "    acl self_hosted var(txn.workspace) -m str " + names + "\n";
    }

    String backends() {
        return policy.workspaces().stream()
                .map(workspace -> backend(workspace, workspace.name(), "http/1.1")
                        + backend(workspace, workspace.name() + "-grpc", "h2"))
                .collect(Collectors.joining());
    }

    private static String backend(Workspace workspace, String name, String protocol) {
        StringBuilder lines = new StringBuilder();
        lines.append("backend %s from workspace%n".formatted(name));
        lines.append("    http-request set-header Host %s%n".formatted(workspace.upstream()));
        workspace.checkPath().ifPresent(path -> lines.append("""
                    option httpchk
                    http-check send meth GET uri %s hdr Host %s
                    http-check expect status 200
                """.formatted(path, workspace.upstream())));
        lines.append(
                ("    default-server ssl verify required ca-file %s sni str(%s) verifyhost %s alpn %s check check-sni %s"
                                + " check-alpn %s inter 5s fastinter 1s downinter 1s fall 3 rise 1%s%n")
                        .formatted(
                                workspace
                                        .caFile()
                                        .map(file -> '"' + ConfigurationFile.quoted(file) + '"')
                                        .orElse("@system-ca"),
                                workspace.upstream(),
                                workspace.upstream(),
                                protocol,
                                workspace.upstream(),
                                protocol,
                                workspace.nodes().size() > 1 ? OUT_AT_ONCE : ""));
        lines.append(nodes(workspace.nodes()));
        return lines.append('\n').toString();
    }

    private static String nodes(List<String> nodes) {
        StringBuilder lines = new StringBuilder();
        for (int number = 1; number <= nodes.size(); number++) {
            String node = nodes.get(number - 1);
            lines.append(
                    isName(node)
                            ? "    server-template node%d- %d %s resolvers system init-addr last,libc,none%n"
                                    .formatted(number, ADDRESSES_OF_A_NAME, node)
                            : "    server node%d %s%n".formatted(number, node));
        }
        return lines.toString();
    }

    private static boolean isName(String node) {
        return !node.startsWith("[") && !node.matches("[0-9.]+:[0-9]+");
    }
}
