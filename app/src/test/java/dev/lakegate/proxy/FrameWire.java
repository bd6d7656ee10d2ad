package dev.lakegate.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.jspecify.annotations.Nullable;

/// A connection over HTTP/2, a client's unless it was accepted, that sends any frames (RFC 9113 §4), and field blocks
/// that no encoder would make.
final class FrameWire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private HttpFields answered = HttpFields.EMPTY;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HpackDecoder decoder = new HpackDecoder(1 << 16, System::nanoTime);

    FrameWire(int port) throws IOException {
        this(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    /// Over a connection that is there.
    FrameWire(Socket socket) throws IOException {
        this(socket, new byte[0]);
    }

    /// Begins with these frames, behind the preface and the settings, in one piece.
    FrameWire(Socket socket, byte[] frames) throws IOException {
        this(socket, PREFACE, frames(1, SETTINGS, 0, 0, new byte[0]), frames);
    }

    private FrameWire(Socket socket, String first, byte[]... frames) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        piece.writeBytes(first.getBytes(ISO_8859_1));
        for (byte[] next : frames) {
            piece.writeBytes(next);
        }
        piece.writeTo(out);
    }

    /// The server's end, which has sent nothing yet.
    static FrameWire accepted(Socket socket) throws IOException {
        FrameWire wire = new FrameWire(socket, "");
        socket.setSoTimeout(0);
        wire.in.skipNBytes(PREFACE.length());
        return wire;
    }

    /// As it came; never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean ends() {
            return type <= HEADERS && (flags & END_STREAM) != 0;
        }

        int number() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    /// A field of the last answer that [#outcome] has read; null when it had none.
    @Nullable
    String answered(String name) {
        return answered.get(name);
    }

    FrameWire send(int type, int flags, int stream, int... payload) throws IOException {
        return send(type, flags, stream, bytes(payload));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int at = 0; at < values.length; at++) {
            bytes[at] = (byte) values[at];
        }
        return bytes;
    }

    FrameWire send(int type, int flags, int stream, byte[] payload) throws IOException {
        return send(1, type, flags, stream, payload);
    }

    /// The same so many times, at once.
    FrameWire send(int times, int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(frames(times, type, flags, stream, payload));
        return this;
    }

    static byte[] frames(int times, int type, int flags, int stream, byte[] payload) {
        ByteBuffer frames = ByteBuffer.allocate(times * (9 + payload.length));
        while (frames.hasRemaining()) {
            frames.putInt((payload.length << 8) | type)
                    .put((byte) flags)
                    .putInt(stream)
                    .put(payload);
        }
        return frames.array();
    }

    /// As gRPC answers, with trailers.
    void answer(int stream, String body) throws IOException {
        List<Map.Entry<String, String>> fields =
                List.of(Map.entry(":status", "200"), Map.entry("content-type", "application/grpc"));
        send(HEADERS, END_HEADERS, stream, block(fields)).endAnswer(stream, body);
    }

    /// One that has begun.
    void endAnswer(int stream, String body) throws IOException {
        send(DATA, 0, stream, body.getBytes(ISO_8859_1))
                .send(HEADERS, END_HEADERS | END_STREAM, stream, block(List.of(Map.entry("grpc-status", "0"))));
    }

    /// Literals that nobody indexes (RFC 7541 §6.2.2), byte for byte.
    static byte[] block(List<Map.Entry<String, String>> fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields) {
            block.write(0);
            literal(field.getKey(), block);
            literal(field.getValue(), block);
        }
        return block.toByteArray();
    }

    private static void literal(String text, ByteArrayOutputStream block) {
        int rest = text.length() - 127;
        block.write(Math.min(text.length(), 127));
        if (rest >= 0) {
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(ISO_8859_1));
    }

    Frame next() throws IOException {
        int head = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[head >>> 8];
        in.readFully(payload);
        return new Frame(head & 0xff, flags, stream, payload);
    }

    /// The target of a request, whose fields are all in this frame.
    String target(Frame headers) throws IOException {
        try {
            return ((MetaData.Request) decoder.decode(ByteBuffer.wrap(headers.payload)))
                    .getHttpURI()
                    .getPathQuery();
        } catch (HpackException bad) {
            throw new IOException(bad);
        }
    }

    /// How the stream ended, or the connection: a status, `reset`, or `goaway`; `closed` when nothing was said.
    String outcome(int stream) {
        String status = "";
        try {
            while (true) {
                Frame frame = next();
                if (frame.type == GOAWAY && frame.number() != 0) {
                    return "goaway";
                }
                if (frame.stream == stream && frame.type == RST_STREAM) {
                    return status.isEmpty() ? "reset" : status + " reset";
                }
                if (frame.stream == stream && frame.type == HEADERS && status.isEmpty()) {
                    MetaData.Response response = (MetaData.Response) decoder.decode(ByteBuffer.wrap(frame.payload));
                    status = String.valueOf(response.getStatus());
                    answered = response.getHttpFields();
                }
                if (frame.stream == stream && frame.ends()) {
                    return status;
                }
            }
        } catch (SocketTimeoutException late) {
            return "nothing";
        } catch (IOException ended) {
            return "closed";
        } catch (HpackException bad) {
            throw new IllegalStateException(bad);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
