package dev.lakegate.proxy;

import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Secret;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.GatewayCall;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// The connections to one profile's gateway. Whatever workspace a request names, it is sent to the gateway's
/// addresses,
/// and only to a peer that proves the workspace's public name.
public final class Upstream implements GatewayCall, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    /// Statements on a warehouse are waited for this long by their clients.
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);
    private static final int HEADER_BYTES = 64 * 1024;
    private static final int CONNECTIONS = 512;

    private final URI gateway;
    private final String identityField;
    private final StepUp stepUp;
    private final Optional<OutboundProxy> outboundProxy;
    private final HttpClient client;
    private final GatewayAddresses addresses;

    private Upstream(
            URI gateway,
            String identityField,
            StepUp stepUp,
            Optional<OutboundProxy> outboundProxy,
            HttpClient client,
            GatewayAddresses addresses) {
        this.gateway = gateway;
        this.identityField = identityField;
        this.stepUp = stepUp;
        this.outboundProxy = outboundProxy;
        this.client = client;
        this.addresses = addresses;
    }

    /// Starts the connection pool; nothing is connected until the first request.
    ///
    /// @param stepUp is told the `WWW-Authenticate` of a gateway that demands a stronger or more recent sign-in
    ///               (RFC 9470 §3), each time it denies so, the token exchange included; must not block
    public static Upstream start(
            Profile profile,
            TrustRoots trustRoots,
            NetworkSettings network,
            ProxyThreads threads,
            Consumer<String> stepUp)
            throws ProblemException {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setTrustStore(trustRoots.keyStore());
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(tls);
        connector.setSelectors(threads.selectors());
        connector.setConnectTimeout(CONNECT_TIMEOUT);
        connector.setIdleTimeout(IDLE_TIMEOUT);
        connector.setExecutor(threads.pool());
        connector.setScheduler(threads.scheduler());
        connector.setByteBufferPool(threads.buffers());

        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.setMaxRequestHeadersSize(HEADER_BYTES);
        client.setMaxResponseHeadersSize(HEADER_BYTES);
        client.setMaxConnectionsPerDestination(CONNECTIONS);
        String host = profile.gateway().getHost();
        Optional<OutboundProxy> outboundProxy = network.proxyFor(profile.gateway());
        outboundProxy.ifPresent(proxy -> client.getProxyConfiguration()
                .addProxy(new GatewayTunnel(proxy, host + ":" + port(profile.gateway()))));
        GatewayAddresses addresses = new GatewayAddresses(
                outboundProxy.map(OutboundProxy::host).orElse(host),
                new SocketAddressResolver.Async(threads.pool(), threads.scheduler(), CONNECT_TIMEOUT.toMillis()),
                InstantSource.system());
        client.setSocketAddressResolver(addresses);
        connector.addEventListener(addresses);
        client.addBean(addresses);
        try {
            client.start();
        } catch (Exception failure) {
            throw new ProblemException(
                    new LocalFailure("prepare connections to " + profile.gateway(), failure.toString()), failure);
        }
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new ContinueProtocolHandler());
        client.getProtocolHandlers().put(new ProcessingProtocolHandler());
        client.getProtocolHandlers().put(new EarlyHintsProtocolHandler());
        return new Upstream(
                profile.gateway(),
                profile.identityField().fieldName(),
                new StepUp(profile.name(), stepUp),
                outboundProxy,
                client,
                addresses);
    }

    URI gateway() {
        return gateway;
    }

    private static int port(URI gateway) {
        return gateway.getPort() < 0 ? 443 : gateway.getPort();
    }

    /// What a failed exchange is.
    Problem problem(Throwable failure) {
        return UpstreamFailure.problem(gateway, outboundProxy, failure);
    }

    StepUp stepUp() {
        return stepUp;
    }

    /// A request whose method and target are sent byte for byte as the client wrote them.
    ///
    /// @param workspace the workspace's public host name
    /// @param query     without the question mark; null when there is none
    HttpRequest newRequest(String workspace, String method, String path, @Nullable String query) {
        int port = port(gateway);
        HttpRequest request =
                new RawRequest(client, URI.create("https://" + workspace + ":" + port), method, path, query);
        String host = port == 443 ? workspace : workspace + ":" + port;
        request.headers(fields -> fields.put(HttpHeader.HOST, host));
        return request;
    }

    /// The same request, to be sent once more.
    HttpRequest copy(HttpRequest request) {
        HttpRequest copy =
                new RawRequest(client, request.getURI(), request.getMethod(), request.getPath(), request.getQuery());
        copy.headers(fields -> fields.clear().add(request.getHeaders()));
        return copy;
    }

    /// Past the pool, whose connections may have been lost together. The answer is told a failure to connect,
    /// too.
    void sendOverNewConnection(HttpRequest request, Response.CompleteListener answer) {
        client.resolveDestination(request)
                .newConnection(Promise.from(
                        connection -> connection.send(request, answer),
                        failure -> answer.onComplete(new Result(request, failure, null, failure))));
    }

    /// Connections to this address of the gateway are lost, so that the others are tried before it.
    void lost(@Nullable SocketAddress address) {
        addresses.failed(address);
    }

    @Override
    public Answer post(String workspace, String path, String form, Secret identityToken) throws ProblemException {
        ContentResponse response = call(newRequest(workspace, "POST", path, null)
                .headers(fields -> fields.put(identityField, "Bearer " + identityToken.reveal())
                        .put(HttpHeader.ACCEPT, "application/json"))
                .body(new StringRequestContent("application/x-www-form-urlencoded", form, StandardCharsets.US_ASCII)));
        Optional<Problem> demand = stepUp.demand(response.getStatus(), response.getHeaders());
        if (demand.isPresent()) {
            throw new ProblemException(demand.get());
        }
        return new Answer(
                response.getStatus(),
                Optional.ofNullable(response.getHeaders().get(GatewayFields.ERROR)),
                response.getContentAsString());
    }

    /// A short call of the proxy's own; blocks until the whole answer is there.
    ContentResponse call(Request request) throws ProblemException {
        try {
            return request.timeout(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .send();
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new ProblemException(problem(cause), failure);
        } catch (TimeoutException failure) {
            throw new ProblemException(problem(failure), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new LocalFailure("call the gateway", "the program is ending"), interrupted);
        }
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the connections to " + gateway + " could not be closed", failure);
        }
    }

    /// Jetty parses and re-assembles a request's path; file names with `|`, `%2F` or `//` do not survive that.
    /// It also
    /// writes the method in capitals, which makes another method of it (RFC 9110 §9.1).
    private static final class RawRequest extends HttpRequest {
        private final String method;
        private final String path;
        private final @Nullable String query;

        RawRequest(HttpClient client, URI origin, String method, String path, @Nullable String query) {
            super(client, new HttpConversation(), origin);
            this.method = method;
            this.path = path;
            this.query = query;
        }

        @Override
        public String getMethod() {
            return method;
        }

        @Override
        public String getPath() {
            return path;
        }

        @Override
        public @Nullable String getQuery() {
            return query;
        }
    }
}
