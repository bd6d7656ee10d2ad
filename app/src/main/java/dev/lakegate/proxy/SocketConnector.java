package dev.lakegate.proxy;

import dev.lakegate.os.OwnerOnly;
import dev.lakegate.proxy.upstream.ProxyThreads;
import dev.lakegate.proxy.upstream.SharedSelectors;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/// One route's listener at a Unix-domain socket in an owner-only folder. Who connects must be this user all the
/// same: the folder could have been opened to others since.
final class SocketConnector extends UnixDomainServerConnector implements RouteConnector {
    private final ProxyThreads threads;
    private final Path socket;
    private final Listening listening;

    SocketConnector(Server server, ProxyThreads threads, ProxyRoute route, Path socket, Newcomers newcomers) {
        super(server, null, null, null, 0, 1, ListenerProtocols.plain(threads.selectors()));
        this.threads = threads;
        this.socket = socket;
        this.listening = new Listening(this, route, SocketConnector::admission, newcomers);
        setUnixDomainPath(socket);
        setAcceptQueueSize(ListenerProtocols.MOST_UNACCEPTED);
        setIdleTimeout(ListenerProtocols.IDLE_TIMEOUT.toMillis());
        setShutdownIdleTimeout(-1);
        setName(route.route().name() + "@" + socket);
    }

    private static Admission admission(ProxyRoute route) {
        return Admission.toSocket(route.route().name(), route.route().port(), route.localKey());
    }

    @Override
    public Listening listening() {
        return listening;
    }

    @Override
    protected void doStart() throws Exception {
        OwnerOnly.folder(OwnerOnly.folderOf(socket));
        // of a program that was killed: this one holds the control socket, so no other serves here
        Files.deleteIfExists(socket);
        super.doStart();
        OwnerOnly.close(socket);
    }

    private final class Accepting extends UnixDomainSelectorManager implements SharedSelectors.Listener {
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
            threads.selectors().accept(channel, this, null);
        }

        @Override
        public EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
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

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new Accepting(executor, scheduler);
    }

    @Override
    protected void configure(SocketChannel channel) throws IOException {
        UserPrincipal peer =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        if (!peer.equals(Files.getOwner(socket))) {
            channel.close();
            throw new IOException("user " + peer.getName() + " is not the one to whom " + socket + " belongs");
        }
        super.configure(channel);
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
        closeEntry();
    }

    @Override
    public void closeEntry() {
        var _ = Graceful.shutdown(this);
        if (getTransport() instanceof ServerSocketChannel channel) {
            IO.close(channel);
        }
        try {
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
