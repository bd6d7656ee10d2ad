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
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Whether the names of provider and gateway are known, and whether `localhost` is this machine.
public final class NamesCheck implements Check {
    private final Surroundings surroundings;
    private final Lookup lookup;

    public NamesCheck(Surroundings surroundings, Lookup lookup) {
        this.surroundings = surroundings;
        this.lookup = lookup;
    }

    /// How names become addresses; [InetAddress#getAllByName] of this machine.
    @FunctionalInterface
    public interface Lookup {
        InetAddress[] of(String name) throws UnknownHostException;
    }

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public String title() {
        return "names";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>(surroundings.ofEachProfile(this::servers));
        findings.add(new Finding("localhost", thisMachine()));
        return findings;
    }

    private List<Finding> servers(Profile profile) {
        return Stream.of(profile.issuer(), profile.gateway())
                .map(this::firstHop)
                .distinct()
                .map(host -> new Finding(profile.name() + ": " + host, server(host)))
                .toList();
    }

    /// Names behind an outbound proxy are the proxy's to know.
    private String firstHop(URI server) {
        return surroundings
                .configuration()
                .fold(read -> read.network(), _ -> NetworkSettings.DIRECT)
                .proxyFor(server)
                .map(OutboundProxy::host)
                .orElse(String.valueOf(server.getHost()));
    }

    private Outcome server(String host) {
        try {
            InetAddress[] addresses = lookup.of(host);
            return new Outcome.Fine(Phrase.of("doctor.dns.fine", addresses.length));
        } catch (UnknownHostException unknown) {
            return new Outcome.Wrong(
                    Phrase.of("doctor.dns.unknown", host),
                    Phrase.of("doctor.dns.unknown.remedy"),
                    ExitStatus.UNREACHABLE);
        }
    }

    private Outcome thisMachine() {
        try {
            InetAddress[] addresses = lookup.of("localhost");
            if (Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
                return new Outcome.Fine(Phrase.of("doctor.dns.localhost"));
            }
            return new Outcome.Wrong(
                    Phrase.of("doctor.dns.localhost.elsewhere"), Phrase.of("doctor.dns.localhost.elsewhere.remedy"));
        } catch (UnknownHostException unknown) {
            return new Outcome.Attention(
                    Phrase.of("doctor.dns.unknown", "localhost"), Phrase.of("doctor.dns.localhost.unknown.remedy"));
        }
    }
}
