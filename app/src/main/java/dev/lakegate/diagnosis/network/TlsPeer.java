package dev.lakegate.diagnosis.network;

import dev.lakegate.model.Phrase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// Who answers at an address, as seen in one TLS handshake and one request that carries nothing.
///
/// @param chain    as presented, the server's own certificate first
/// @param distrust why the profile's trust roots do not believe it for the name; empty when they do
/// @param publicly whether the Java runtime's roots alone believe it
/// @param date     its answer's `Date` field; empty when it gave none
/// @param sent     when the request was sent, by this machine's clock
/// @param answered when its answer began
record TlsPeer(
        List<X509Certificate> chain,
        Optional<Phrase> distrust,
        boolean publicly,
        Optional<String> date,
        Instant sent,
        Instant answered) {
    private static final int PATIENCE_MILLIS = 4_000;
    private static final int MAX_LINES = 100;

    TlsPeer {
        chain = List.copyOf(chain);
    }

    /// Blocks for some seconds at most.
    ///
    /// @param name the name asked for and to be proved, which need not be the address's
    /// @param port the server's own, where a proxy stands between
    static TlsPeer on(Socket connection, String name, int port, RecordedChain recorded, InstantSource clock)
            throws IOException {
        connection.setSoTimeout(PATIENCE_MILLIS);
        try (SSLSocket tls = handshake(connection, name, recorded)) {
            Instant sent = clock.instant();
            Optional<String> date = dateOrNone(tls, name, port);
            return new TlsPeer(recorded.chain(), recorded.distrust(), recorded.publicly(), date, sent, clock.instant());
        }
    }

    private static SSLSocket handshake(Socket connection, String name, RecordedChain recorded) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {recorded}, new SecureRandom());
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(connection, name, connection.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this Java runtime has no TLS", failure);
        }
    }

    /// Whoever proved its name need not answer.
    private static Optional<String> dateOrNone(SSLSocket tls, String name, int port) {
        try {
            return date(tls, name, port);
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    private static Optional<String> date(SSLSocket tls, String name, int port) throws IOException {
        String host = port == 443 ? name : name + ":" + port;
        tls.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(tls.getInputStream(), StandardCharsets.ISO_8859_1));
        for (int number = 0; number < MAX_LINES; number++) {
            String line = in.readLine();
            if (line == null || line.isEmpty()) {
                return Optional.empty();
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("date:")) {
                return Optional.of(line.substring(5).strip());
            }
        }
        return Optional.empty();
    }
}
