package dev.lakegate.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/// A client's connection over HTTP/2 that sends any frames (RFC 9113 §4), and field blocks that no encoder would make.
final class FrameWire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HpackDecoder decoder = new HpackDecoder(1 << 16, System::nanoTime);

    FrameWire(int port) throws IOException {
        this(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    /// Over a connection that is there.
    FrameWire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        send(SETTINGS, 0, 0);
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

    FrameWire send(int type, int flags, int stream, int... payload) throws IOException {
        byte[] bytes = new byte[payload.length];
        for (int at = 0; at < payload.length; at++) {
            bytes[at] = (byte) payload[at];
        }
        return send(type, flags, stream, bytes);
    }

    FrameWire send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        out.write(frame.array());
        return this;
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
                    status = String.valueOf(
                            ((MetaData.Response) decoder.decode(ByteBuffer.wrap(frame.payload))).getStatus());
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
