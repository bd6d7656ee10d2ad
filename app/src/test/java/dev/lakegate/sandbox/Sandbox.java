package dev.lakegate.sandbox;

import dev.lakegate.sandbox.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A company on loopback: its OpenID provider, HAProxy as its gateway, and its two workspaces, each real but the last.
public final class Sandbox implements AutoCloseable {
    private static final AtomicInteger LAPTOPS = new AtomicInteger();

    private final Path folder;
    private final Certificates certificates;
    private final Provider provider;
    private final Workspace prod;
    private final Workspace dev;
    private final HaProxySetup gatewaySetup;
    private HaProxy gateway;
    private final Deque<AutoCloseable> closings = new ArrayDeque<>();

    private Sandbox(Path folder, ProviderSettings settings) {
        this.folder = folder;
        certificates = Certificates.create(folder.resolve("certificates"));
        provider = Provider.start(settings);
        closings.push(provider);
        prod = workspace("prod", 2);
        dev = workspace("dev", 1);
        gatewaySetup = new HaProxySetup(folder.resolve("gateway"), certificates)
                .issuer(HaProxySetup.ACME, provider.issuer().toString(), provider.keys())
                .workspace("prod", prod.ports())
                .workspace("dev", dev.ports());
        gateway = gatewaySetup.start();
        closings.push(gateway);
    }

    /// Starts everything; blocks longer the first time on a machine, when HAProxy is built.
    public static Sandbox start(Path folder, ProviderSettings settings) {
        return new Sandbox(folder, settings);
    }

    public static Sandbox start(Path folder) {
        return start(folder, ProviderSettings.standard());
    }

    public Provider provider() {
        return provider;
    }

    public Workspace prod() {
        return prod;
    }

    public Workspace dev() {
        return dev;
    }

    public HaProxy gateway() {
        return gateway;
    }

    /// Starts the gateway again where it was; its audit goes on.
    public void restartGateway() {
        gateway.close();
        gateway = gatewaySetup.port(gateway.port()).start();
        closings.push(gateway);
    }

    /// Puts servers of the company's own, whose certificates are of [#certificates()], behind the gateway as
    /// `NAME.lakegate.test`. Blocks while the gateway starts again.
    ///
    /// @param ports on 127.0.0.1, by name
    public void serve(Map<String, Integer> ports) {
        ports.forEach(gatewaySetup::selfHosted);
        restartGateway();
    }

    public Certificates certificates() {
        return certificates;
    }

    /// The configuration of someone in this company; `$PORT_PROD` and `$PORT_DEV` are to be filled in.
    public String configuration() {
        return """
                [profile.acme]
                issuer = "%s"
                client_id = "lakegate"
                audience = "%s"
                scopes = ["openid", "offline_access", "profile", "email", "lakegate"]
                gateway = "https://127.0.0.1:%d"
                ca_file = "%s"
                sign_in_timeout = "30s"

                [profile.acme.route.prod]
                port = $PORT_PROD
                workspace = "%s"

                [profile.acme.route.dev]
                port = $PORT_DEV
                workspace = "%s"
                """.formatted(
                provider.issuer(), Workspace.AUDIENCE, gateway.port(), certificates.caPem(), prod.host(), dev.host());
    }

    /// A new machine of someone in this company; not started yet.
    public Laptop laptop() {
        return laptop(configuration());
    }

    public Laptop laptop(String configuration) {
        return laptop(configuration, Map.of());
    }

    public Laptop laptop(String configuration, Map<String, String> environment) {
        Laptop laptop = new Laptop(folder.resolve("laptop-" + LAPTOPS.incrementAndGet()), configuration, environment);
        closings.push(laptop);
        return laptop;
    }

    /// Everything that was written while this sandbox stood is below it.
    public Path folder() {
        return folder;
    }

    private Workspace workspace(String name, int nodes) {
        Workspace workspace =
                Workspace.start(name + ".lakegate.test", nodes, certificates, folder.resolve("workspace-" + name));
        workspace.trust(provider.issuer().toString());
        closings.push(workspace);
        return workspace;
    }

    /// Stops everything, then searches all that was written here for the secrets that were used.
    @Override
    public synchronized void close() {
        if (closings.isEmpty()) {
            return;
        }
        provider.issued().forEach(Canaries::add);
        Stream.of(prod, dev)
                .flatMap(workspace -> workspace.requests().stream())
                .flatMap(request -> request.fields("Authorization").stream())
                .map(field -> field.replaceFirst("^Bearer ", ""))
                .forEach(Canaries::add);
        for (AutoCloseable closing : List.copyOf(closings)) {
            try {
                closing.close();
            } catch (Exception failure) {
                throw new IllegalStateException("a part of the sandbox did not stop", failure);
            }
        }
        closings.clear();
        List<String> leaks = Canaries.writtenBelow(folder);
        if (!leaks.isEmpty()) {
            throw new AssertionError("secrets were written:\n" + String.join("\n", leaks));
        }
    }
}
