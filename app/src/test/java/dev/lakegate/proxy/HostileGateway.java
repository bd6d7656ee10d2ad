package dev.lakegate.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lakegate.model.ProblemException;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.token.TokenSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/// What proves the workspace's name and then does as a test wants, over TLS: a broken gateway, or one
/// taken over. Asked for `/echo/…` it is honest, and answers with the target. To gRPC it speaks HTTP/2.
final class HostileGateway implements AutoCloseable {
    private static final String WORKSPACE = "prod.lakegate.test";

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final Certificates certificates;
    private final ServerSocket listener;
    private final Conduct conduct;
    private final StreamConduct streams;
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();

    /// @param folder where its certificate is
    HostileGateway(Path folder, Conduct conduct) throws IOException {
        this(folder, conduct, (_, _, _) -> {});
    }

    /// One that is asked by gRPC.
    HostileGateway(Path folder, StreamConduct streams) throws IOException {
        this(folder, (_, _) -> {}, streams);
    }

    private HostileGateway(Path folder, Conduct conduct, StreamConduct streams) throws IOException {
        certificates = Certificates.create(folder.resolve("certificates"));
        this.conduct = conduct;
        this.streams = streams;
        var tls = certificates.server(WORKSPACE).serving();
        listener = new ServerSocket(0, 1024, InetAddress.ofLiteral("127.0.0.1"));
        Thread.startVirtualThread(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket tcp = listener.accept();
                    tcp.setTcpNoDelay(true);
                    SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(tcp, null, true);
                    secured.setHandshakeApplicationProtocolSelector(
                            (_, offered) -> offered.contains("h2") ? "h2" : "http/1.1");
                    Thread.startVirtualThread(() -> serve(new Wire(tcp, secured)));
                } catch (IOException closed) {
                    // by the test or by a client that went
                }
            }
        });
    }

    /// What it does with a request that is not for `/echo/`.
    interface Conduct {
        void answer(String target, Wire wire) throws Exception;
    }

    /// The same over HTTP/2, where it has not even sent its `SETTINGS` when the first stream comes.
    interface StreamConduct {
        void answer(String target, int stream, FrameWire frames) throws Exception;
    }

    /// One of its connections.
    record Wire(Socket tcp, SSLSocket secured) {
        /// In a TLS record of its own.
        Wire send(String latin1) throws IOException {
            secured.getOutputStream().write(latin1.getBytes(ISO_8859_1));
            return this;
        }

        InputStream in() throws IOException {
            return secured.getInputStream();
        }

        /// With TLS's own farewell (RFC 8446 §6.1).
        void end() throws IOException {
            secured.close();
        }

        /// As one does who wants the end to look like one of the other side's.
        void cut() throws IOException {
            tcp.close();
        }

        void reset() throws IOException {
            tcp.setOption(StandardSocketOptions.SO_LINGER, 0);
            tcp.close();
        }
    }

    private void serve(Wire wire) {
        open.add(wire);
        try {
            wire.secured().startHandshake();
            if (wire.secured().getApplicationProtocol().equals("h2")) {
                serveStreams(FrameWire.accepted(wire.secured()));
            } else {
                serveRequests(wire);
            }
        } catch (IOException ended) {
            // by either side
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        } finally {
            open.remove(wire);
        }
    }

    private void serveRequests(Wire wire) throws Exception {
        while (true) {
            String head = readHead(wire.in());
            String target = head.split(" ", 3)[1];
            heads.add(head);
            targets.add(target);
            if (target.startsWith("/echo/")) {
                readBody(head, wire.in());
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target);
            } else {
                conduct.answer(target, wire);
            }
        }
    }

    /// Requests without a body.
    private void serveStreams(FrameWire frames) throws Exception {
        while (true) {
            FrameWire.Frame frame = frames.next();
            if (frame.type() == FrameWire.SETTINGS && frame.flags() == 0) {
                frames.send(FrameWire.SETTINGS, FrameWire.ACK, 0);
            } else if (frame.type() == FrameWire.HEADERS) {
                String target = frames.target(frame);
                targets.add(target);
                if (target.startsWith("/echo/")) {
                    frames.send(FrameWire.SETTINGS, 0, 0).answer(frame.stream(), target);
                } else {
                    streams.answer(target, frame.stream(), frames);
                }
            }
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void readBody(String head, InputStream in) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        } else if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            StringBuilder chunks = new StringBuilder("\r\n");
            while (chunks.lastIndexOf("\r\n0\r\n") < 0 || !chunks.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                chunks.append((char) next);
            }
        }
    }

    /// All requests so far, up to their bodies.
    List<String> heads() {
        return List.copyOf(heads);
    }

    /// The targets of all requests so far.
    List<String> targets() {
        return List.copyOf(targets);
    }

    /// How many connections are open.
    int connections() {
        return open.size();
    }

    int port() {
        return listener.getLocalPort();
    }

    /// A proxy before it.
    RouteByHand route(Path folder) throws ProblemException {
        return RouteByHand.of(folder, configuration());
    }

    /// The same.
    ///
    /// @param identity where its identity tokens come from
    RouteByHand route(Path folder, TokenSource identity) throws ProblemException {
        return RouteByHand.of(folder, configuration(), identity);
    }

    private String configuration() {
        return """
                [profile.acme]
                issuer = "https://id.acme.example"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://127.0.0.1:%d"
                ca_file = "%s"

                [profile.acme.route.prod]
                port = 8765
                workspace = "%s"
                """.formatted(listener.getLocalPort(), certificates.caPem(), WORKSPACE);
    }

    /// All of its connections.
    void cut() throws IOException {
        for (Wire wire : open) {
            wire.cut();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
