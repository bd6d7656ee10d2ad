package dev.lakegate.proxy;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The documents in which a workspace names its own addresses: passed through, they would send SDKs past the
/// gateway.
final class DiscoveryDocument {
    static final Set<String> PATHS = Set.of(
            "/.well-known/databricks-config",
            "/oidc/.well-known/oauth-authorization-server",
            "/oidc/.well-known/openid-configuration");

    private static final JsonMapper JSON = new JsonMapper();

    private DiscoveryDocument() {}

    static boolean isAt(@Nullable String path) {
        return path != null && path.indexOf(".well-known") > 0 && PATHS.contains(path);
    }

    /// The document with every address of the workspace turned into the proxy's; what is no JSON comes back
    /// as it was.
    static byte[] rewritten(byte[] document, String workspace, String localOrigin) {
        try {
            JsonNode read = JSON.readTree(document);
            if (read.isMissingNode()) {
                // nothing at all, as in the answer to a HEAD
                return document;
            }
            return JSON.writeValueAsBytes(rewritten(read, workspace, localOrigin));
        } catch (JacksonException notJson) {
            return document;
        }
    }

    private static JsonNode rewritten(JsonNode node, String workspace, String localOrigin) {
        return switch (node) {
            case StringNode text ->
                JSON.getNodeFactory().stringNode(WorkspaceAddress.toLocal(text.stringValue(), workspace, localOrigin));
            case ObjectNode object -> {
                ObjectNode copy = JSON.createObjectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    copy.set(member.getKey(), rewritten(member.getValue(), workspace, localOrigin));
                }
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JSON.createArrayNode();
                array.forEach(element -> copy.add(rewritten(element, workspace, localOrigin)));
                yield copy;
            }
            default -> node;
        };
    }
}
