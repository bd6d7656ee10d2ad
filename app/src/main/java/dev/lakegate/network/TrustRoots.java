package dev.lakegate.network;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate authorities that servers are believed for: the Java runtime's, the operating system's, and
/// those of the files that the configuration names.
public final class TrustRoots {
    private final boolean ofTheSystem;
    private final Map<Path, List<X509Certificate>> named;
    private @Nullable KeyStore authorities;
    private @Nullable X509ExtendedTrustManager trustManager;
    private @Nullable X509ExtendedTrustManager ofTheNamed;

    private TrustRoots(boolean ofTheSystem, Map<Path, List<X509Certificate>> named) {
        this.ofTheSystem = ofTheSystem;
        this.named = named;
    }

    /// Read once for all profiles; an authority that the system gets to know later counts from the next start.
    private static final class OfThisMachine {
        static final List<X509Certificate> RUNTIME = rootsOfTheRuntime();
        static final List<X509Certificate> SYSTEM = SystemRoots.besides(RUNTIME);

        private OfThisMachine() {}
    }

    /// Blocks on the disk. Throws a problem when a file is not wholly made of certificates: what somebody has
    /// named here is wanted.
    ///
    /// @param caFile one more, beside those of the settings
    public static TrustRoots with(NetworkSettings network, Optional<Path> caFile) throws ProblemException {
        Map<Path, List<X509Certificate>> named = new LinkedHashMap<>();
        for (Path file :
                Stream.concat(network.caFiles().stream(), caFile.stream()).toList()) {
            named.put(file, rootsOf(file));
        }
        return new TrustRoots(true, named);
    }

    /// Those that the whole world believes: no company's own.
    public static TrustRoots publicly() {
        return new TrustRoots(false, Map.of());
    }

    /// As a key store of trusted certificates, without a password. The first call blocks on the disk.
    public synchronized KeyStore keyStore() {
        if (authorities == null) {
            KeyStore all = keyStoreOfTheNamed();
            add(all, "runtime", OfThisMachine.RUNTIME);
            if (ofTheSystem) {
                add(all, "system", OfThisMachine.SYSTEM);
            }
            authorities = all;
        }
        return authorities;
    }

    private KeyStore keyStoreOfTheNamed() {
        KeyStore authorities = empty();
        named.forEach((file, roots) -> add(authorities, file.toString(), roots));
        return authorities;
    }

    /// The Java runtime's check of a server's certificates. The first call blocks on the disk.
    public synchronized X509ExtendedTrustManager trustManager() {
        if (trustManager == null) {
            trustManager = trustManagerOf(keyStore());
        }
        return trustManager;
    }

    /// Whether the configuration names files.
    boolean areSomeNamed() {
        return !named.isEmpty();
    }

    /// As [#trustManager], but for those of the files that the configuration names alone. Does not block on the disk.
    synchronized X509ExtendedTrustManager trustManagerOfTheNamed() {
        if (ofTheNamed == null) {
            ofTheNamed = trustManagerOf(keyStoreOfTheNamed());
        }
        return ofTheNamed;
    }

    /// A client context that believes these authorities, as soon as a server is to be believed.
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new LateTrustManager(this)}, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this Java runtime has no TLS", failure);
        }
    }

    private static List<X509Certificate> rootsOf(Path file) throws ProblemException {
        String reason;
        try {
            List<X509Certificate> roots = new ArrayList<>();
            for (byte[] encoded : PemCertificates.of(file)) {
                try {
                    roots.add(PemCertificates.certificate(encoded));
                } catch (CertificateException broken) {
                    throw new CertificateException("certificate " + (roots.size() + 1) + " of it is broken", broken);
                }
            }
            if (!roots.isEmpty()) {
                return roots;
            }
            reason = "it holds no certificate";
        } catch (CertificateException broken) {
            reason = Reason.of(broken);
        } catch (IOException unreadable) {
            reason = Reason.of(unreadable);
        }
        throw new ProblemException(new LocalFailure("read the certificate authorities of " + file, reason));
    }

    private static KeyStore empty() {
        try {
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            return authorities;
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("this Java runtime has no key stores", failure);
        }
    }

    private static void add(KeyStore authorities, String from, List<X509Certificate> roots) {
        try {
            for (int number = 0; number < roots.size(); number++) {
                authorities.setCertificateEntry(from + " " + number, roots.get(number));
            }
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a new key store takes certificates", failure);
        }
    }

    private static List<X509Certificate> rootsOfTheRuntime() {
        return List.of(trustManagerOf(null).getAcceptedIssuers());
    }

    /// @param authorities null for the runtime's
    private static X509ExtendedTrustManager trustManagerOf(@Nullable KeyStore authorities) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager checking) {
                    return checking;
                }
            }
            throw new IllegalStateException("this Java runtime checks no certificates");
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this Java runtime checks no certificates", failure);
        }
    }
}
