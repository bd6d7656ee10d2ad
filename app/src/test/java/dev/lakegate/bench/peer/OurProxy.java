package dev.lakegate.bench.peer;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.config.Route;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.proxy.DiscoveryCache;
import dev.lakegate.proxy.Entry;
import dev.lakegate.proxy.LocalCertificate;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.OpenRequests;
import dev.lakegate.proxy.Pause;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.proxy.RouteCredentials;
import dev.lakegate.proxy.RouteWarmUp;
import dev.lakegate.proxy.upstream.ProxyThreads;
import dev.lakegate.proxy.upstream.Upstream;
import dev.lakegate.telemetry.metrics.Metrics;
import dev.lakegate.telemetry.otlp.ProgramResource;
import dev.lakegate.telemetry.traces.RequestTracer;
import dev.lakegate.token.CachedTokenSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// A route of this program with all that belongs to it, admission, audit on the disk and the token cache
/// among it, in a process of its own; only that its two tokens are given, as no provider and no gateway are
/// there to issue them.
public final class OurProxy {
    private static final InstantSource CLOCK = InstantSource.system();

    private OurProxy() {}

    /// Listens until the process is ended. Takes the tokens from the environment, as the peers do.
    ///
    /// @param arguments the folder for all its files
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Configuration configuration = configuration(folder);
        Profile profile = configuration.profiles().getFirst();
        Route route = profile.routes().getFirst();
        ProxyThreads threads = ProxyThreads.start();
        Upstream upstream = Upstream.start(
                profile,
                TrustRoots.with(configuration.network(), profile.caFile()),
                configuration.network(),
                threads,
                _ -> {});
        AuditLog audit = new AuditLog(AuditFolder.in(folder), configuration.audit(), InstantSource.system());
        Metrics metrics = new Metrics(configuration.metrics(), ProgramResource.ofThisStart("bench"), _ -> {});
        Proxy proxy = Proxy.start(
                threads,
                audit,
                new Pause(audit, InstantSource.system()),
                metrics,
                RequestTracer.NONE,
                LocalCertificate.in(folder),
                folder);
        ProxyRoute served = new ProxyRoute(
                route,
                profile.admission(),
                new LocalKeys(folder.resolve("keys")).of(route.name()),
                () -> "alice@acme.example",
                new RouteCredentials(
                        IdentityField.PROXY_AUTHORIZATION,
                        always("IDENTITY_TOKEN", threads),
                        always("WORKSPACE_TOKEN", threads)),
                upstream,
                new DiscoveryCache(),
                new OpenRequests(),
                Optional.empty(),
                Optional.empty());
        proxy.listen(served, new Entry.Port(route.port()));
        new RouteWarmUp(served).run();
        Thread.currentThread().join();
    }

    private static Configuration configuration(Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("lakegate.toml"), """
                metrics.prometheus_port = 19464 # counted for, and not opened
                [profile.acme]
                issuer = "https://id.acme.example"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://127.0.0.1:%s"
                ca_file = "%s"
                [profile.acme.route.prod]
                port = %s
                workspace = "prod.lakegate.test"
                """.formatted(
                        System.getenv("UPSTREAM_PORT"), System.getenv("CA"), System.getenv("PORT")));
        Locations locations =
                new Locations(file, folder.resolve("state"), folder.resolve("cache"), folder.resolve("managed"));
        return new ConfigurationLoader(locations, Map.of(), Map.of()).load();
    }

    private static CachedTokenSource always(String variable, ProxyThreads threads) {
        Instant now = CLOCK.instant();
        Token token = new Token(new Secret(System.getenv(variable)), now, now.plusSeconds(36_000));
        return new CachedTokenSource(_ -> token, CLOCK, threads.blocking());
    }
}
