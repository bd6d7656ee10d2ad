package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.BadRequest;
import dev.lakegate.model.CallerProblem.ClientGone;
import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// The client's body on its way up: read only when the gateway takes more, counted as it passes.
final class RequestBody extends ContentSourceRequestContent {
    private final Request request;
    private final RequestFacts facts;
    private volatile boolean abandoned;

    RequestBody(Request request, RequestFacts facts) {
        super(request, request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        this.request = request;
        this.facts = facts;
    }

    static boolean comesWith(Request request) {
        return request.getLength() > 0
                || (request.getLength() < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = super.read();
        if (Content.Chunk.isFailure(chunk)) {
            if (!abandoned) {
                facts.failedFor(callerProblem());
            }
        } else if (chunk != null) {
            facts.bodyPassed(chunk.remaining());
        }
        return chunk;
    }

    /// The way up has failed: what is read from now on tells that failure and not the client's.
    @Override
    public void fail(Throwable failure, boolean last) {
        abandoned = true;
        super.fail(failure, last);
    }

    /// Jetty calls a chunk that cannot be read an early end of the body; only at a real one has the client gone.
    private CallerProblem callerProblem() {
        return request.getConnectionMetaData().getConnection().getEndPoint().isInputShutdown()
                ? new ClientGone()
                : new BadRequest(HttpStatus.BAD_REQUEST_400);
    }
}
