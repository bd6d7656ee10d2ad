package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Workspace;
import dev.lakegate.gateway.policy.Workspace.Kind;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a new laptop asks for at `/.well-known/lakegate`: all that its profile needs, and no secret.
final class DescriptorFile {
    private static final JsonMapper JSON = new JsonMapper();

    private DescriptorFile() {}

    static String of(Policy policy) {
        ObjectNode descriptor = JSON.createObjectNode();
        descriptor.put("version", 1);
        descriptor.put("resource", policy.gateway().address().toString());
        policy.release().ifPresent(release -> descriptor.putObject("client").put("version", release.toString()));
        ArrayNode profiles = descriptor.putArray("profiles");
        policy.issuers().forEach(issuer -> profile(profiles.addObject(), issuer, policy));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(descriptor) + "\n";
    }

    private static void profile(ObjectNode profile, Issuer issuer, Policy policy) {
        profile.put("name", issuer.name());
        profile.put("provider", issuer.provider().name().toLowerCase(Locale.ROOT));
        profile.put("issuer", issuer.issuer().toString());
        profile.put("client_id", issuer.clients().getFirst());
        profile.put("audience", issuer.audience());
        texts(profile, "scopes", issuer.laptop().signInScopes());
        issuer.laptop().audienceParameter().ifPresent(parameter -> profile.put("audience_parameter", parameter));
        issuer.laptop().identityToken().ifPresent(token -> profile.put("identity_token", token));
        policy.gateway().identityField().ifPresent(field -> profile.put("identity_field", field));
        if (!issuer.laptop().redirectPorts().isEmpty()) {
            ArrayNode ports = profile.putArray("redirect_ports");
            issuer.laptop().redirectPorts().forEach(ports::add);
        }
        ArrayNode routes = profile.putArray("routes");
        for (Workspace workspace : policy.workspaces()) {
            ObjectNode route = routes.addObject();
            route.put("name", workspace.name());
            route.put("workspace", workspace.host());
            workspace.localPort().ifPresent(port -> route.put("port", port));
            route.put("credential", workspace.kind() == Kind.DATABRICKS ? "workspace" : "identity");
        }
    }

    private static void texts(ObjectNode profile, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = profile.putArray(name);
            values.forEach(array::add);
        }
    }
}
