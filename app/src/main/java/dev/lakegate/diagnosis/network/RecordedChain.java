package dev.lakegate.diagnosis.network;

import dev.lakegate.model.Phrase;
import dev.lakegate.model.Reason;
import dev.lakegate.network.TrustRoots;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Lets every server pass and keeps what would have been said of it: a doctor has to see whom a program must not talk
/// to. Nothing worth stealing is sent over such a connection.
final class RecordedChain extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager profile;
    private final X509ExtendedTrustManager runtime;

    private List<X509Certificate> chain = List.of();
    private Optional<Phrase> distrust = Optional.of(Phrase.of("doctor.tls.no_certificate"));
    private boolean publicly;

    RecordedChain(TrustRoots profile, TrustRoots runtime) {
        this.profile = profile.trustManager();
        this.runtime = runtime.trustManager();
    }

    List<X509Certificate> chain() {
        return chain;
    }

    Optional<Phrase> distrust() {
        return distrust;
    }

    boolean publicly() {
        return publicly;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String keyExchange, Socket socket) {
        chain = List.of(presented);
        distrust = refusal(profile, presented, keyExchange, socket);
        publicly = refusal(runtime, presented, keyExchange, socket).isEmpty();
    }

    private static Optional<Phrase> refusal(
            X509ExtendedTrustManager manager, X509Certificate[] presented, String keyExchange, Socket socket) {
        try {
            manager.checkServerTrusted(presented, keyExchange, socket);
            return Optional.empty();
        } catch (CertificateException refusal) {
            return Optional.of(Phrase.verbatim(Reason.of(refusal)));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String keyExchange, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only sockets are looked at");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String keyExchange) throws CertificateException {
        throw new CertificateException("only sockets are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String keyExchange) throws CertificateException {
        throw new CertificateException("only servers are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String keyExchange, Socket socket)
            throws CertificateException {
        throw new CertificateException("only servers are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String keyExchange, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only servers are looked at");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
