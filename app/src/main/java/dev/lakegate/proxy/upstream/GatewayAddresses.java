package dev.lakegate.proxy.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The addresses that the gateway's name stands for, whatever workspace is asked for. All are tried, one after
/// the other; those that failed lately come last, so that a host that is gone costs one wait, not one each.
final class GatewayAddresses {
    private static final Duration LATELY = Duration.ofSeconds(30);

    private final String gateway;
    private final Names names;
    private final InstantSource clock;
    private final Map<InetAddress, Instant> failures = new ConcurrentHashMap<>();

    GatewayAddresses(String gateway, Names names, InstantSource clock) {
        this.gateway = gateway;
        this.names = names;
        this.clock = clock;
    }

    /// Where names are looked up, as [InetAddress#getAllByName] does. Blocks.
    @FunctionalInterface
    interface Names {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /// In the order in which they are to be tried, under the workspace's name, which is the one that a
    /// certificate must prove. Blocks on the name service.
    List<InetSocketAddress> of(String workspace, int port) throws UnknownHostException {
        InetAddress[] found = names.addressesOf(gateway);
        Instant lately = clock.instant().minus(LATELY);
        failures.values().removeIf(at -> at.isBefore(lately));
        return List.of(found).stream()
                .sorted(Comparator.comparing(
                        address -> failures.getOrDefault(address, Instant.MIN))) // keeps the name's order
                .map(address -> new InetSocketAddress(named(workspace, address), port))
                .toList();
    }

    private static InetAddress named(String workspace, InetAddress found) {
        try {
            return InetAddress.getByAddress(workspace, found.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has the length of an address", impossible);
        }
    }

    /// A connection to it could not be made, or was lost.
    void failed(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            failures.put(inet.getAddress(), clock.instant());
        }
    }
}
