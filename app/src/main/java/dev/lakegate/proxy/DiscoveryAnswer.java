package dev.lakegate.proxy;

import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.BufferUtil;

/// A discovery document on its way down: small, so it is read whole, rewritten and sent.
final class DiscoveryAnswer implements Response.Listener {
    private static final int MAX_BYTES = 256 * 1024;

    private final ProxiedRequest request;
    private final String localAuthority;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();

    DiscoveryAnswer(ProxiedRequest request, String localAuthority) {
        this.request = request;
        this.localAuthority = localAuthority;
    }

    @Override
    public void onContent(Response answer, ByteBuffer content) {
        if (document.size() + content.remaining() > MAX_BYTES) {
            var _ = answer.abort(
                    new IllegalStateException("the discovery document is larger than " + MAX_BYTES + " bytes"));
            return;
        }
        byte[] part = new byte[content.remaining()];
        content.get(part);
        document.writeBytes(part);
    }

    @Override
    public void onComplete(Result result) {
        if (result.isFailed()) {
            request.upstreamFailed(result.getFailure());
            return;
        }
        Response answer = result.getResponse();
        if (answer.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            request.refuse(new GatewayBrokeOff(
                    request.route().upstream().gateway(), "the discovery document came compressed, unasked"));
            return;
        }
        byte[] rewritten = DiscoveryDocument.rewritten(
                document.toByteArray(), request.route().route().workspace(), localAuthority);
        try {
            request.answerBegins(answer.getStatus(), answer.getHeaders());
        } catch (ProblemException instead) {
            request.refuse(instead.problem());
            return;
        }
        request.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, rewritten.length);
        ByteBuffer body = request.isHead() ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(rewritten);
        request.response().write(true, body, request.callback());
    }
}
