package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Sends bytes that no HTTP client would send, over TLS and HTTP/1.1 to a port of 127.0.0.1, and reads one answer.
public final class TlsWire {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Pattern LENGTH = Pattern.compile(
            "\\A.*?\r\ncontent-length: *([0-9]+).*?\r\n\r\n", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final SSLContext trust;
    private final InetSocketAddress to;
    private final String serverName;

    public TlsWire(SSLContext trust, int port, String serverName) {
        this(trust, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), serverName);
    }

    /// To another address of the loopback network.
    public TlsWire(SSLContext trust, InetSocketAddress to, String serverName) {
        this.trust = trust;
        this.to = to;
        this.serverName = serverName;
    }

    /// What came back.
    ///
    /// @param status 0 when the connection ended without an answer
    /// @param fields by name, compared without case, all values in order
    public record Answer(int status, TreeMap<String, List<String>> fields, String body) {
        /// The value of a field that came exactly once.
        public Optional<String> field(String name) {
            var values = fields.getOrDefault(name, List.of());
            if (values.size() > 1) {
                throw new IllegalStateException(name + " came " + values.size() + " times");
            }
            return values.stream().findFirst();
        }
    }

    /// From 127.0.0.1.
    public Answer send(String request) {
        return send(request, "127.0.0.1");
    }

    /// From another address of the loopback network.
    public Answer send(String request, String from) {
        var tcp = new Socket();
        try (tcp) {
            tcp.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            tcp.connect(to);
            try (var tls = (SSLSocket) trust.getSocketFactory().createSocket(tcp, serverName, to.getPort(), true)) {
                tls.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
                var parameters = tls.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
                tls.getOutputStream().write(request.getBytes(ISO_8859_1));
                return parse(read(tls.getInputStream()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// To the end of the body where its length is told, else until the other side closes.
    private static String read(InputStream in) throws IOException {
        var read = new StringBuilder();
        try {
            var buffer = new byte[8192];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read.append(new String(buffer, 0, n, ISO_8859_1));
                var length = LENGTH.matcher(read);
                if (length.find() && read.length() >= length.end() + Integer.parseInt(length.group(1))) {
                    break;
                }
            }
        } catch (SocketException reset) {
            // a gateway that refuses a body closes while it still comes in; what it said before is the answer
        }
        return read.toString();
    }

    private static Answer parse(String text) {
        var fields = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, fields, "");
        }
        var lines = text.substring(0, end).lines().toList();
        for (var i = 1; i < lines.size(); i++) {
            var colon = lines.get(i).indexOf(':');
            var name = lines.get(i).substring(0, colon);
            var value = lines.get(i).substring(colon + 1).strip();
            fields.merge(
                    name,
                    List.of(value),
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
        return new Answer(Integer.parseInt(lines.getFirst(), 9, 12, 10), fields, text.substring(end + 4));
    }
}
