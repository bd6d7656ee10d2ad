package dev.lakegate.proxy.upstream;

import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.GatewayProblem.GatewayUnreachable;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyRefused;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyUnreachable;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import dev.lakegate.network.ConnectTunnel;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;

/// A connection to an outbound proxy until it is one to the gateway (`CONNECT`, RFC 9110 §9.3.6).
final class OutboundTunnel extends AbstractConnection.NonBlocking
        implements Connection.UpgradeFrom, HttpParser.ResponseHandler {
    /// The proxy itself has to connect meanwhile.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final OutboundProxy proxy;
    private final String gateway;
    private final Map<String, Object> context;
    private final ClientConnectionFactory inside;
    private final Scheduler.Task patience;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final HttpParser parser = new HttpParser(this, MAX_HEAD_BYTES);
    private final ByteBuffer received = BufferUtil.allocate(MAX_HEAD_BYTES);
    private int status;

    OutboundTunnel(
            EndPoint endPoint,
            GatewayConnections owner,
            OutboundProxy proxy,
            String gateway,
            Map<String, Object> context,
            ClientConnectionFactory inside) {
        super(endPoint, owner.executor());
        this.proxy = proxy;
        this.gateway = gateway;
        this.context = context;
        this.inside = inside;
        patience = owner.schedule(
                PATIENCE, () -> fail(unreachable("it did not answer within " + PATIENCE.toSeconds() + " seconds")));
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint()
                .write(
                        Callback.from(this::fillInterested, failure -> fail(unreachable(Reason.of(failure)))),
                        ByteBuffer.wrap(ConnectTunnel.request(proxy, gateway)));
    }

    @Override
    public void onFillable() {
        try {
            int filled = getEndPoint().fill(received);
            if (filled < 0) {
                fail(unreachable("it ended the connection"));
            } else if (parser.parseNext(received)) {
                answered();
            } else {
                fillInterested();
            }
        } catch (IOException failure) {
            fail(unreachable(Reason.of(failure)));
        }
    }

    private void answered() throws IOException {
        if (status >= 200 && status < 300) {
            Connection tunnelled = inside.newConnection(getEndPoint(), context);
            if (settled.compareAndSet(false, true)) {
                patience.cancel();
                getEndPoint().upgrade(tunnelled);
            }
        } else if (status >= 500) {
            fail(new GatewayUnreachable(
                    URI.create("https://" + gateway),
                    "the outbound proxy " + proxy.address() + " answers with status " + status));
        } else {
            fail(new OutboundProxyRefused(proxy.address(), gateway, status));
        }
    }

    private Problem unreachable(String reason) {
        return new OutboundProxyUnreachable(proxy.address(), reason);
    }

    private void fail(Problem problem) {
        if (settled.compareAndSet(false, true)) {
            patience.cancel();
            ProblemException failure = new ProblemException(problem);
            getEndPoint().close(failure);
            @SuppressWarnings("unchecked")
            Promise<Connection> promise =
                    (Promise<Connection>) context.get(ClientConnector.CONNECTION_PROMISE_CONTEXT_KEY);
            Objects.requireNonNull(promise).failed(failure);
        }
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false; // [#patience] ends it, at about the same time, and whatever drips in
    }

    /// Nothing, in a tunnel that begins with the client's word; were there something, it would be the
    /// gateway's.
    @Override
    public ByteBuffer onUpgradeFrom() {
        return BufferUtil.copy(received);
    }

    @Override
    public void startResponse(HttpVersion version, int answered, String reason) {
        status = answered;
    }

    @Override
    public boolean headerComplete() {
        return true;
    }

    @Override
    public void parsedHeader(HttpField field) {}

    @Override
    public boolean content(ByteBuffer content) {
        return true;
    }

    @Override
    public boolean contentComplete() {
        return true;
    }

    @Override
    public boolean messageComplete() {
        return true;
    }

    @Override
    public void earlyEOF() {
        fail(unreachable("it ended the connection"));
    }

    @Override
    public void badMessage(HttpException failure) {
        fail(unreachable("it does not answer in HTTP"));
    }
}
