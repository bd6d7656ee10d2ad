package dev.lakegate.diagnosis.network;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.network.Peers.Peer;
import dev.lakegate.model.ExitStatus;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether provider and gateway can be reached, prove their names, and are not somebody in between.
public final class ConnectionCheck implements Check {
    private static final Duration SOON = Duration.ofDays(14);

    private final Surroundings surroundings;
    private final List<Peers> peers;

    public ConnectionCheck(Surroundings surroundings, List<Peers> peers) {
        this.surroundings = surroundings;
        this.peers = List.copyOf(peers);
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public String title() {
        return "connections and TLS";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (peers.isEmpty()) {
            return surroundings.ofEachProfile(_ -> List.of());
        }
        List<Finding> findings = new ArrayList<>();
        for (Peers ofOneProfile : peers) {
            for (Peer peer : ofOneProfile.all()) {
                boolean isProvider = peer.equals(ofOneProfile.all().getFirst());
                findings.add(new Finding(peer.about(), outcome(peer, isProvider)));
            }
        }
        return findings;
    }

    private Outcome outcome(Peer peer, boolean isProvider) throws InterruptedException {
        return switch (peer.look()) {
            case PeerLook.Plain _ -> new Outcome.Fine("listens on this machine, without TLS");
            case PeerLook.Unreachable(String reason) ->
                new Outcome.Wrong(
                        peer.address() + " could not be reached: " + reason,
                        "Check the network connection (VPN?) and the address in lakegate.toml.",
                        ExitStatus.UNREACHABLE);
            case PeerLook.NoTls(String reason) ->
                new Outcome.Wrong(
                        peer.address() + " does not speak TLS: " + reason,
                        "Check the address in lakegate.toml, and whether something on the way answers in its place.");
            case PeerLook.NoRoots(String reason) ->
                new Outcome.Wrong(reason, "Set the profile's ca_file to a PEM file of certificates that you can read.");
            case PeerLook.Encrypted(TlsPeer seen) -> judged(seen, isProvider);
        };
    }

    private Outcome judged(TlsPeer seen, boolean isProvider) {
        String chain = "; its chain: " + chain(seen);
        Optional<String> inspecting = InspectingProxy.in(seen.chain()).map(InspectingProxy::product);
        if (seen.distrust().isPresent()) {
            String who = inspecting
                    .map(product -> product + " answers in its place, an inspecting proxy, and is not trusted: ")
                    .orElse("it is not trusted: ");
            return new Outcome.Wrong(
                    who + seen.distrust().get() + chain,
                    inspecting.isPresent()
                            ? "Ask the network team to exempt this host from inspection, or for the inspecting proxy's"
                                    + " authority, and set the profile's ca_file to it."
                            : "Set the profile's ca_file to the authority that signed this chain, if the network team"
                                    + " confirms it; else report an interception.");
        }
        if (inspecting.isPresent()) {
            return new Outcome.Attention(
                    inspecting.get() + " answers in its place, an inspecting proxy that this profile trusts" + chain,
                    "Ask the network team to exempt this host; if tokens do not arrive, set identity_field ="
                            + " \"x-lakegate-identity\", since such proxies may eat Proxy-Authorization.");
        }
        Duration left = Duration.between(
                surroundings.clock().instant(),
                seen.chain().getFirst().getNotAfter().toInstant());
        if (left.compareTo(SOON) < 0) {
            return new Outcome.Attention(
                    "its certificate ends in " + left.toDays() + " days" + chain,
                    "Tell whoever runs this server to renew its certificate.");
        }
        if (isProvider && !seen.publicly()) {
            return new Outcome.Attention(
                    "its authority is known to this system or by ca_file alone, not to the Java runtime: the company's own, or an"
                            + " inspecting proxy" + chain,
                    "Compare the chain with what the network team expects, if the provider is a public one.");
        }
        return new Outcome.Fine("trusted until " + day(seen.chain().getFirst()) + ", by " + authority(seen));
    }

    private static String chain(TlsPeer seen) {
        return seen.chain().stream()
                .map(certificate ->
                        "'" + certificate.getSubjectX500Principal().getName() + "' until " + day(certificate))
                .collect(Collectors.joining(" < ", "", " < '" + authority(seen) + "'"));
    }

    private static String authority(TlsPeer seen) {
        return seen.chain().getLast().getIssuerX500Principal().getName();
    }

    private static String day(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().toString().substring(0, 10);
    }
}
