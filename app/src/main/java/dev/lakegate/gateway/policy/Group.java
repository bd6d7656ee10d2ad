package dev.lakegate.gateway.policy;

import java.util.List;
import java.util.Map;

/// People who are treated alike.
///
/// @param members by issuer's name: how that issuer's tokens name the group, one of them is enough
public record Group(String name, int line, Map<String, List<String>> members) {
    public Group {
        members = Map.copyOf(members);
    }
}
