package dev.lakegate.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.ClientConnector.ConnectListener;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.jspecify.annotations.Nullable;

/// The addresses that the gateway's name stands for, whatever workspace is asked for. A connection tries one
/// after the
/// other; those that failed lately come last, so that a host that is gone costs one wait, not one each.
final class GatewayAddresses implements SocketAddressResolver, ConnectListener, SslHandshakeListener {
    private static final Duration LATELY = Duration.ofSeconds(30);

    private final String gateway;
    private final SocketAddressResolver names;
    private final InstantSource clock;
    private final Map<InetAddress, Instant> failures = new ConcurrentHashMap<>();

    GatewayAddresses(String gateway, SocketAddressResolver names, InstantSource clock) {
        this.gateway = gateway;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public void resolve(
            String workspace, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        names.resolve(
                gateway,
                port,
                context,
                Promise.from(found -> promise.succeeded(inOrder(workspace, found)), promise::failed));
    }

    /// Under the workspace's name, which is the one that a certificate must prove.
    private List<InetSocketAddress> inOrder(String workspace, List<InetSocketAddress> found) {
        Instant lately = clock.instant().minus(LATELY);
        failures.values().removeIf(at -> at.isBefore(lately));
        return found.stream()
                .sorted(Comparator.comparing(
                        address -> failures.getOrDefault(address.getAddress(), Instant.MIN))) // keeps the name's order
                .map(address -> named(workspace, address))
                .toList();
    }

    private static InetSocketAddress named(String workspace, InetSocketAddress found) {
        try {
            byte[] address = found.getAddress().getAddress();
            return new InetSocketAddress(InetAddress.getByAddress(workspace, address), found.getPort());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has the length of an address", impossible);
        }
    }

    @Override
    public void onConnectFailure(SocketChannel channel, SocketAddress address, Throwable failure) {
        failed(address);
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
        failed(event.getEndPoint().getRemoteSocketAddress());
    }

    /// A connection to it could not be made, or was lost.
    void failed(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            failures.put(inet.getAddress(), clock.instant());
        }
    }
}
