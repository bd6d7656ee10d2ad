package dev.lakegate.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One connection, plain or over TLS, on which bytes go out at once and come in as they are there.
interface Link extends AutoCloseable {
    /// To watch; it does not block.
    SocketChannel channel();

    /// Blocks until all of it is with the system.
    void send(ByteBuffer bytes) throws IOException;

    /// Adds what has come, which may be nothing. Throws [EOFException] when the other side has ended.
    void receive(ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;

    /// Blocks until the connection is there, its handshake included.
    static Link connect(Endpoint endpoint) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), endpoint.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (endpoint.tls().isPresent()) {
            return TlsLink.over(channel, endpoint.tls().get());
        }
        channel.configureBlocking(false);
        return new Plain(channel);
    }

    /// Nothing between the bytes and the socket.
    record Plain(SocketChannel channel) implements Link {
        @Override
        public void send(ByteBuffer bytes) throws IOException {
            writeAll(channel, bytes);
        }

        @Override
        public void receive(ByteBuffer into) throws IOException {
            if (channel.read(into) < 0) {
                throw new EOFException("the connection was ended");
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// Requests are small: the system takes them in one piece, but where a peer does not keep up.
    static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                Thread.onSpinWait();
            }
        }
    }
}
