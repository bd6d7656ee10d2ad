package dev.lakegate.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/// What is sent again and again on a connection, and when its answer is whole.
public interface Exchange {
    /// What opens a connection for it, its answer read; nothing for most.
    void open(Endpoint endpoint, Link link) throws IOException;

    /// Of one request.
    byte[] request(Endpoint endpoint);

    /// How long the answer is whose beginning is this; 0 while that cannot be told yet. Throws when it is
    /// none.
    ///
    /// @param received from its beginning to its position
    int length(ByteBuffer received) throws IOException;

    /// A GET of HTTP/1.1 that is answered by 200 with a body of known length.
    record Get(String path) implements Exchange {
        @Override
        public void open(Endpoint endpoint, Link link) {}

        @Override
        public byte[] request(Endpoint endpoint) {
            return (endpoint.head("GET", path) + "\r\n").getBytes(ISO_8859_1);
        }

        @Override
        public int length(ByteBuffer received) throws IOException {
            int body = Head.end(received);
            if (body == 0) {
                return 0;
            }
            String head = Head.text(received, body).toLowerCase(Locale.ROOT);
            int field = head.indexOf("\r\ncontent-length:");
            if (!head.startsWith("http/1.1 200 ") || field < 0) {
                throw new IOException(
                        "answered with " + head.lines().findFirst().orElse("nothing"));
            }
            int value = field + "\r\ncontent-length:".length();
            return body
                    + Integer.parseInt(
                            head.substring(value, head.indexOf('\r', value)).strip());
        }
    }

    /// A message of so many bytes by WebSocket, which comes back; at most 125, so that its length takes one
    /// byte.
    record Echo(String path, int bytes) implements Exchange {
        private static final int MASK = 4;

        @Override
        public void open(Endpoint endpoint, Link link) throws IOException {
            String head = endpoint.head("GET", path) + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            link.send(ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
            ByteBuffer received = ByteBuffer.allocate(32 * 1024);
            while (Head.end(received) == 0) {
                link.receive(received);
            }
            String answer = Head.text(received, received.position());
            if (!answer.startsWith("HTTP/1.1 101 ")) {
                throw new IOException(
                        "answered with " + answer.lines().findFirst().orElse("nothing"));
            }
        }

        /// A whole frame of text, masked with zeros.
        @Override
        public byte[] request(Endpoint endpoint) {
            byte[] frame = new byte[2 + MASK + bytes];
            Arrays.fill(frame, 2 + MASK, frame.length, (byte) 'm');
            frame[0] = (byte) 0x81;
            frame[1] = (byte) (0x80 | bytes);
            return frame;
        }

        @Override
        public int length(ByteBuffer received) {
            return 2 + bytes;
        }
    }

    /// The head of an answer.
    final class Head {
        private Head() {}

        /// Where the body begins; 0 while the head is not whole.
        static int end(ByteBuffer received) {
            for (int at = 3; at < received.position(); at++) {
                if (received.get(at) == '\n'
                        && received.get(at - 1) == '\r'
                        && received.get(at - 2) == '\n'
                        && received.get(at - 3) == '\r') {
                    return at + 1;
                }
            }
            return 0;
        }

        static String text(ByteBuffer received, int length) {
            byte[] bytes = new byte[length];
            received.get(0, bytes);
            return new String(bytes, ISO_8859_1);
        }
    }
}
