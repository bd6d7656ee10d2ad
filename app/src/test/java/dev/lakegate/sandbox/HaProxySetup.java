package dev.lakegate.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the gateway is told before it starts: the sample maps of `packaging/gateway`, completed for a sandbox, in a
/// folder
/// of its own.
public final class HaProxySetup {
    /// The short name of the sandbox's provider in the sample maps.
    public static final String ACME = "acme";

    private static final String LONGEST_LIFETIME_SECONDS = "3600";

    final Path folder;
    final Certificates certificates;
    final Map<String, List<Integer>> nodes = new LinkedHashMap<>();
    /// 0 for any free port.
    int port;
    private final Map<String, JWKSet> keys = new LinkedHashMap<>();

    /// @param folder may not exist yet; holds maps, keys and the audit afterwards
    public HaProxySetup(Path folder, Certificates certificates) {
        this.folder = folder;
        this.certificates = certificates;
        try {
            Files.createDirectories(folder.resolve("keys"));
            var maps = Files.createDirectories(folder.resolve("maps"));
            try (var samples = Files.newDirectoryStream(source().resolve("maps"))) {
                for (var sample : samples) {
                    Files.copy(sample, maps.resolve(sample.getFileName()));
                }
            }
            Files.writeString(maps.resolve("issuers.map"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the configuration's sources are.
    static Path source() {
        return PackagingScript.root().resolve("packaging/gateway");
    }

    /// Accepts tokens of this issuer for the sandbox's audience. The sample maps are about [#ACME]; for another short
    /// name
    /// the tests add their own lines.
    public HaProxySetup issuer(String shortName, String issuer, JWKSet jwks) {
        keys.put(shortName, jwks);
        return line("issuers.map", issuer, shortName, "urn:lakegate:sandbox", LONGEST_LIFETIME_SECONDS);
    }

    /// The nodes' ports on 127.0.0.1 of a workspace of the configuration, `prod` or `dev`: one or two.
    public HaProxySetup workspace(String name, List<Integer> ports) {
        nodes.put(name, List.copyOf(ports));
        return this;
    }

    /// One more line in one of the maps.
    public HaProxySetup line(String map, String... words) {
        try {
            var file = folder.resolve("maps").resolve(map);
            Files.writeString(file, String.join("  ", words) + "\n", StandardOpenOption.APPEND);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Listens here, where it has listened before.
    public HaProxySetup port(int fixed) {
        port = fixed;
        return this;
    }

    /// Starts HAProxy and blocks until it serves; the first time on a machine HAProxy is built for that.
    public HaProxy start() {
        writeKeys();
        return HaProxy.start(this);
    }

    /// Takes another set of keys for an issuer; a gateway that runs already learns of it by [HaProxy#reload()].
    public HaProxySetup keys(String shortName, JWKSet jwks) {
        keys.put(shortName, jwks);
        writeKeys();
        return this;
    }

    /// The PEM file of a key that the gateway verifies with.
    public Path publicKeyFile(String shortName, String kid) {
        return folder.resolve("keys").resolve(shortName + "-" + kid + ".pem");
    }

    /// Each key becomes a PEM file, a line of `keys.map`, and a line of `keys.cfg` that makes HAProxy load it.
    private void writeKeys() {
        var map = new StringBuilder();
        var cfg = new StringBuilder("backend keys from gateway\n");
        keys.forEach((issuer, jwks) -> {
            for (var key : jwks.getKeys()) {
                if (!(key instanceof RSAKey || key instanceof ECKey)) {
                    continue; // nothing that HAProxy could verify with
                }
                var algorithm = key instanceof RSAKey ? "RS256" : "ES256";
                var pem = publicKeyFile(issuer, key.getKeyID());
                write(pem, spki(key));
                map.append("%s|%s %s|%s%n".formatted(issuer, key.getKeyID(), algorithm, pem));
                cfg.append("    http-request set-var(txn.loaded) 'str(),jwt_verify(\"%s\",\"%s\")'%n"
                        .formatted(algorithm, pem));
            }
        });
        write(folder.resolve("keys.map"), map);
        write(folder.resolve("keys.cfg"), cfg);
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

    private static void write(Path file, CharSequence content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
