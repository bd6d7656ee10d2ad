package dev.lakegate.proxy;

import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.ProblemException;
import dev.lakegate.proxy.upstream.Answer;
import dev.lakegate.proxy.upstream.ByteTunnel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// A discovery document on its way down: small, so it is read whole, rewritten and sent.
final class DiscoveryAnswer implements Answer {
    private static final int MAX_BYTES = 256 * 1024;

    private final ProxiedRequest request;
    private final String localOrigin;
    private int status;
    private HttpFields fields = HttpFields.EMPTY;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();

    DiscoveryAnswer(ProxiedRequest request, String localOrigin) {
        this.request = request;
        this.localOrigin = localOrigin;
    }

    @Override
    public void waitsForConnection() {
        request.waitsForConnection();
    }

    @Override
    public void connected() {
        request.connected();
    }

    @Override
    public void interim(int status, HttpFields fields, Callback taken) {
        taken.succeeded();
    }

    @Override
    public void begins(int status, HttpFields fields) {
        this.status = status;
        this.fields = fields;
        if (fields.contains(HttpHeader.CONTENT_ENCODING)) {
            request.giveUp(brokeOff("the discovery document came compressed, unasked"));
        }
    }

    @Override
    public void part(ByteBuffer part, boolean last, HttpFields trailers, Callback taken) {
        if (document.size() + part.remaining() > MAX_BYTES) {
            taken.succeeded();
            request.giveUp(brokeOff("the discovery document is larger than " + MAX_BYTES + " bytes"));
            return;
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        document.writeBytes(bytes);
        taken.succeeded();
        if (last) {
            answer();
        }
    }

    private void answer() {
        byte[] rewritten = DiscoveryDocument.rewritten(
                document.toByteArray(), request.route().route().workspace(), localOrigin);
        try {
            request.answerBegins(status, fields);
        } catch (ProblemException instead) {
            request.refuse(instead.problem());
            return;
        }
        request.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, rewritten.length);
        ByteBuffer body = request.isHead() ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(rewritten);
        request.response().write(true, body, request.callback());
    }

    @Override
    public void switches(HttpFields fields, ByteTunnel tunnel) {
        tunnel.close();
        request.upstreamFailed(brokeOff("it switched protocols for a document"));
    }

    @Override
    public void fails(Throwable failure) {
        request.upstreamFailed(failure);
    }

    private ProblemException brokeOff(String reason) {
        return new ProblemException(
                new GatewayBrokeOff(request.route().upstream().gateway(), reason));
    }
}
