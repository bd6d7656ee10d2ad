package dev.lakegate.network;

import dev.lakegate.config.outbound.NetworkSettings;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Says whether a server is believed, as the first that it does.
final class BelievingProgram {
    private BelievingProgram() {}

    /// Prints it, and ends.
    ///
    /// @param arguments the file of the authority that is named, and of the server's certificates
    public static void main(String[] arguments) throws Exception {
        X509Certificate[] server = chain(Path.of(arguments[1]));
        boolean believed = true;
        try {
            manager(Path.of(arguments[0])).checkServerTrusted(server, "ECDHE_ECDSA");
        } catch (CertificateException refused) {
            believed = false;
        }
        System.out.println("Believed: " + believed);
    }

    static LateTrustManager manager(Path authority) throws Exception {
        return new LateTrustManager(TrustRoots.with(NetworkSettings.DIRECT, Optional.of(authority)));
    }

    static X509Certificate[] chain(Path pem) throws Exception {
        List<byte[]> encoded = PemCertificates.of(pem);
        X509Certificate[] chain = new X509Certificate[encoded.size()];
        for (int number = 0; number < chain.length; number++) {
            chain[number] = PemCertificates.certificate(encoded.get(number));
        }
        return chain;
    }
}
