package dev.lakegate.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate authorities that this machine's administrator has the operating system believe.
final class SystemRoots {
    private static final Logger LOG = LoggerFactory.getLogger(SystemRoots.class);

    /// Where the distributions of Linux write theirs; never from the environment, which any project can set.
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private SystemRoots() {}

    /// Those of this system that are not among the known. What cannot be read there is left out and logged:
    /// nobody who uses this program could mend it. Blocks on the disk.
    static List<X509Certificate> besides(List<X509Certificate> known) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return ofKeyStores("Windows-ROOT");
        }
        if (system.startsWith("mac")) {
            return ofKeyStores("KeychainStore-ROOT", "KeychainStore");
        }
        return BUNDLES.stream()
                .filter(Files::isReadable)
                .findFirst()
                .map(bundle -> ofBundle(bundle, known))
                .orElse(List.of());
    }

    /// Most are the runtime's too, and to compare is cheaper than to parse.
    static List<X509Certificate> ofBundle(Path bundle, List<X509Certificate> known) {
        List<X509Certificate> more = new ArrayList<>();
        try {
            Set<ByteBuffer> have = new HashSet<>();
            for (X509Certificate root : known) {
                have.add(ByteBuffer.wrap(root.getEncoded()));
            }
            int number = 0;
            for (byte[] encoded : PemCertificates.of(bundle)) {
                number++;
                if (have.add(ByteBuffer.wrap(encoded))) {
                    try {
                        more.add(PemCertificates.certificate(encoded));
                    } catch (CertificateException broken) {
                        LOG.warn("Certificate {} of {} is left out: {}", number, bundle, broken.toString());
                    }
                }
            }
        } catch (IOException | CertificateException unreadable) {
            LOG.warn("The authorities of {} are left out: {}", bundle, unreadable.toString());
        }
        return more;
    }

    private static List<X509Certificate> ofKeyStores(String... types) {
        List<X509Certificate> roots = new ArrayList<>();
        for (String type : types) {
            try {
                KeyStore store = KeyStore.getInstance(type);
                store.load(null, null);
                for (String alias : Collections.list(store.aliases())) {
                    if (store.isCertificateEntry(alias)
                            && store.getCertificate(alias) instanceof X509Certificate root) {
                        roots.add(root);
                    }
                }
            } catch (IOException | GeneralSecurityException unreadable) {
                LOG.warn("The authorities of {} are left out: {}", type, unreadable.toString());
            }
        }
        return roots;
    }
}
