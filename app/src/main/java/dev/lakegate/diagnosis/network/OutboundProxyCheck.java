package dev.lakegate.diagnosis.network;

import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.ExitStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        return surroundings.ofEachProfile(profile -> List.of(ofProfile(profile, network)));
    }

    private static Finding ofProfile(Profile profile, NetworkSettings network) {
        String about = profile.name().value();
        if (network.proxy().isEmpty()) {
            return Finding.fine(about, "none is set");
        }
        Set<String> through = new LinkedHashSet<>();
        Set<String> past = new LinkedHashSet<>();
        for (Map.Entry<String, URI> server :
                List.of(Map.entry("provider", profile.issuer()), Map.entry("gateway", profile.gateway()))) {
            (network.proxyFor(server.getValue()).isPresent() ? through : past).add(server.getKey());
        }
        OutboundProxy proxy = network.proxy().get();
        if (through.isEmpty()) {
            return Finding.fine(about, proxy.address() + " is set; provider and gateway are called directly");
        }
        String way = String.join(" and ", through) + " by " + proxy.address()
                + (past.isEmpty() ? "" : ", " + String.join(" and ", past) + " directly");
        Optional<String> failure = failure(proxy);
        return failure.isEmpty()
                ? Finding.fine(about, way)
                : new Finding(
                        about,
                        new Outcome.Wrong(
                                way + ", but the proxy does not answer: " + failure.get(),
                                "Check the network connection (VPN?) and network.proxy in lakegate.toml or HTTPS_PROXY.",
                                ExitStatus.UNREACHABLE));
    }

    private static Optional<String> failure(OutboundProxy proxy) {
        try (Socket connection = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
            if (address.isUnresolved()) {
                return Optional.of("the name " + proxy.host() + " is not known");
            }
            connection.connect(address, CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }
}
