package dev.lakegate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is left for the end of a selector's turn.
@Timeout(30)
class SharedSelectorsTest {
    private static final String AT_ONCE = "at once";

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void whatASelectorsThreadLeavesForLaterIsDoneByItWhenItHasReadWhatWasThere() throws Exception {
        try (ProxyThreads threads = ProxyThreads.start();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            try (Socket client = new Socket(
                            InetAddress.ofLiteral("127.0.0.1"), server.socket().getLocalPort());
                    SocketChannel accepted = server.accept()) {
                accepted.configureBlocking(false);
                threads.selectors().accept(accepted, new Reading(threads), null);
                client.getOutputStream().write('x');
                assertThat(List.of(next(), next(), next())).containsExactly("reads", "has read", "later");
            }
        }
    }

    @Test
    void whatAnyOtherThreadLeavesForLaterIsDoneAtOnce() {
        try (ProxyThreads threads = ProxyThreads.start()) {
            threads.selectors().afterTurn(() -> told.add(AT_ONCE));
            assertThat(told).containsExactly(AT_ONCE);
        }
    }

    @Test
    void whatFailsAtTheEndOfATurnKeepsNothingElseFromIt() throws Exception {
        try (ProxyThreads threads = ProxyThreads.start();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            try (Socket client = new Socket(
                            InetAddress.ofLiteral("127.0.0.1"), server.socket().getLocalPort());
                    SocketChannel accepted = server.accept()) {
                accepted.configureBlocking(false);
                threads.selectors().accept(accepted, new Failing(threads), null);
                client.getOutputStream().write('x');
                assertThat(next()).isEqualTo("later");
                client.getOutputStream().write('x');
                assertThat(next()).isEqualTo("later");
            }
        }
    }

    private @Nullable String next() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    /// A connection that tells what it does with each byte that comes.
    private class Reading implements SharedSelectors.Owner {
        final ProxyThreads threads;

        Reading(ProxyThreads threads) {
            this.threads = threads;
        }

        void read() {
            told.add("reads");
            threads.selectors().afterTurn(() -> told.add("later"));
            told.add("has read");
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            return new SocketChannelEndPoint((SocketChannel) channel, selector, key, threads.scheduler());
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment) {
            return new AbstractConnection.NonBlocking(endPoint, threads.pool()) {
                @Override
                public void onOpen() {
                    super.onOpen();
                    fillInterested();
                }

                @Override
                public void onFillable() {
                    try {
                        getEndPoint().fill(ByteBuffer.allocate(1).flip());
                    } catch (IOException gone) {
                        told.add(gone.toString());
                    }
                    read();
                    fillInterested();
                }
            };
        }

        @Override
        public void connectionOpened(Connection connection, @Nullable Object attachment) {
            connection.onOpen();
        }

        @Override
        public void endPointOpened(EndPoint endPoint) {
            // nobody asks
        }

        @Override
        public void endPointClosed(EndPoint endPoint) {
            // nobody asks
        }
    }

    private final class Failing extends Reading {
        Failing(ProxyThreads threads) {
            super(threads);
        }

        @Override
        void read() {
            threads.selectors().afterTurn(() -> {
                throw new IllegalStateException("on purpose");
            });
            threads.selectors().afterTurn(() -> told.add("later"));
        }
    }
}
