package dev.lakegate.proxy;

import dev.lakegate.config.Profile;
import dev.lakegate.os.peer.LocalProgram;
import dev.lakegate.os.peer.Peer;
import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.TcpConnection;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who opened a connection to a route, where the route asks: told once, when the connection is
/// accepted.
///
/// @param isThisUser whether this user's program did
/// @param program    completes when that was looked for, never exceptionally
record ConnectedClient(boolean isThisUser, CompletableFuture<Optional<LocalProgram>> program) {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedClient.class);

    static final ConnectedClient UNKNOWN =
            new ConnectedClient(false, CompletableFuture.completedFuture(Optional.empty()));

    /// Never throws.
    ///
    /// @param admission whether programs are named
    /// @param blocking finds the program, which takes longer than a connection may wait
    static ConnectedClient of(SocketChannel accepted, Peers peers, Profile.Admission admission, Executor blocking) {
        try {
            Peer peer = peers.of(TcpConnection.of(accepted));
            return new ConnectedClient(
                    peer.isThisUser(),
                    switch (admission) {
                        case KEY -> UNKNOWN.program;
                        case KEY_OR_SAME_USER ->
                            CompletableFuture.supplyAsync(peer.program(), blocking)
                                    .exceptionally(_ -> Optional.empty());
                    });
        } catch (IOException gone) {
            return UNKNOWN;
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn("Who opened a connection could not be told, so that it needs the local key", failure);
            return UNKNOWN;
        }
    }

    static ConnectedClient of(Request request) {
        return connection(request) instanceof End ours ? ours.client : UNKNOWN;
    }

    /// The one that was accepted, below TLS where there is any.
    static EndPoint connection(Request request) {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        while (end instanceof EndPoint.Wrapper tls) {
            end = tls.unwrap();
        }
        return end;
    }

    /// As far as this route asks for programs: the one that the connection was opened to can have been changed
    /// meanwhile.
    ConnectedClient to(ProxyRoute now) {
        return switch (now.admission()) {
            case KEY -> UNKNOWN;
            case KEY_OR_SAME_USER -> this;
        };
    }

    /// Whether a browser that has entered may be at the other end: one of this user's, where that can be told.
    boolean mayBrowse(ProxyRoute now) {
        return isThisUser || now.peers().isEmpty();
    }

    /// This end of the connection.
    static final class End extends SocketChannelEndPoint {
        private final ConnectedClient client;

        /// @param key comes with the client
        End(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
            client = key.attachment() instanceof ConnectedClient known ? known : UNKNOWN;
        }
    }
}
