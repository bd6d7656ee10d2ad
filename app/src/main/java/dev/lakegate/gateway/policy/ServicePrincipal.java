package dev.lakegate.gateway.policy;

import java.util.List;

/// A service principal of the workspaces, and the groups whose people may act as it.
///
/// @param applicationId a UUID, small letters
public record ServicePrincipal(String name, int line, String applicationId, List<Group> groups) {
    public ServicePrincipal {
        groups = List.copyOf(groups);
    }
}
