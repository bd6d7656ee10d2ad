package dev.lakegate.gateway.policy;

import dev.lakegate.gateway.policy.GatewaySettings.Effect;
import java.util.List;

/// Who may do what, or may not. A part that is empty matches everything.
///
/// @param name told to those it denies, and audited
public record Rule(
        String name,
        int line,
        Effect effect,
        List<Group> groups,
        List<Workspace> workspaces,
        List<String> methods,
        List<PathGlob> paths) {
    public Rule {
        groups = List.copyOf(groups);
        workspaces = List.copyOf(workspaces);
        methods = List.copyOf(methods);
        paths = List.copyOf(paths);
    }
}
