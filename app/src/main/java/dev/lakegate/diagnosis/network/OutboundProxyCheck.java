package dev.lakegate.diagnosis.network;

import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/// By which outbound proxy this machine is left, for whom, and whether it answers.
public final class OutboundProxyCheck implements Check {
    private static final int CONNECT_MILLIS = 2_000;

    private final Surroundings surroundings;

    public OutboundProxyCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "outbound_proxy";
    }

    @Override
    public String title() {
        return "outbound proxy";
    }

    @Override
    public List<Finding> look() {
        NetworkSettings network =
                surroundings.configuration().fold(read -> read.network(), _ -> NetworkSettings.DIRECT);
        return surroundings.ofEachProfile(
                profile -> List.of(new Finding(profile.name().value(), outcome(profile, network))));
    }

    private static Outcome outcome(Profile profile, NetworkSettings network) {
        if (network.proxy().isEmpty()) {
            return new Outcome.Fine(Phrase.of("doctor.outbound_proxy.none"));
        }
        OutboundProxy proxy = network.proxy().get();
        boolean toProvider = network.proxyFor(profile.issuer()).isPresent();
        boolean toGateway = network.proxyFor(profile.gateway()).isPresent();
        if (!toProvider && !toGateway) {
            return new Outcome.Fine(Phrase.of("doctor.outbound_proxy.unused", proxy.address()));
        }
        Phrase way = way(proxy.address(), toProvider, toGateway);
        return failure(proxy)
                .<Outcome>map(failure -> new Outcome.Wrong(
                        Phrase.of("doctor.outbound_proxy.silent", way, failure),
                        Phrase.of("doctor.outbound_proxy.silent.remedy"),
                        ExitStatus.UNREACHABLE))
                .orElse(new Outcome.Fine(way));
    }

    private static Phrase way(String proxy, boolean toProvider, boolean toGateway) {
        if (toProvider && toGateway) {
            return Phrase.of("doctor.outbound_proxy.both", proxy);
        }
        return toProvider
                ? Phrase.of("doctor.outbound_proxy.provider", proxy)
                : Phrase.of("doctor.outbound_proxy.gateway", proxy);
    }

    private static Optional<Phrase> failure(OutboundProxy proxy) {
        try (Socket connection = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
            if (address.isUnresolved()) {
                return Optional.of(Phrase.of("doctor.dns.unknown", proxy.host()));
            }
            connection.connect(address, CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of(Phrase.verbatim(Reason.of(failure)));
        }
    }
}
