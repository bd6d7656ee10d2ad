package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/// Connections that never come to a request, by the thousand, from a process of its own, which has the descriptors for
/// them: some say nothing, some break off in a request line or in the preface of HTTP/2.
public final class HalfOpen implements AutoCloseable {
    private static final List<String> BEGINNINGS = List.of("", "GET / HTT", "", "PRI * HTTP/2.0\r\n\r\nSM");

    private final Process process;
    private final BufferedReader told;

    /// Returns when all of them were opened.
    public HalfOpen(int port, int count) throws IOException {
        process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HalfOpen.class.getName(),
                        String.valueOf(port),
                        String.valueOf(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        told = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
        told("opened");
    }

    /// Blocks until the other side has ended each of them.
    public void awaitEnded() throws IOException {
        told("ended");
    }

    private void told(String expected) throws IOException {
        String line = told.readLine();
        if (!expected.equals(line)) {
            throw new IOException("instead of '" + expected + "' it tells '" + line + "'");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static void main(String[] arguments) throws IOException {
        InetSocketAddress to =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0]));
        int left = Integer.parseInt(arguments[1]);
        try (Selector selector = Selector.open()) {
            for (int number = 0; number < left; number++) {
                SocketChannel channel = SocketChannel.open(to);
                channel.write(ByteBuffer.wrap(
                        BEGINNINGS.get(number % BEGINNINGS.size()).getBytes(US_ASCII)));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            System.out.println("opened");
            ByteBuffer room = ByteBuffer.allocate(1024);
            while (left > 0) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (isEnded((SocketChannel) key.channel(), room.clear())) {
                        key.channel().close();
                        left--;
                    }
                }
                selector.selectedKeys().clear();
            }
            System.out.println("ended");
        }
    }

    private static boolean isEnded(SocketChannel channel, ByteBuffer room) {
        try {
            return channel.read(room) < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
