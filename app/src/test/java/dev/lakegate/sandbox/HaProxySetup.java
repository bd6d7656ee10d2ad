package dev.lakegate.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.lakegate.gateway.host.ConfigurationFolder;
import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.policy.Issuer.Algorithm;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.PolicyReader;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.gateway.render.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the gateway is told before it starts: a `gateway.toml` for a sandbox, compiled as on a company's host.
public final class HaProxySetup {
    /// The short name of the sandbox's provider.
    public static final String ACME = "acme";

    final Path folder;
    final Certificates certificates;
    final ConfigurationFolder files;
    /// Short names in a short folder: a socket's path holds 107 bytes.
    final Path sockets;
    /// 0 for any free port.
    int port;
    int adminPort;
    private final Map<String, String> issuers = new LinkedHashMap<>();
    private final Map<String, JWKSet> keys = new LinkedHashMap<>();
    private final Map<String, List<Integer>> nodes = new LinkedHashMap<>();
    private final List<String> more = new ArrayList<>();
    private String byDefault = "allow";
    private String audit = "stdout";
    private Revocations revocations = Revocations.NONE;

    /// @param folder may not exist yet; holds the policy, what was made of it, and the audit afterwards
    public HaProxySetup(Path folder, Certificates certificates) {
        this.folder = folder;
        this.certificates = certificates;
        this.files = new ConfigurationFolder(folder.resolve("haproxy"));
        try {
            Files.createDirectories(folder);
            sockets = Files.createTempDirectory("lg");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Accepts tokens of this issuer for the sandbox's audience.
    public HaProxySetup issuer(String shortName, String issuer, JWKSet jwks) {
        issuers.put(shortName, issuer);
        keys.put(shortName, jwks);
        return this;
    }

    /// Accepts tokens of this issuer and of no other.
    public HaProxySetup onlyIssuer(String shortName, String issuer, JWKSet jwks) {
        issuers.clear();
        keys.clear();
        more.clear();
        return issuer(shortName, issuer, jwks);
    }

    /// The nodes' ports on 127.0.0.1 of the workspace `prod`, `dev` or another, whose host is its name at
    /// lakegate.test.
    public HaProxySetup workspace(String name, List<Integer> ports) {
        nodes.put(name, List.copyOf(ports));
        return this;
    }

    /// More tables of the policy.
    public HaProxySetup more(String toml) {
        more.add(toml);
        return this;
    }

    /// What no rule matches is denied.
    public HaProxySetup denyByDefault() {
        byDefault = "deny";
        return this;
    }

    /// In place of the file in its folder.
    public HaProxySetup auditTo(String sink) {
        audit = sink;
        return this;
    }

    public HaProxySetup revocations(Revocations revoked) {
        revocations = revoked;
        return this;
    }

    /// Listens here, where it has listened before.
    public HaProxySetup port(int fixed) {
        port = fixed;
        return this;
    }

    /// Starts HAProxy and blocks until it serves; the first time on a machine HAProxy is built for that.
    public HaProxy start() {
        return HaProxy.start(this);
    }

    /// Takes another set of keys for an issuer; a gateway that runs already learns of it by [HaProxy#reload()].
    public HaProxySetup keys(String shortName, JWKSet jwks) {
        keys.put(shortName, jwks);
        compile();
        return this;
    }

    /// Where the policy is.
    public Path policyFile() {
        return folder.resolve("gateway.toml");
    }

    /// The policy as it is now.
    public Policy policy() {
        try {
            Path file = policyFile();
            Files.writeString(file, toml());
            PolicyReader.Outcome outcome = PolicyReader.read(file, LocalDate.now(ZoneOffset.UTC));
            return outcome.policy()
                    .orElseThrow(() -> new IllegalStateException(
                            outcome.findings().problems().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void choosePorts(int listen) {
        port = listen;
        adminPort = freePort();
    }

    void compile() {
        try {
            Rendering rendering = Rendering.of(
                    policy(),
                    "gateway.toml",
                    files.current(),
                    signingKeys(),
                    revocations,
                    issuers.keySet().stream().collect(Collectors.toMap(name -> name, _ -> Instant.now())));
            files.write(rendering);
            files.select(rendering.id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String toml() {
        StringBuilder toml = new StringBuilder("""
                [gateway]
                address = "https://127.0.0.1:%d"
                listen = ["127.0.0.1:%d"]
                certificate = "%s"
                admin = "127.0.0.1:%d"
                runtime_socket = "%s"
                master_socket = "%s"
                default = "%s"
                audit = "%s"

                [access]
                groups = ["data-science", "data-engineers"]
                disabled = ["dave@acme.example"]

                [service_principal.etl]
                application_id = "5ea1ab1e-0000-4000-8000-00000000e71a"
                groups = ["data-engineers"]

                """.formatted(
                        port,
                        port,
                        certificates
                                .server("prod.lakegate.test", "dev.lakegate.test", "127.0.0.1")
                                .keyAndChainPem(),
                        adminPort,
                        sockets.resolve("runtime"),
                        sockets.resolve("master"),
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
        for (String group : List.of("data-science", "data-engineers")) {
            toml.append("[group.%s]%n".formatted(group));
            issuers.keySet().forEach(name -> toml.append("%s = [\"%s\"]%n".formatted(name, group)));
        }
        if (issuers.containsKey(ACME)) {
            for (String person : List.of("alice", "dave", "erin", "batch")) {
                toml.append(person(ACME, person));
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

    /// One line of the policy: a person by subject.
    public static String person(String issuer, String name) {
        return """
                [[person]]
                issuer = "%s"
                subject = "%s"
                identity = "%s@acme.example"

                """.formatted(issuer, name, name);
    }

    /// The PEM file of a key that the gateway verifies with.
    public Path publicKeyFile(String shortName, String kid) {
        return signingKeys().stream()
                .filter(key -> key.issuer().equals(shortName) && key.kid().equals(kid))
                .map(key -> files.current().resolve("keys").resolve(key.fileName()))
                .findFirst()
                .orElseThrow();
    }

    /// The keys as the gateway has them.
    public List<SigningKey> signingKeys() {
        List<SigningKey> all = new ArrayList<>();
        keys.forEach((issuer, jwks) -> {
            for (JWK key : jwks.getKeys()) {
                if (key instanceof RSAKey || key instanceof ECKey) {
                    all.add(new SigningKey(
                            issuer,
                            key.getKeyID(),
                            key instanceof RSAKey ? Algorithm.RS256 : Algorithm.ES256,
                            spki(key)));
                }
            }
        });
        return all;
    }

    private static String spki(JWK key) {
        try {
            var der = ((AsymmetricJWK) key).toPublicKey().getEncoded();
            var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
            return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
        } catch (JOSEException e) {
            throw new IllegalArgumentException("The key " + key.getKeyID() + " has no public form", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A port that is free now.
    int anyPort() {
        return port == 0 ? freePort() : port;
    }
}
