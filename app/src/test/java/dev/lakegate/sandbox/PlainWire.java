package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A connection to a port of 127.0.0.1 that sends any bytes, and reads answers of HTTP/1.1 one after another.
public final class PlainWire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    public PlainWire(int port) {
        this(port, 0);
    }

    /// @param receiveBytes how much the system may take before it is read; 0 for the system's default
    public PlainWire(int port, int receiveBytes) {
        try {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The status and the fields of an answer.
    ///
    /// @param fields by name, compared without case, all values in order
    public record Head(int status, Map<String, List<String>> fields) {
        public List<String> all(String name) {
            return fields.getOrDefault(name, List.of());
        }

        /// The value of a field that came at most once.
        public Optional<String> field(String name) {
            if (all(name).size() > 1) {
                throw new IllegalStateException(name + " came " + all(name).size() + " times");
            }
            return all(name).stream().findFirst();
        }

        /// The proxy's id of the request.
        public String requestId() {
            return field("X-Request-Id").orElseThrow();
        }
    }

    /// An answer with its whole body.
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; never compared as a record
    public record Answer(Head head, byte[] body) {
        public int status() {
            return head.status();
        }

        public String text() {
            return new String(body, UTF_8);
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    /// Sends one request and reads the answer.
    public static Answer ask(int port, String request) throws IOException {
        try (PlainWire wire = new PlainWire(port)) {
            return wire.send(request).answer();
        }
    }

    public PlainWire send(String latin1) throws IOException {
        return send(latin1.getBytes(ISO_8859_1));
    }

    public PlainWire send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /// What is written here is sent.
    public OutputStream out() {
        return out;
    }

    /// Reads an answer to any method but HEAD.
    public Answer answer() throws IOException {
        Head head = head();
        return new Answer(head, body(head).readAllBytes());
    }

    /// Reads up to the body, which is next for [#body].
    public Head head() throws IOException {
        String statusLine = line();
        if (!statusLine.startsWith("HTTP/1.1 ")) {
            throw new IOException("no answer of HTTP/1.1: " + statusLine);
        }
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(statusLine, 9, 12, 10), fields);
    }

    /// The body as it comes, its chunks joined. Throws [EOFException] when it ends too early.
    public InputStream body(Head head) {
        if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
            return InputStream.nullInputStream();
        }
        if (head.field("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT).equals("chunked")) {
            return new Body(0, true);
        }
        return head.field("Content-Length")
                .<InputStream>map(length -> new Body(Long.parseLong(length), false))
                .orElse(in);
    }

    /// Whether the other side has ended the connection, waiting for it.
    public boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /// Ends the connection as a killed program does.
    public void abort() throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /// A part of the connection: some bytes, or chunks (RFC 9112 §7.1).
    private final class Body extends InputStream {
        private final boolean chunked;
        private long left;
        private boolean begun;
        private boolean ended;

        Body(long length, boolean chunked) {
            this.left = length;
            this.chunked = chunked;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && chunked && !ended) {
                nextChunk();
            }
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the connection ended " + left + " bytes too early");
            }
            left -= read;
            return read;
        }

        private void nextChunk() throws IOException {
            if (begun) {
                line();
            }
            begun = true;
            left = Long.parseLong(line(), 16);
            if (left == 0) {
                ended = true;
                for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
                    // trailers are not looked at
                }
            }
        }
    }
}
