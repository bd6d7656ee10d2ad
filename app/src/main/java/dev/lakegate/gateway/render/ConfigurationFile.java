package dev.lakegate.gateway.render;

import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.policy.GatewaySettings;
import dev.lakegate.gateway.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `haproxy.cfg`: the resource of that name, its `{{blanks}}` filled in.
final class ConfigurationFile {
    private static final Pattern BLANK = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final Policy policy;
    private final String source;
    private final Path folder;
    private final List<SigningKey> keys;

    ConfigurationFile(Policy policy, String source, Path folder, List<SigningKey> keys) {
        this.policy = policy;
        this.source = source;
        this.folder = folder;
        this.keys = keys;
    }

    /// @param id of the rendering, by which a worker tells that it is the new one
    String text(String id) {
        Map<String, String> blanks = blanks(id);
        return BLANK.matcher(MapFiles.resource("haproxy.cfg"))
                .replaceAll(blank -> Matcher.quoteReplacement(blanks.get(blank.group(1))));
    }

    private Map<String, String> blanks(String id) {
        GatewaySettings gateway = policy.gateway();
        IdentityLines identity = new IdentityLines(policy);
        RuleLines rules = new RuleLines(policy);
        WorkspaceLines workspaces = new WorkspaceLines(policy);
        LimitLines limits = new LimitLines(policy);
        Map<String, String> blanks = new LinkedHashMap<>();
        blanks.put("policy", source);
        blanks.put("folder", quoted(folder));
        blanks.put("master", gateway.masterSocket().toString());
        blanks.put("runtime", quoted(gateway.runtimeSocket()));
        blanks.put("local-peer", policy.peers().isEmpty() ? "" : " -L <this host's name among the peers>");
        blanks.put("audit", audit(gateway));
        blanks.put("longest-stream", gateway.longestStream().toSeconds() + "s");
        blanks.put("sections", auditRing(gateway) + peers() + limits.cacheSection() + workspaces.resolvers());
        blanks.put("peers", policy.peers().isEmpty() ? "" : " peers hosts");
        blanks.put("tables", limits.tables());
        blanks.put("bind", bind(gateway) + limits.filters());
        blanks.put("host", gateway.address().getHost());
        blanks.put("health", workspaces.health());
        blanks.put("claims", identity.claims());
        blanks.put("domains", identity.domains());
        blanks.put("groups", identity.groups());
        blanks.put("rules", rules.rules());
        blanks.put("self-hosted", workspaces.selfHosted());
        blanks.put("or-self-hosted", workspaces.hasSelfHosted() ? " or self_hosted" : "");
        blanks.put("limits", MapFiles.limit(policy.limits().standard()));
        blanks.put("bandwidth", limits.bandwidth());
        blanks.put("identity", workspaces.identityFields());
        blanks.put("cache", limits.cache());
        blanks.put("workspaces", workspaces.backends());
        blanks.put("admin", gateway.admin());
        blanks.put("render", id);
        blanks.put("ready", workspaces.ready() + Metrics.variables(policy));
        blanks.put("keys", KeyLines.loading(keys, folder));
        return blanks;
    }

    /// Between HAProxy's double quotes.
    static String quoted(Path path) {
        return path.toString().replaceAll("([\\\\\"$])", "\\\\$1");
    }

    private static String audit(GatewaySettings gateway) {
        return gateway.audit().startsWith("tcp://") ? "ring@audit" : gateway.audit();
    }

    /// A receiver that is away gets its lines when it is back, as long as they fit.
    private static String auditRing(GatewaySettings gateway) {
        if (!gateway.audit().startsWith("tcp://")) {
            return "";
        }
        return """
                # the audit's receiver may be away: what it missed is kept here, up to 64 MB
                ring audit
                    format raw
                    maxlen 65535
                    size 67108864
                    timeout connect 2s
                    timeout server 10s
                    server receiver %s

                """.formatted(gateway.audit().substring("tcp://".length()));
    }

    private String peers() {
        if (policy.peers().isEmpty()) {
            return "";
        }
        return policy.peers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(peer -> "    peer " + peer.getKey() + " " + peer.getValue() + "\n")
                .collect(Collectors.joining(
                        "",
                        "# what one host has counted the others know; each is started with -L and its name here\npeers hosts\n",
                        "\n"));
    }

    private static String bind(GatewaySettings gateway) {
        return gateway.listen().stream()
                .map(address -> "    bind %s ssl crt \"%s\" alpn h2,http/1.1%n"
                        .formatted(address, quoted(gateway.certificate())))
                .collect(Collectors.joining());
    }
}
