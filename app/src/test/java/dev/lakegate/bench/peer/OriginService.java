package dev.lakegate.bench.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Bodies without an end in sight, both ways, events and a WebSocket, by HTTP/1.1 for HAProxy in front of it.
/// It copies nothing that it need not, so that it costs little beside what is measured.
final class OriginService implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(10);

    private final ServerSocketChannel listener;

    OriginService() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 4096);
        Thread.ofPlatform().daemon().name("service").start(this::accept);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel accepted = listener.accept();
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread.ofPlatform().daemon().name("service of one").start(() -> serve(accepted));
            }
        } catch (IOException closed) {
            // the benchmark is over
        }
    }

    private static void serve(SocketChannel channel) {
        try (channel) {
            Conversation conversation = new Conversation(channel);
            while (true) {
                conversation.serveOne();
            }
        } catch (IOException gone) {
            // a connection that its client has ended
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException alreadyGone) {
            // nothing is left to be closed
        }
    }

    /// One connection.
    private static final class Conversation {
        private final SocketChannel channel;
        /// What has been read and not been used, ready to be got.
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).flip();

        Conversation(SocketChannel channel) {
            this.channel = channel;
        }

        void serveOne() throws IOException {
            String head = head();
            String target = head.split(" ", 3)[1];
            String last = target.substring(target.lastIndexOf('/') + 1);
            switch (target.substring(0, target.length() - last.length())) {
                case "/service/bytes/" -> send(Long.parseLong(last));
                case "/service/sink/" -> takeIn(Long.parseLong(field(head, "content-length")));
                case "/service/events/" -> events(Integer.parseInt(last));
                case "/service/echo/" -> echo(field(head, "sec-websocket-key"), Integer.parseInt(last));
                default -> write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
        }

        private void send(long bytes) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n");
            ByteBuffer zeros = ByteBuffer.allocateDirect(BUFFER);
            for (long left = bytes; left > 0; ) {
                zeros.clear().limit((int) Math.min(BUFFER, left));
                left -= zeros.remaining();
                writeAll(zeros);
            }
        }

        private void takeIn(long bytes) throws IOException {
            long left = bytes - in.remaining();
            in.position(in.limit());
            while (left > 0) {
                in.clear();
                int read = channel.read(in);
                if (read < 0) {
                    throw new EOFException();
                }
                left -= read;
            }
            in.clear().flip();
            write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }

        /// Each tells when it was sent, by the clock of this machine's JVMs.
        private void events(int count) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            long due = System.nanoTime();
            for (int number = 0; number < count; number++, due += BETWEEN_EVENTS.toNanos()) {
                LockSupport.parkNanos(due - System.nanoTime());
                String event = "data: " + System.nanoTime() + "\n\n";
                write(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            }
            write("0\r\n\r\n");
        }

        /// Frames of that many bytes, masked as a client's are (RFC 6455 §5.3), come back as they were.
        private void echo(String key, int bytes) throws IOException {
            write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
            byte[] frame = new byte[2 + 4 + bytes];
            byte[] answer = new byte[2 + bytes];
            while (true) {
                require(frame.length);
                in.get(frame);
                answer[0] = frame[0];
                answer[1] = (byte) bytes;
                for (int at = 0; at < bytes; at++) {
                    answer[2 + at] = (byte) (frame[6 + at] ^ frame[2 + at % 4]);
                }
                writeAll(ByteBuffer.wrap(answer));
            }
        }

        private static String accept(String key) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
                require(1);
                head.append((char) (in.get() & 0xff));
            }
            return head.toString();
        }

        private static String field(String head, String name) throws IOException {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElseThrow(() -> new IOException("a request without " + name));
        }

        private void require(int bytes) throws IOException {
            while (in.remaining() < bytes) {
                in.compact();
                int read = channel.read(in);
                in.flip();
                if (read < 0) {
                    throw new EOFException();
                }
            }
        }

        private void write(String text) throws IOException {
            writeAll(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
        }

        private void writeAll(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
