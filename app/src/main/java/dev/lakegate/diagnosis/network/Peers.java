package dev.lakegate.diagnosis.network;

import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import dev.lakegate.network.ConnectTunnel;
import dev.lakegate.network.OutboundProxyFailure;
import dev.lakegate.network.TrustRoots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// The servers of one profile, each looked at once for all checks: its provider, and its gateway under each
/// workspace's name (the gateway's address, the workspace's name).
public final class Peers {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int TUNNEL_MILLIS = 4_000;

    private final Profile profile;
    private final NetworkSettings network;
    private final List<Peer> all = new ArrayList<>();

    /// Begins to look, in the background.
    public Peers(Profile profile, NetworkSettings network, InstantSource clock, ExecutorService background) {
        this.profile = profile;
        this.network = network;
        URI issuer = profile.issuer();
        all.add(new Peer(
                Phrase.of("doctor.about.provider", profile.name().value()),
                issuer,
                background.submit(() -> look(issuer, String.valueOf(issuer.getHost()), clock))));
        for (String name : namesAtTheGateway()) {
            all.add(new Peer(
                    Phrase.of("doctor.about.gateway", profile.name().value(), name),
                    profile.gateway(),
                    background.submit(() -> look(profile.gateway(), name, clock))));
        }
    }

    /// One server.
    ///
    /// @param about what findings call it
    record Peer(Phrase about, URI address, Future<PeerLook> looked) {

        /// Blocks until it was looked at.
        PeerLook look() throws InterruptedException {
            try {
                return looked.get();
            } catch (ExecutionException failure) {
                throw new IllegalStateException(failure.getCause());
            }
        }
    }

    Profile profile() {
        return profile;
    }

    /// The provider first.
    List<Peer> all() {
        return List.copyOf(all);
    }

    List<Peer> gateways() {
        return all().subList(1, all.size());
    }

    private List<String> namesAtTheGateway() {
        List<String> workspaces = profile.routes().stream()
                .map(route -> route.workspace())
                .distinct()
                .toList();
        return workspaces.isEmpty() ? List.of(profile.gateway().getHost()) : workspaces;
    }

    private PeerLook look(URI server, String name, InstantSource clock) {
        boolean encrypted = "https".equals(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : encrypted ? 443 : 80;
        String host = String.valueOf(server.getHost());
        Optional<OutboundProxy> proxy = network.proxyFor(server);
        String firstHop = proxy.map(OutboundProxy::host).orElse(host);
        try (Socket connection =
                connected(firstHop, proxy.map(OutboundProxy::port).orElse(port))) {
            if (proxy.isPresent()) {
                connection.setSoTimeout(TUNNEL_MILLIS);
                ConnectTunnel.open(connection, proxy.get(), host + ":" + port);
            }
            return encrypted ? encrypted(connection, name, port, clock) : new PeerLook.Plain();
        } catch (UnknownHostException unknown) {
            return new PeerLook.Unreachable(Phrase.of("doctor.dns.unknown", firstHop));
        } catch (IOException failure) {
            return new PeerLook.Unreachable(reason(failure));
        }
    }

    /// To the first address that takes the connection, as the proxy does.
    private static Socket connected(String host, int port) throws IOException {
        IOException failure = new UnknownHostException(host);
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket connection = new Socket();
            try {
                connection.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                return connection;
            } catch (IOException refused) {
                connection.close();
                failure = refused;
            }
        }
        throw failure;
    }

    private PeerLook encrypted(Socket connection, String name, int port, InstantSource clock) {
        try {
            return new PeerLook.Encrypted(TlsPeer.on(
                    connection,
                    name,
                    port,
                    new RecordedChain(TrustRoots.with(network, profile.caFile()), TrustRoots.publicly()),
                    clock));
        } catch (IOException failure) {
            return new PeerLook.NoTls(reason(failure));
        } catch (ProblemException noRoots) {
            Problem.Text roots = noRoots.problem().text();
            return new PeerLook.NoRoots(Phrase.what(roots.code(), roots.what()));
        }
    }

    private static Phrase reason(IOException failure) {
        String told = Reason.of(failure);
        return failure instanceof OutboundProxyFailure refused
                ? Phrase.what(refused.problem().code(), told)
                : Phrase.verbatim(told);
    }
}
