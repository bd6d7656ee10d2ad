package dev.lakegate.proxy;

import dev.lakegate.os.OwnerOnly;
import dev.lakegate.proxy.upstream.ProxyThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;

/// One route's listener at a Unix-domain socket in an owner-only folder. Who connects must be this user all the
/// same: the folder could have been opened to others since.
final class SocketConnector extends UnixDomainServerConnector implements RouteConnector {
    private final ProxyThreads threads;
    private final Path socket;
    private final Listening listening;

    SocketConnector(Server server, ProxyThreads threads, ProxyRoute route, Path socket, Newcomers newcomers) {
        super(server, null, null, null, 0, threads.selectors(), ListenerProtocols.plain());
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
        threads.occupied(threads.selectors());
        super.doStart();
        OwnerOnly.close(socket);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        threads.occupied(-threads.selectors());
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
