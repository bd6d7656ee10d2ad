package dev.lakegate.proxy;

import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.proxy.upstream.Answer;
import dev.lakegate.proxy.upstream.Exchange;
import dev.lakegate.proxy.upstream.RequestHead;
import dev.lakegate.proxy.upstream.Upstream;
import dev.lakegate.proxy.upstream.UpstreamFailure;
import dev.lakegate.telemetry.traces.Step;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/// A request on its way to the gateway: sent, sent once more where that harms nobody, or given up.
///
/// Once more means at most once, whatever the cause, before anything of an answer went to the client, and with
/// a body that was kept. What is not idempotent (RFC 9110 §9.2.2) goes once more only when nobody can have
/// acted on it.
final class Forwarding {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final Upstream upstream;
    private final @Nullable Upload upload;
    private final RequestFacts facts;
    private volatile @Nullable Exchange first;
    private volatile @Nullable Exchange second;
    /// Looked at after an exchange is set, and set before that is looked at: one of both sides sees the other.
    private volatile @Nullable ProblemException ended;

    /// @param upload the body; null when there is none
    Forwarding(Upstream upstream, @Nullable Upload upload, RequestFacts facts) {
        this.upstream = upstream;
        this.upload = upload;
        this.facts = facts;
    }

    void send(RequestHead head, Answer answer) {
        Exchange exchange = new Exchange(head, body(), answer);
        first = exchange;
        unlessEnded(exchange, upstream::send);
    }

    /// Else its answer fails for the reason for which this was ended.
    private void unlessEnded(Exchange exchange, Consumer<Exchange> sender) {
        ProblemException why = ended;
        if (why == null) {
            facts.enters(Step.FIRST_BYTE);
            sender.accept(exchange);
        } else {
            exchange.abort(why);
        }
    }

    private Content.@Nullable Source body() {
        return upload == null ? null : upload.fromTheBeginning();
    }

    /// Whether it may go once more because of this token.
    boolean maySendAgain(DeadToken dead) {
        return switch (dead) {
            case IDENTITY -> isWhole();
            case WORKSPACE, WORKSPACE_PERHAPS -> isWhole() && isIdempotent();
            case NONE -> false;
        };
    }

    private boolean isWhole() {
        return second == null && (upload == null || upload.canBeSentAgain());
    }

    private boolean isIdempotent() {
        Exchange sent = first;
        return sent != null && IDEMPOTENT.contains(sent.head().method());
    }

    /// With another token, over any connection. An answer to the first sending is of no interest any more.
    void sendAgain(RequestHead head, Answer answer) {
        Exchange again = new Exchange(head, body(), answer);
        second = again;
        unlessEnded(again, upstream::send);
    }

    /// Over another of the gateway's addresses, when the connection was lost before an answer began.
    ///
    /// @return whether it does; else the failure stands
    boolean sendAgain(Throwable failure, Answer answer) {
        Exchange sent = first;
        if (sent == null || !UpstreamFailure.isOfTheConnection(upstream.gateway(), failure)) {
            return false;
        }
        upstream.lost(sent.peer());
        if (!isWhole() || !isIdempotent()) {
            return false;
        }
        Exchange again = new Exchange(sent.head(), body(), answer);
        second = again;
        unlessEnded(again, upstream::sendOverNewConnection);
        return true;
    }

    /// Gives up what is under way, for this reason.
    void abort(Throwable why) {
        Exchange again = second;
        Exchange last = again == null ? first : again;
        if (last != null) {
            last.abort(why);
        }
    }

    /// As [#abort], and nothing is sent any more.
    void end(Problem reason) {
        ProblemException why = new ProblemException(reason);
        ended = why;
        abort(why);
    }

    /// An answer goes to the client: the request is not sent again.
    void answered() {
        if (upload != null) {
            upload.forget();
        }
    }
}
