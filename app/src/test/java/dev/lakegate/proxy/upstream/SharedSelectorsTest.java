package dev.lakegate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
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
    private volatile @Nullable ManagedSelector serving;

    @Test
    void what_a_selectors_thread_leaves_for_later_is_done_when_it_has_read_what_was_there() throws Exception {
        try (ProxyThreads threads = ProxyThreads.start()) {
            at(new Reading(threads), client -> {
                client.write('x');
                assertThat(List.of(next(), next(), next())).containsExactly("reads", "has read", "later");
            });
        }
    }

    @Test
    void what_any_other_thread_leaves_for_later_is_done_at_once() {
        try (ProxyThreads threads = ProxyThreads.start()) {
            threads.selectors().afterTurn(() -> told.add(AT_ONCE));
            assertThat(told).containsExactly(AT_ONCE);
        }
    }

    @Test
    void what_goes_on_and_on_lets_the_others_go_before() throws Exception {
        try (ProxyThreads threads = ProxyThreads.start()) {
            Endless endless = new Endless(threads);
            at(endless, client -> {
                client.write('x');
                assertThat(next()).isEqualTo("goes on");
                client.write('x');
                assertThat(next()).isEqualTo("reads");
                endless.ended = true;
            });
        }
    }

    @Test
    void what_fails_at_the_end_of_a_turn_keeps_nothing_else_from_it() throws Exception {
        try (ProxyThreads threads = ProxyThreads.start()) {
            at(new Failing(threads), client -> {
                client.write('x');
                assertThat(next()).isEqualTo("later");
                ManagedSelector its = Objects.requireNonNull(serving);
                Selector before = its.getSelector();
                client.write('x');
                assertThat(next()).isEqualTo("later");
                // or Jetty would have taken another, and have moved all connections
                assertThat(its.getSelector()).isSameAs(before);
            });
        }
    }

    /// What a client does to a connection of this owner's.
    private interface Story {
        void tell(OutputStream client) throws Exception;
    }

    private static void at(Reading owner, Story story) throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(here, 0));
            try (Socket client = new Socket(here, server.socket().getLocalPort());
                    SocketChannel accepted = server.accept()) {
                accepted.configureBlocking(false);
                owner.threads.selectors().accept(accepted, owner, null);
                story.tell(client.getOutputStream());
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
            serving = selector;
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
            threads.selectors().afterTurn(() -> {
                throw new AssertionError("on purpose");
            });
            threads.selectors().afterTurn(() -> told.add("later"));
        }
    }

    /// Goes on from the first byte until it is ended, and tells of the next.
    private final class Endless extends Reading {
        volatile boolean ended;
        private boolean begun;

        Endless(ProxyThreads threads) {
            super(threads);
        }

        @Override
        void read() {
            if (begun) {
                told.add("reads");
            } else {
                begun = true;
                told.add("goes on");
                goOn();
            }
        }

        private void goOn() {
            if (!ended) {
                threads.selectors().afterOthers(this::goOn);
            }
        }
    }
}
