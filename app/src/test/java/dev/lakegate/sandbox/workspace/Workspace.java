package dev.lakegate.sandbox.workspace;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.Certificates.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A workspace for tests and for trying out: its nodes listen on 127.0.0.1 and answer, over TLS, for one public name.
///
/// Another name in `Host` is answered 421, so that a test notices a proxy or gateway that does not set it.
public final class Workspace implements AutoCloseable {
    /// The audience for which identity tokens must be issued.
    public static final String AUDIENCE = "urn:lakegate:sandbox";

    private static final int FIELDS_BYTES = 64 * 1024;
    private static final int THREADS = 16;
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final String host;
    private final Principals principals = new Principals();
    private final WorkspaceTokens tokens;
    private final TrustedIssuers issuers;
    private final RequestLog log;
    private final TokenEndpoint tokenEndpoint;
    private final Apis apis;
    private final ServerCertificate certificate;
    private final LongAdder produced = new LongAdder();
    private final List<Server> nodes = new ArrayList<>();

    private Workspace(String host, int nodeCount, Certificates certificates, Path folder) throws IOException {
        this.host = host;
        tokens = new WorkspaceTokens(host, principals);
        issuers = new TrustedIssuers(AUDIENCE, certificates.trusting().getSocketFactory());
        log = new RequestLog(Files.createDirectories(folder).resolve("workspace.jsonl"));
        tokenEndpoint = new TokenEndpoint(issuers, principals, tokens);
        apis = new Apis(host, folder, produced);
        certificate = certificates.server(host);
        for (var node = 1; node <= nodeCount; node++) {
            nodes.add(newNode());
        }
    }

    private Server newNode() {
        var node = nodes.size() + 1;
        var server = server(node, certificate);
        server.setHandler(new WorkspaceHandler(node, host, log, tokens, tokenEndpoint, apis));
        return server;
    }

    /// Starts a workspace for `host` with its files and its log in `folder`.
    public static Workspace start(String host, int nodeCount, Certificates certificates, Path folder) {
        try {
            var workspace = new Workspace(host, nodeCount, certificates, folder);
            workspace.nodes.forEach(workspace::start);
            return workspace;
        } catch (IOException e) {
            throw new IllegalStateException("The workspace " + host + " could not be started", e);
        }
    }

    /// The public name.
    public String host() {
        return host;
    }

    /// The nodes' ports on 127.0.0.1.
    public List<Integer> ports() {
        return nodes.stream()
                .map(n -> ((ServerConnector) n.getConnectors()[0]).getLocalPort())
                .toList();
    }

    /// One node more, with the next number. Blocks until it serves.
    public void addNode() {
        var node = newNode();
        nodes.add(node);
        start(node);
    }

    /// Ends a node as the system ends a process that is killed: its connections are closed under the requests they
    /// carry, without a word of TLS.
    ///
    /// @param node counted from 1
    public void kill(int node) {
        var server = nodes.get(node - 1);
        var connector = (ServerConnector) server.getConnectors()[0];
        // where it listens after a restart
        connector.setPort(connector.getLocalPort());
        connector.close();
        for (var connection : connector.getConnectedEndPoints()) {
            try {
                ((SocketChannelEndPoint) connection).getChannel().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        stop(server);
    }

    /// Starts a killed node where it was. Blocks until it serves.
    public void restart(int node) {
        start(nodes.get(node - 1));
    }

    /// Exchanges this issuer's identity tokens from now on; its keys are fetched by discovery when first needed.
    public void trust(String issuer) {
        issuers.trust(issuer);
    }

    /// Makes someone known who is not among the sandbox's people, or replaces one who is.
    public void add(Principal principal) {
        principals.add(principal);
    }

    /// How long tokens issued from now on live; an hour unless set.
    public void tokenLifetime(Duration lifetime) {
        tokens.lifetime(lifetime);
    }

    /// The time by which tokens are issued and expire.
    public void clock(InstantSource clock) {
        tokens.clock(clock);
    }

    /// A token for this user or service principal, without an exchange.
    public String issueToken(String userName) {
        return tokens.issue(principals
                .named(userName)
                .orElseThrow(() -> new IllegalArgumentException(userName + " is unknown to " + host)));
    }

    /// Makes every token issued so far invalid; new ones can be had at once.
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /// The latest 10,000 requests, in the order they arrived, whatever became of them.
    public List<ReceivedRequest> requests() {
        return log.requests();
    }

    /// How many requests have arrived.
    public long count() {
        return log.count();
    }

    /// Empties [#requests()] and starts [#count()] from 0; the file keeps its lines.
    public void forgetRequests() {
        log.forget();
    }

    /// How many bytes `/sandbox/bytes` and `/sandbox/stream` have handed over to their connections so far.
    public long produced() {
        return produced.sum();
    }

    /// JSON Lines, one for each answered request: `ts`, `node`, `method`, `path`, `status`, `user`, `x_request_id`,
    /// `traceparent`. A line is there soon after its answer has left, not before.
    public Path log() {
        return log.file();
    }

    @Override
    public void close() {
        nodes.forEach(this::stop);
    }

    private void start(Server node) {
        try {
            node.start();
        } catch (Exception e) {
            throw new IllegalStateException("A node of " + host + " could not be started", e);
        }
    }

    private void stop(Server node) {
        try {
            node.stop();
        } catch (Exception e) {
            throw new IllegalStateException("A node of " + host + " did not stop", e);
        }
    }

    private static Server server(int node, ServerCertificate certificate) {
        var threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("workspace-node-" + node);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);

        var tls = new SslContextFactory.Server();
        tls.setKeyStorePath(certificate.pkcs12().toString());
        tls.setKeyStorePassword(certificate.password());

        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(FIELDS_BYTES);
        http.setUriCompliance(
                UriCompliance.UNSAFE); // paths arrive byte for byte, file names with %25 and %2F among them
        var secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // Host is judged in one place, the handler
        http.addCustomizer(secure);

        var http1 = new HttpConnectionFactory(http);
        var alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        var connector = new ServerConnector(
                server,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                http1);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        return server;
    }
}
