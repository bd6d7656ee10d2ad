package dev.lakegate.network;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// The Java runtime's own check of certificates, made when the first of them is to be checked. Who is vouched for by an
/// authority that the configuration names needs no other: the runtime's and the system's, 300 certificates, are read
/// for the first server that is not. Whether one is believed is decided by all of them alike.
///
/// To read them took a sixth of the time until a start listens, and where a company has an authority of its own a
/// sixteenth of the processor time until the first answer.
final class LateTrustManager extends X509ExtendedTrustManager {
    private final TrustRoots roots;

    LateTrustManager(TrustRoots roots) {
        this.roots = roots;
    }

    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager authorities) throws CertificateException;
    }

    private void check(Check check) throws CertificateException {
        if (roots.areSomeNamed()) {
            try {
                check.by(roots.trustManagerOfTheNamed());
                return;
            } catch (CertificateException notByThese) {
                // whether by the others, and what to say if not, is for all of them together
            }
        }
        check.by(roots.trustManager());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(authorities -> authorities.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(authorities -> authorities.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(authorities -> authorities.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(authorities -> authorities.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(authorities -> authorities.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(authorities -> authorities.checkClientTrusted(chain, authType));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return roots.trustManager().getAcceptedIssuers();
    }
}
