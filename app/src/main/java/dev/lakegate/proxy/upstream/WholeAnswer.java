package dev.lakegate.proxy.upstream;

import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;

/// A short answer to a call of the proxy's own, kept until it is whole.
final class WholeAnswer implements Answer {
    private static final int MOST_BYTES = 1 << 20;

    private final URI gateway;
    private final CompletableFuture<Read> read = new CompletableFuture<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private int status;
    private HttpFields fields = HttpFields.EMPTY;

    WholeAnswer(URI gateway) {
        this.gateway = gateway;
    }

    /// What was answered.
    record Read(int status, HttpFields fields, String text) {}

    CompletableFuture<Read> read() {
        return read;
    }

    @Override
    public void interim(int status, HttpFields fields, Callback taken) {
        taken.succeeded();
    }

    @Override
    public void begins(int status, HttpFields fields) {
        this.status = status;
        this.fields = fields;
    }

    @Override
    public void part(ByteBuffer part, boolean last, HttpFields trailers, Callback taken) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        if (content.size() + bytes.length > MOST_BYTES) {
            fails(new ProblemException(
                    new GatewayBrokeOff(gateway, "its answer is longer than " + MOST_BYTES + " bytes")));
            taken.failed(new IOException("too long"));
            return;
        }
        content.writeBytes(bytes);
        if (last) {
            read.complete(new Read(status, fields, content.toString(StandardCharsets.UTF_8)));
        }
        taken.succeeded();
    }

    @Override
    public void switches(HttpFields fields, ByteTunnel tunnel) {
        tunnel.close();
        fails(new IOException("it switched protocols, unasked"));
    }

    @Override
    public void fails(Throwable failure) {
        read.completeExceptionally(failure);
    }
}
