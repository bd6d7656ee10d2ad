package dev.lakegate.proxy;

import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import java.net.SocketAddress;
import java.util.Set;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/// A request on its way to the gateway: sent, sent once more where that harms nobody, or given up.
///
/// Once more means at most once, of an idempotent method (RFC 9110 §9.2.2), and without a body: that is gone when
/// it has been read.
final class Forwarding {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final Upstream upstream;
    private final HttpRequest first;
    private volatile @Nullable SocketAddress peer;
    private volatile @Nullable HttpRequest second;
    /// Looked at after [#second] is set, and set before that is looked at: one of both sides sees the other.
    private volatile @Nullable ProblemException ended;

    Forwarding(Upstream upstream, HttpRequest request) {
        this.upstream = upstream;
        this.first = request;
    }

    void send(Response.CompleteListener answer) {
        first.onRequestBegin(sent -> peer = sent.getConnection().getRemoteSocketAddress());
        first.send(answer);
    }

    /// Tries another of the gateway's addresses when the connection was lost before an answer began.
    ///
    /// @return whether it does; else the failure stands
    boolean sendAgain(Throwable failure, Response.CompleteListener answer) {
        if (!UpstreamFailure.isOfTheConnection(upstream.gateway(), failure)) {
            return false;
        }
        upstream.lost(peer);
        if (second != null || first.getBody() != null || !IDEMPOTENT.contains(first.getMethod())) {
            return false;
        }
        HttpRequest again = upstream.copy(first);
        second = again;
        if (ended != null) {
            return false;
        }
        upstream.sendOverNewConnection(again, answer);
        return true;
    }

    /// Gives it up for this reason, unless it has come to its own end already.
    void end(Problem reason) {
        ProblemException why = new ProblemException(reason);
        ended = why;
        var _ = first.abort(why);
        HttpRequest again = second;
        if (again != null) {
            var _ = again.abort(why);
        }
    }
}
