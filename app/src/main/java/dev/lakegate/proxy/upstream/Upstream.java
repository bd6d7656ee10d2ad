package dev.lakegate.proxy.upstream;

import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Secret;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.GatewayCall;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/// One profile's gateway. Whatever workspace a request names, it is sent to the gateway's addresses, and only
/// to a peer that proves the workspace's public name.
public final class Upstream implements GatewayCall, AutoCloseable {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int HTTPS = 443;

    private final URI gateway;
    private final Optional<OutboundProxy> outboundProxy;
    private final String identityField;
    private final StepUp stepUp;
    private final GatewayAddresses addresses;
    private final GatewayConnections connections;

    private Upstream(
            Profile profile,
            Optional<OutboundProxy> outboundProxy,
            StepUp stepUp,
            GatewayAddresses addresses,
            GatewayConnections connections) {
        this.gateway = profile.gateway();
        this.outboundProxy = outboundProxy;
        this.identityField = profile.identityField().fieldName();
        this.stepUp = stepUp;
        this.addresses = addresses;
        this.connections = connections;
    }

    /// Nothing is connected until the first request.
    ///
    /// @param stepUp is told the `WWW-Authenticate` of a gateway that demands a stronger or more recent sign-in
    ///               (RFC 9470 §3), each time it denies so, the token exchange included; must not block
    public static Upstream start(
            Profile profile,
            TrustRoots trustRoots,
            NetworkSettings network,
            ProxyThreads threads,
            Consumer<String> stepUp) {
        ClientConnector connector = new GatewayConnector(threads);
        connector.setSslContextFactory(new GatewayTls(trustRoots));
        connector.setIdleTimeout(HANDSHAKE_TIMEOUT); // longer once there is a connection
        Optional<OutboundProxy> outboundProxy = network.proxyFor(profile.gateway());
        GatewayAddresses addresses = new GatewayAddresses(
                outboundProxy.map(OutboundProxy::host).orElse(profile.gateway().getHost()),
                InetAddress::getAllByName,
                InstantSource.system());
        Upstream upstream = new Upstream(
                profile,
                outboundProxy,
                new StepUp(profile.name(), stepUp),
                addresses,
                new GatewayConnections(profile.gateway(), addresses, outboundProxy, connector, threads));
        upstream.connections.start();
        return upstream;
    }

    public URI gateway() {
        return gateway;
    }

    static int port(URI gateway) {
        return gateway.getPort() < 0 ? HTTPS : gateway.getPort();
    }

    /// How busy the connections to it are at this moment.
    public UpstreamLoad load() {
        return connections.load();
    }

    /// What a failed exchange is.
    public Problem problem(Throwable failure) {
        return UpstreamFailure.problem(gateway, outboundProxy, failure);
    }

    public StepUp stepUp() {
        return stepUp;
    }

    /// What stands in `Host` of requests to this workspace.
    public String authority(String workspace) {
        int port = port(gateway);
        return port == HTTPS ? workspace : workspace + ":" + port;
    }

    /// Sends a request over a connection that is free, else over a new one.
    public void send(Exchange exchange) {
        connections.carry(exchange);
    }

    /// As [#send], past the connections that are open, which may have been lost together.
    public void sendOverNewConnection(Exchange exchange) {
        connections.carryOverNewConnection(exchange);
    }

    /// Connections to this address of the gateway are lost, so that the others are tried before it.
    public void lost(@Nullable SocketAddress address) {
        addresses.failed(address);
    }

    @Override
    public GatewayCall.Answer post(String workspace, String path, String form, Secret identityToken)
            throws ProblemException {
        byte[] body = form.getBytes(StandardCharsets.US_ASCII);
        HttpFields.Mutable fields = HttpFields.build()
                .put(HttpHeader.HOST, authority(workspace))
                .put(identityField, "Bearer " + identityToken.reveal())
                .put(HttpHeader.ACCEPT, "application/json")
                .put(HttpHeader.CONTENT_TYPE, "application/x-www-form-urlencoded")
                .put(HttpHeader.CONTENT_LENGTH, body.length);
        WholeAnswer.Read answer = whole(new RequestHead(workspace, "POST", path, null, fields), body);
        Optional<Problem> demand = stepUp.demand(answer.status(), answer.fields());
        if (demand.isPresent()) {
            throw new ProblemException(demand.get());
        }
        return new GatewayCall.Answer(
                answer.status(), Optional.ofNullable(answer.fields().get(GatewayFields.ERROR)), answer.text());
    }

    /// A short document of the workspace's, when it has it. Blocks until all of it is there.
    public Optional<byte[]> document(String workspace, String path, Iterable<HttpField> credentials)
            throws ProblemException {
        HttpFields.Mutable fields = HttpFields.build().put(HttpHeader.HOST, authority(workspace));
        credentials.forEach(fields::add);
        WholeAnswer.Read answer = whole(new RequestHead(workspace, "GET", path, null, fields), new byte[0]);
        return answer.status() == 200 ? Optional.of(answer.text().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    /// Sent once more when its connection was lost: none of these calls does harm when it is done twice.
    private WholeAnswer.Read whole(RequestHead head, byte[] body) throws ProblemException {
        WholeAnswer first = new WholeAnswer(gateway);
        Exchange exchange = new Exchange(head, source(body), first);
        send(exchange);
        try {
            return awaited(first, exchange);
        } catch (ExecutionException failure) {
            if (!UpstreamFailure.isOfTheConnection(gateway, cause(failure))) {
                throw asProblem(cause(failure));
            }
            lost(exchange.peer());
        }
        WholeAnswer second = new WholeAnswer(gateway);
        Exchange again = new Exchange(head, source(body), second);
        sendOverNewConnection(again);
        try {
            return awaited(second, again);
        } catch (ExecutionException failure) {
            throw asProblem(cause(failure));
        }
    }

    private WholeAnswer.Read awaited(WholeAnswer answer, Exchange exchange)
            throws ExecutionException, ProblemException {
        try {
            return answer.read().get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            exchange.abort(late);
            throw asProblem(late);
        } catch (InterruptedException interrupted) {
            exchange.abort(interrupted);
            Thread.currentThread().interrupt();
            throw new ProblemException(new LocalFailure("call the gateway", "the program is ending"), interrupted);
        }
    }

    private static Throwable cause(ExecutionException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    private static Content.@Nullable Source source(byte[] body) {
        return body.length == 0 ? null : Content.Source.from(ByteBuffer.wrap(body));
    }

    private ProblemException asProblem(Throwable failure) {
        return new ProblemException(problem(failure), failure);
    }

    @Override
    public void close() {
        try {
            connections.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the connections to " + gateway + " could not be closed", failure);
        }
    }
}
