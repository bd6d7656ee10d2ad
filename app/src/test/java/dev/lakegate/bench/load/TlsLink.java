package dev.lakegate.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/// The JDK's TLS on a connection, for the load that goes to the upstream without a proxy.
final class TlsLink implements Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    /// What has come and is not decrypted; ready to be read into.
    private final ByteBuffer encrypted;

    private final ByteBuffer outgoing;

    private TlsLink(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        encrypted = ByteBuffer.allocate(4 * packet);
        outgoing = ByteBuffer.allocate(2 * packet);
    }

    static TlsLink over(SocketChannel channel, SSLContext context) throws IOException {
        SSLEngine engine = context.createSSLEngine("prod.lakegate.test", 443);
        engine.setUseClientMode(true);
        TlsLink link = new TlsLink(channel, engine);
        engine.beginHandshake();
        ByteBuffer none = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            link.step(none);
        }
        channel.configureBlocking(false);
        return link;
    }

    private void step(ByteBuffer none) throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> send(NOTHING);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (decrypt(none) == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                    read();
                }
            }
            case FINISHED, NOT_HANDSHAKING -> {}
        }
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        do {
            outgoing.clear();
            engine.wrap(bytes, outgoing);
            Link.writeAll(channel, outgoing.flip());
        } while (bytes.hasRemaining());
    }

    @Override
    public void receive(ByteBuffer into) throws IOException {
        read();
        while (encrypted.position() > 0 && decrypt(into) == SSLEngineResult.Status.OK) {
            // one record after another
        }
    }

    private void read() throws IOException {
        if (channel.read(encrypted) < 0) {
            throw new EOFException("the connection was ended");
        }
    }

    private SSLEngineResult.Status decrypt(ByteBuffer into) throws IOException {
        encrypted.flip();
        SSLEngineResult result = engine.unwrap(encrypted, into);
        encrypted.compact();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new EOFException("the connection was ended");
        }
        return result.getStatus();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
