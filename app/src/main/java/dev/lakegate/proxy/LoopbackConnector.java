package dev.lakegate.proxy;

import dev.lakegate.proxy.upstream.ProxyThreads;
import dev.lakegate.proxy.upstream.SharedSelectors;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/// One route's listener at one port of one loopback address.
final class LoopbackConnector extends ServerConnector implements RouteConnector {
    private final ProxyThreads threads;
    private final Listening listening;

    LoopbackConnector(
            Server server,
            ProxyThreads threads,
            ProxyRoute route,
            Function<ProxyRoute, Admission> admissions,
            InetAddress address,
            int port,
            Newcomers newcomers,
            ConnectionFactory... protocols) {
        // what is given here beside the server would be stopped with this connector
        super(server, null, null, null, 0, 1, protocols);
        this.threads = threads;
        this.listening = new Listening(this, route, admissions, newcomers);
        setHost(address.getHostAddress());
        setPort(port);
        setAcceptQueueSize(ListenerProtocols.MOST_UNACCEPTED);
        setIdleTimeout(ListenerProtocols.IDLE_TIMEOUT.toMillis());
        // idle connections are closed by Listening#drain; an answer that is awaited must not be taken for idleness
        setShutdownIdleTimeout(-1);
        setName(route.route().name() + "@" + address.getHostAddress() + ":" + port);
    }

    @Override
    public Listening listening() {
        return listening;
    }

    /// Connections are accepted one after another, each by this: whoever opened it is known before the
    /// next is accepted.
    private final class Accepting extends ServerConnectorManager implements SharedSelectors.Listener {
        Accepting(Executor executor, Scheduler scheduler) {
            super(executor, scheduler, 1);
        }

        @Override
        protected void doStart() {
            // the selectors are not its own
        }

        @Override
        protected void doStop() {
            threads.selectors().close(this);
        }

        @Override
        public Closeable acceptor(SelectableChannel server) {
            return threads.selectors().acceptor(server, this);
        }

        @Override
        public void accepted(SelectableChannel channel) throws IOException {
            super.accepted(channel);
        }

        @Override
        public void accept(SelectableChannel channel) {
            threads.selectors().accept(channel, this, clientOf((SocketChannel) channel));
        }

        @Override
        public SocketChannelEndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key)
                throws IOException {
            return super.newEndPoint(channel, selector, key);
        }

        @Override
        public void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
        }

        @Override
        public void endPointClosed(EndPoint endPoint) {
            super.endPointClosed(endPoint);
        }
    }

    private ConnectedClient clientOf(SocketChannel channel) {
        ProxyRoute route = listening.served().route();
        return route.peers()
                .map(peers -> ConnectedClient.of(channel, peers, route.admission(), threads.blocking()))
                .orElse(ConnectedClient.UNKNOWN);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new Accepting(executor, scheduler);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint end = new ConnectedClient.End(channel, selector, key, getScheduler());
        end.setIdleTimeout(getIdleTimeout());
        return end;
    }

    @Override
    protected void onEndPointOpened(EndPoint connection) {
        super.onEndPointOpened(connection);
        listening.opened(connection);
    }

    @Override
    protected void onEndPointClosed(EndPoint connection) {
        listening.closed(connection);
        super.onEndPointClosed(connection);
    }

    @Override
    public void abandon() {
        getServer().removeConnector(this);
        LifeCycle.stop(this);
        IO.close((ServerSocketChannel) getTransport());
    }

    /// So that the port can be listened at again.
    @Override
    public void closeEntry() {
        var _ = Graceful.shutdown(this); // from now on answers end their connections
        IO.close((ServerSocketChannel) getTransport());
        try {
            threads.selectors().awaitSelection();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
