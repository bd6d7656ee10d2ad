package dev.lakegate.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The `gateway.toml` of a sandbox. All its hosts have this one, and differ in the paths and addresses that one machine
/// cannot give out twice.
final class GatewayToml {
    final Map<String, String> issuers = new LinkedHashMap<>();
    /// The nodes' ports on 127.0.0.1, by workspace.
    final Map<String, List<Integer>> nodes = new LinkedHashMap<>();
    /// The ports on 127.0.0.1 of the company's own servers, by workspace.
    final Map<String, Integer> selfHosted = new LinkedHashMap<>();

    final Map<String, String> peers = new LinkedHashMap<>();
    final List<String> more = new ArrayList<>();
    String byDefault = "allow";
    String audit = "stdout";

    private final Certificates certificates;

    GatewayToml(Certificates certificates) {
        this.certificates = certificates;
    }

    /// As it is on one of the hosts.
    String text(HaProxySetup host) {
        StringBuilder toml = new StringBuilder("""
                [gateway]
                address = "https://%s:%d"
                listen = ["%s:%d"]
                certificate = "%s"
                admin = "127.0.0.1:%d"
                runtime_socket = "%s"
                master_socket = "%s"
                default = "%s"
                audit = "%s"

                [client]
                version = "1.4.0"

                [access]
                groups = ["data-science", "data-engineers"]
                disabled = ["dave@acme.example"]

                [service_principal.etl]
                application_id = "5ea1ab1e-0000-4000-8000-00000000e71a"
                groups = ["data-engineers"]

                """.formatted(
                        peers.isEmpty() ? "127.0.0.1" : LoopbackNames.GATEWAY,
                        host.port,
                        host.address,
                        host.port,
                        certificates.server(names()).keyAndChainPem(),
                        host.adminPort,
                        host.sockets.resolve("runtime"),
                        host.sockets.resolve("master"),
                        byDefault,
                        audit));
        issuers.forEach((name, issuer) -> toml.append("""
                [issuer.%s]
                issuer = "%s"
                audience = "urn:lakegate:sandbox"
                clients = ["lakegate"]
                applications = ["batch"]
                scopes = ["lakegate"]
                email_domains = ["acme.example"]
                laptop.scopes = ["openid", "offline_access", "profile", "email", "lakegate"]

                """.formatted(name, issuer)));
        nodes.forEach((name, ports) -> toml.append("""
                [workspace.%s]
                host = "%s.lakegate.test"
                nodes = [%s]
                ca_file = "%s"

                """.formatted(
                        name,
                        name,
                        ports.stream().map(each -> "\"127.0.0.1:" + each + '"').collect(Collectors.joining(", ")),
                        certificates.caPem())));
        selfHosted.forEach((name, port) -> toml.append("""
                [workspace.%s]
                kind = "self-hosted"
                host = "%s.lakegate.test"
                nodes = ["127.0.0.1:%d"]
                ca_file = "%s"

                """.formatted(name, name, port, certificates.caPem())));
        if (!peers.isEmpty()) {
            toml.append("[peers]\n");
            peers.forEach((name, at) -> toml.append("%s = \"%s\"%n".formatted(name, at)));
            toml.append('\n');
        }
        for (String group : List.of("data-science", "data-engineers")) {
            toml.append("[group.%s]%n".formatted(group));
            issuers.keySet().forEach(name -> toml.append("%s = [\"%s\"]%n".formatted(name, group)));
        }
        if (issuers.containsKey(HaProxySetup.ACME)) {
            for (String person : List.of("alice", "dave", "erin", "batch")) {
                toml.append(HaProxySetup.person(HaProxySetup.ACME, person));
            }
            toml.append("""
                    [[person]]
                    issuer = "acme"
                    email = "bob@acme.example"
                    identity = "bob@acme.example"

                    """);
        }
        more.forEach(toml::append);
        return toml.toString();
    }

    /// For which the gateway has a certificate.
    private String[] names() {
        List<String> names =
                new ArrayList<>(List.of("prod.lakegate.test", "dev.lakegate.test", LoopbackNames.GATEWAY, "127.0.0.1"));
        selfHosted.keySet().forEach(name -> names.add(name + ".lakegate.test"));
        return names.toArray(String[]::new);
    }
}
