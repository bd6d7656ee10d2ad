package dev.lakegate.gateway.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One of HAProxy's sockets: a worker's runtime socket, or the master's.
public final class HaProxySocket {
    /// A reload answers when the new worker is ready.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path path;
    private final String prefix;

    public HaProxySocket(Path path) {
        this(path, "");
    }

    private HaProxySocket(Path path, String prefix) {
        this.path = path;
        this.prefix = prefix;
    }

    /// By the master's socket to one of its workers.
    HaProxySocket toWorker(long processId) {
        return new HaProxySocket(path, "@!" + processId + " ");
    }

    /// The answer to a command. Blocks; throws when there is none within a minute.
    public String ask(String command) throws IOException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> exchange(command));
            try {
                return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                throw new IOException(path + ": " + failure.getMessage(), failure);
            } catch (TimeoutException late) {
                throw new IOException(path + " does not answer", late);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + path + " was asked", interrupted);
            } finally {
                answer.cancel(true);
            }
        }
    }

    private String exchange(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            ByteBuffer bytes = ByteBuffer.wrap((prefix + command + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // the master's socket stays open for another command until it is told that none comes
            channel.shutdownOutput();
            try (InputStream answer = Channels.newInputStream(channel)) {
                return new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
