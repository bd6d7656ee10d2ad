package dev.lakegate.diagnosis.network;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.network.Peers.Peer;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            case PeerLook.Plain _ -> new Outcome.Fine(Phrase.of("doctor.tls.plain"));
            case PeerLook.Unreachable(Phrase reason) ->
                new Outcome.Wrong(
                        Phrase.of("doctor.tls.unreachable", peer.address().toString(), reason),
                        Phrase.of("doctor.tls.unreachable.remedy"),
                        ExitStatus.UNREACHABLE);
            case PeerLook.NoTls(Phrase reason) ->
                new Outcome.Wrong(
                        Phrase.of("doctor.tls.none", peer.address().toString(), reason),
                        Phrase.of("doctor.tls.none.remedy"));
            case PeerLook.NoRoots(Phrase reason) -> new Outcome.Wrong(reason, Phrase.of("doctor.tls.no_roots.remedy"));
            case PeerLook.Encrypted(TlsPeer seen) -> judged(seen, isProvider);
        };
    }

    private Outcome judged(TlsPeer seen, boolean isProvider) {
        Phrase chain = chain(seen);
        Optional<Phrase> inspecting = InspectingProxy.in(seen.chain()).map(InspectingProxy::product);
        if (seen.distrust().isPresent()) {
            Phrase distrust = seen.distrust().get();
            return inspecting
                    .map(product -> new Outcome.Wrong(
                            Phrase.of("doctor.tls.inspected.untrusted", product, distrust, chain),
                            Phrase.of("doctor.tls.inspected.untrusted.remedy")))
                    .orElse(new Outcome.Wrong(
                            Phrase.of("doctor.tls.untrusted", distrust, chain),
                            Phrase.of("doctor.tls.untrusted.remedy")));
        }
        if (inspecting.isPresent()) {
            return new Outcome.Attention(
                    Phrase.of("doctor.tls.inspected", inspecting.get(), chain),
                    Phrase.of("doctor.tls.inspected.remedy"));
        }
        Duration left = Duration.between(
                surroundings.clock().instant(),
                seen.chain().getFirst().getNotAfter().toInstant());
        if (left.compareTo(SOON) < 0) {
            return new Outcome.Attention(
                    Phrase.of("doctor.tls.ends", left.toDays(), chain), Phrase.of("doctor.tls.ends.remedy"));
        }
        if (isProvider && !seen.publicly()) {
            return new Outcome.Attention(
                    Phrase.of("doctor.tls.not_public", chain), Phrase.of("doctor.tls.not_public.remedy"));
        }
        return new Outcome.Fine(Phrase.of("doctor.tls.fine", day(seen.chain().getFirst()), authority(seen)));
    }

    /// From the server's own to the authority.
    private static Phrase chain(TlsPeer seen) {
        Phrase chain = Phrase.verbatim("'" + authority(seen) + "'");
        for (X509Certificate certificate : seen.chain().reversed()) {
            String subject = certificate.getSubjectX500Principal().getName();
            chain = Phrase.of("doctor.tls.certificate", subject, day(certificate), chain);
        }
        return chain;
    }

    private static String authority(TlsPeer seen) {
        return seen.chain().getLast().getIssuerX500Principal().getName();
    }

    private static String day(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().toString().substring(0, 10);
    }
}
