package dev.lakegate.sandbox.workspace;

import java.util.List;
import java.util.Map;

/// Someone the workspace knows: a user by e-mail, or a service principal by its application id.
///
/// @param userName what a workspace token names as `sub`
public record Principal(Kind kind, String id, String userName, String displayName, List<String> groups) {
    public enum Kind {
        USER,
        SERVICE_PRINCIPAL
    }

    public Principal {
        groups = List.copyOf(groups);
    }

    /// The answer to "who am I", a SCIM user (RFC 7643 section 4.1) as Databricks writes it for both kinds.
    Map<String, Object> scim() {
        return Json.object(
                "schemas",
                List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                "id",
                id,
                "userName",
                userName,
                "displayName",
                displayName,
                "active",
                true,
                "emails",
                List.of(Json.object("type", "work", "value", userName, "primary", true)),
                "groups",
                groups.stream().map(g -> groupReference(g)).toList());
    }

    private static Map<String, Object> groupReference(String group) {
        var id = Integer.toUnsignedString(group.hashCode());
        return Json.object("display", group, "type", "direct", "value", id, "$ref", "Groups/" + id);
    }
}
