package dev.lakegate.proxy;

import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.proxy.upstream.ProxyThreads;
import dev.lakegate.proxy.upstream.Upstream;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.FreePort;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.Sandbox;
import dev.lakegate.telemetry.metrics.RequestMeter;
import dev.lakegate.telemetry.traces.RequestTracer;
import dev.lakegate.token.CachedTokenSource;
import dev.lakegate.token.TokenSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import tools.jackson.databind.JsonNode;

/// A route to the company's workspace `prod` in a proxy of its own, put together by hand, so that a test
/// holds the
/// parts
/// that a program keeps to itself: what is open, where the workspace's tokens come from, what the gateway
/// demands.
final class RouteByHand implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();

    final Profile profile;
    final OpenRequests open = new OpenRequests();
    /// Each challenge by which the gateway demanded a stronger sign-in.
    final List<String> demands = new CopyOnWriteArrayList<>();

    private final AuditFolder audit;
    private final Route route;
    private final Secret localKey;
    private final ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
    private final ProxyThreads threads = ProxyThreads.start(buffers);
    private final AuditLog auditLog;
    private final Upstream upstream;
    private final Proxy proxy;
    private final LocalCertificate certificate;

    /// @param laptop    one on which the person is signed in, whose identity token this route carries as well
    /// @param workspace where tokens for the workspace come from
    RouteByHand(Path folder, Sandbox company, Laptop laptop, TokenSource workspace) throws ProblemException {
        this(folder, company, laptop, always(token(identityToken(company))), workspace);
    }

    private static TokenSource always(Token token) {
        return _ -> token;
    }

    /// @param identity where identity tokens come from
    RouteByHand(Path folder, Sandbox company, Laptop laptop, TokenSource identity, TokenSource workspace)
            throws ProblemException {
        this(folder, new ConfigurationLoader(laptop.locations(), Map.of(), Map.of()).load(), identity, workspace);
    }

    /// The route `prod` of this configuration, with tokens that nobody has issued.
    static RouteByHand of(Path folder, String toml) throws ProblemException {
        return of(folder, toml, always(token("of-the-identity")));
    }

    /// The same.
    ///
    /// @param identity where identity tokens come from
    static RouteByHand of(Path folder, String toml, TokenSource identity) throws ProblemException {
        Path file = folder.resolve("lakegate.toml");
        try {
            Files.writeString(file, toml);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Locations locations =
                new Locations(file, folder.resolve("state"), folder.resolve("s"), folder.resolve("managed.toml"));
        return new RouteByHand(
                folder.resolve("route"),
                new ConfigurationLoader(locations, Map.of(), Map.of()).load(),
                identity,
                always(token("of-the-workspace")));
    }

    /// The route `prod` of this configuration, whoever its gateway is.
    RouteByHand(Path folder, Configuration configuration, TokenSource identity, TokenSource workspace)
            throws ProblemException {
        profile = configuration.profiles().getFirst();
        Route prod = profile.routes().stream()
                .filter(of -> of.name().value().equals("prod"))
                .findFirst()
                .orElseThrow();
        route = new Route(
                prod.name(),
                FreePort.next(),
                prod.workspace(),
                Credential.WORKSPACE,
                Optional.empty(),
                Optional.of(FreePort.next()),
                Route.Socket.NONE,
                64 * 1024,
                List.of());
        localKey = new LocalKeys(folder.resolve("keys")).of(route.name());
        audit = AuditFolder.in(folder);
        auditLog = new AuditLog(audit, configuration.audit(), CLOCK);
        upstream = Upstream.start(
                profile,
                TrustRoots.with(configuration.network(), profile.caFile()),
                configuration.network(),
                threads,
                demands::add);
        certificate = new LocalCertificate(folder.resolve("tls"), CLOCK);
        proxy = Proxy.start(
                threads,
                auditLog,
                new Pause(auditLog, CLOCK),
                RequestMeter.NONE,
                RequestTracer.NONE,
                certificate,
                folder);
        ProxyRoute served = new ProxyRoute(
                route,
                profile.admission(),
                localKey,
                () -> "alice@acme.example",
                new RouteCredentials(
                        IdentityField.PROXY_AUTHORIZATION,
                        new CachedTokenSource(identity, CLOCK, threads.blocking()),
                        new CachedTokenSource(workspace, CLOCK, threads.blocking())),
                upstream,
                new DiscoveryCache(),
                open,
                Optional.empty(),
                Optional.empty());
        for (Entry entry : Entry.of(route)) {
            proxy.listen(served, entry);
        }
        Canaries.add(localKey.reveal());
    }

    /// The one that the provider has issued last.
    static Token identityOf(Sandbox company) {
        return token(identityToken(company));
    }

    /// The same, but that its signature is another's.
    static Token forgedIdentity(Sandbox company) {
        String jwt = identityToken(company);
        int signature = jwt.lastIndexOf('.') + 1;
        return token(jwt.substring(0, signature) + new StringBuilder(jwt.substring(signature)).reverse());
    }

    /// One for alice, issued without an exchange.
    static Token workspaceToken(Sandbox company) {
        return token(company.prod().issueToken("alice@acme.example"));
    }

    PlainWire connect() {
        return new PlainWire(route.port());
    }

    /// What the system takes in before anybody reads it is this little.
    PlainWire connectWithSmallBuffer() {
        return new PlainWire(route.port(), 64 * 1024);
    }

    /// Of the TLS port, with its key.
    KeyStore identity() throws ProblemException {
        return certificate.identity();
    }

    int tlsPort() {
        return route.tlsPort().orElseThrow();
    }

    String request(String method, String target, String... fields) {
        return WithLaptop.head(
                method,
                target,
                "Host: 127.0.0.1:" + route.port(),
                WithLaptop.bearer(localKey.reveal()),
                String.join("\r\n", fields));
    }

    PlainWire.Answer ask(String method, String target, String... fields) throws IOException {
        return PlainWire.ask(route.port(), request(method, target, fields));
    }

    /// The one audit line of a request. Blocks until it is written.
    JsonNode audited(String requestId) {
        return WithLaptop.await("the audit line of " + requestId)
                .until(
                        () -> auditLines().stream()
                                .filter(line ->
                                        line.path("request_id").asString().equals(requestId))
                                .toList(),
                        lines -> lines.size() == 1)
                .getFirst();
    }

    Secret localKey() {
        return localKey;
    }

    int port() {
        return route.port();
    }

    /// Where each buffer was taken that nobody has given back.
    List<String> buffersInUse() {
        return buffers.getLeaks().stream()
                .map(ArrayByteBufferPool.Tracking.TrackedBuffer::dump)
                .toList();
    }

    /// How often a selector's thread had another select, to do what may block.
    long selectionsLeftToOthers() {
        return threads.selectors().getContainedBeans(AdaptiveExecutionStrategy.class).stream()
                .mapToLong(AdaptiveExecutionStrategy::getEPCTasksConsumed)
                .sum();
    }

    List<JsonNode> auditLines() {
        return Laptop.auditLines(audit).stream()
                .filter(line -> line.has("request_id"))
                .toList();
    }

    @Override
    public void close() {
        proxy.close();
        upstream.close();
        threads.close();
        auditLog.close();
    }

    static Token token(String jwt) {
        Canaries.add(jwt);
        Instant now = CLOCK.instant();
        return new Token(new Secret(jwt), now, now.plusSeconds(600));
    }

    /// The one that the provider has issued last.
    private static String identityToken(Sandbox company) {
        return company.provider().issued().reversed().stream()
                .filter(RouteByHand::isAccessToken)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAccessToken(String token) {
        try {
            return "at+jwt"
                    .equals(String.valueOf(SignedJWT.parse(token).getHeader().getType()));
        } catch (ParseException opaque) {
            return false;
        }
    }
}
