package dev.lakegate.proxy;

import dev.lakegate.model.ProblemException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// The answer on its way down: the next part is asked for when the client has taken the one before.
final class StreamedAnswer implements Response.Listener {
    private final ProxiedRequest request;

    StreamedAnswer(ProxiedRequest request) {
        this.request = request;
    }

    @Override
    public void onHeaders(Response answer) {
        try {
            request.answerBegins(answer.getStatus(), answer.getHeaders());
        } catch (ProblemException instead) {
            var _ = answer.abort(instead);
        }
    }

    @Override
    public void onContent(Response answer, Content.Chunk chunk, Runnable demand) {
        chunk.retain();
        ByteBuffer part = chunk.getByteBuffer();
        request.response().write(false, part, new Callback() {
            @Override
            public void succeeded() {
                chunk.release();
                demand.run();
            }

            @Override
            public void failed(Throwable failure) {
                chunk.release();
                request.clientFailed();
                // the workspace need not go on
                var _ = answer.abort(failure);
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.NON_BLOCKING;
            }
        });
    }

    @Override
    public void onComplete(Result result) {
        if (result.isSucceeded()) {
            request.response().write(true, BufferUtil.EMPTY_BUFFER, request.callback());
        } else {
            request.upstreamFailed(result.getFailure());
        }
    }
}
