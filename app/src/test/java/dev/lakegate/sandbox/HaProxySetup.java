package dev.lakegate.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.lakegate.gateway.host.ConfigurationFolder;
import dev.lakegate.gateway.host.HaProxyProgram;
import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.policy.Issuer.Algorithm;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.PolicyReader;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.gateway.render.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    final ConfigurationFolder files;
    /// Short names in a short folder: a socket's path holds 107 bytes.
    final Path sockets;
    /// By which the other hosts know this one.
    final String name;
    /// On the loopback network.
    final String address;
    /// 0 for any free port.
    int port;
    int adminPort;
    private final GatewayToml toml;
    private final Map<String, JWKSet> keys = new LinkedHashMap<>();
    private Revocations revocations = Revocations.NONE;

    /// @param folder may not exist yet; holds the policy, what was made of it, and the audit afterwards
    public HaProxySetup(Path folder, Certificates certificates) {
        this(folder, new GatewayToml(certificates), "gw1", "127.0.0.1");
    }

    private HaProxySetup(Path folder, GatewayToml toml, String name, String address) {
        this.folder = folder;
        this.toml = toml;
        this.name = name;
        this.address = address;
        this.files = new ConfigurationFolder(folder.resolve("haproxy"));
        try {
            Files.createDirectories(folder);
            sockets = Files.createTempDirectory("lg");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same policy on so many hosts, which are peers: 127.0.0.1, 127.0.0.2 and so on, where
    /// [LoopbackNames#GATEWAY] leads. What one is told of the policy later is in that of all; keys are fetched,
    /// and tokens revoked, on each.
    public List<HaProxySetup> onHosts(int count) {
        List<HaProxySetup> hosts = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String host = "gw" + number;
            HaProxySetup one = new HaProxySetup(folder.resolve(host), toml, host, "127.0.0." + number);
            one.keys.putAll(keys);
            one.revocations = revocations;
            toml.peers.put(host, one.address + ":" + FreePort.on(one.address));
            hosts.add(one);
        }
        return List.copyOf(hosts);
    }

    /// Accepts tokens of this issuer for the sandbox's audience.
    public HaProxySetup issuer(String shortName, String issuer, JWKSet jwks) {
        toml.issuers.put(shortName, issuer);
        keys.put(shortName, jwks);
        return this;
    }

    /// Accepts tokens of this issuer and of no other.
    public HaProxySetup onlyIssuer(String shortName, String issuer, JWKSet jwks) {
        toml.issuers.clear();
        keys.clear();
        toml.more.clear();
        return issuer(shortName, issuer, jwks);
    }

    /// The nodes' ports on 127.0.0.1 of the workspace `prod`, `dev` or another, whose host is its name at
    /// lakegate.test.
    public HaProxySetup workspace(String name, List<Integer> ports) {
        toml.nodes.put(name, List.copyOf(ports));
        return this;
    }

    /// A server of the company's own at this port of 127.0.0.1, whose host is its name at lakegate.test.
    public HaProxySetup selfHosted(String name, int port) {
        toml.selfHosted.put(name, port);
        return this;
    }

    /// More tables of the policy.
    public HaProxySetup more(String tables) {
        toml.more.add(tables);
        return this;
    }

    /// What no rule matches is denied.
    public HaProxySetup denyByDefault() {
        toml.byDefault = "deny";
        return this;
    }

    /// In place of the file in its folder.
    public HaProxySetup auditTo(String sink) {
        toml.audit = sink;
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

    /// The HAProxy that is used.
    public HaProxyProgram program() {
        return new HaProxyProgram(Path.of(PackagingScript.run("gateway/haproxy").getLast()));
    }

    /// Where the policy is.
    public Path policyFile() {
        return folder.resolve("gateway.toml");
    }

    /// The policy as it is now.
    public Policy policy() {
        try {
            Path file = policyFile();
            Files.writeString(file, toml.text(this));
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
        adminPort = FreePort.on(address);
    }

    /// Whether there are others that it tells what it counted.
    boolean hasPeers() {
        return !toml.peers.isEmpty();
    }

    /// Renders the policy as it is now; a gateway that runs already learns of it by [HaProxy#reload()].
    public void compile() {
        try {
            Rendering rendering = Rendering.of(
                    policy(),
                    "gateway.toml",
                    files.current(),
                    signingKeys(),
                    revocations,
                    toml.issuers.keySet().stream().collect(Collectors.toMap(name -> name, _ -> Instant.now())));
            files.write(rendering);
            files.select(rendering.id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /// A port that is free now.
    int anyPort() {
        return port == 0 ? FreePort.on(address) : port;
    }
}
