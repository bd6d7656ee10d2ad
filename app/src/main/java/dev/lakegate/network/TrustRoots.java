package dev.lakegate.network;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The certificate authorities that servers are believed for: the Java runtime's, and those of a profile's `ca_file`.
public final class TrustRoots {
    private final KeyStore authorities;

    private TrustRoots(KeyStore authorities) {
        this.authorities = authorities;
    }

    /// Throws a problem when the file cannot be read as PEM certificates.
    public static TrustRoots with(Optional<Path> caFile) throws ProblemException {
        try {
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            for (X509Certificate root : rootsOfTheRuntime()) {
                authorities.setCertificateEntry(
                        root.getSubjectX500Principal().getName() + root.getSerialNumber(), root);
            }
            if (caFile.isPresent()) {
                int number = 0;
                try (InputStream pem = Files.newInputStream(caFile.get())) {
                    for (Certificate root :
                            CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                        authorities.setCertificateEntry("ca_file " + number++, root);
                    }
                }
                if (number == 0) {
                    throw new GeneralSecurityException("it holds no certificate");
                }
            }
            return new TrustRoots(authorities);
        } catch (IOException | GeneralSecurityException failure) {
            throw new ProblemException(
                    new LocalFailure(
                            "read the certificate authorities"
                                    + caFile.map(file -> " of " + file).orElse(""),
                            failure.toString()),
                    failure);
        }
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

    private static X509Certificate[] rootsOfTheRuntime() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager roots) {
                return roots.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }
}
