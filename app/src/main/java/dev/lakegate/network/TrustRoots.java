package dev.lakegate.network;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The certificate authorities that servers are believed for: the Java runtime's, the operating system's, and
/// those of the files that the configuration names.
public final class TrustRoots {
    private final KeyStore authorities;

    private TrustRoots(KeyStore authorities) {
        this.authorities = authorities;
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
        KeyStore authorities = empty();
        add(authorities, "runtime", OfThisMachine.RUNTIME);
        add(authorities, "system", OfThisMachine.SYSTEM);
        for (Path file :
                Stream.concat(network.caFiles().stream(), caFile.stream()).toList()) {
            add(authorities, file.toString(), rootsOf(file));
        }
        return new TrustRoots(authorities);
    }

    /// Those that the whole world believes: no company's own.
    public static TrustRoots publicly() {
        KeyStore authorities = empty();
        add(authorities, "runtime", OfThisMachine.RUNTIME);
        return new TrustRoots(authorities);
    }

    /// As a key store of trusted certificates, without a password.
    public KeyStore keyStore() {
        return authorities;
    }

    /// A client context that believes these authorities.
    public SSLContext sslContext() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
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
            reason = String.valueOf(broken.getMessage());
        } catch (IOException unreadable) {
            reason = unreadable.toString();
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
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager roots) {
                    return List.of(roots.getAcceptedIssuers());
                }
            }
            return List.of();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this Java runtime checks no certificates", failure);
        }
    }
}
