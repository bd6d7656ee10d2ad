package dev.lakegate.diagnosis.network;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.network.Peers.Peer;
import dev.lakegate.diagnosis.provider.ProviderDocuments;
import dev.lakegate.model.Phrase;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// This machine's clock against the `Date` of provider and gateway (RFC 9110 §6.6.1). The gateway takes tokens that are
/// up to 60 s from the future and 5 s past their end.
public final class ClockCheck implements Check {
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(5);
    private static final Duration TOO_MUCH = Duration.ofSeconds(60);
    private static final Duration DATES_RESOLUTION = Duration.ofSeconds(1);

    private final Surroundings surroundings;
    private final List<Peers> peers;
    private final List<ProviderDocuments> providers;

    public ClockCheck(Surroundings surroundings, List<Peers> peers, List<ProviderDocuments> providers) {
        this.surroundings = surroundings;
        this.peers = List.copyOf(peers);
        this.providers = List.copyOf(providers);
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String title() {
        return "clock";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (peers.isEmpty()) {
            return surroundings.ofEachProfile(_ -> List.of());
        }
        List<Finding> findings = new ArrayList<>();
        for (ProviderDocuments provider : providers) {
            findings.add(new Finding(
                    provider.about(),
                    provider.discovery()
                            .fold(
                                    document -> compared(document.date(), document.sent(), document.answered()),
                                    Outcome.NotLookedAt::new)));
        }
        for (Peers ofOneProfile : peers) {
            for (Peer gateway : ofOneProfile.gateways()) {
                findings.add(new Finding(gateway.about(), gateway(gateway.look())));
            }
        }
        return findings;
    }

    private static Outcome gateway(PeerLook look) {
        return look instanceof PeerLook.Encrypted(TlsPeer peer)
                ? compared(peer.date(), peer.sent(), peer.answered())
                : new Outcome.NotLookedAt(Phrase.of("doctor.clock.no_connection"));
    }

    /// A server's clock reads the date's second, some time between question and answer; the benefit of the doubt is
    /// this machine's.
    static Outcome compared(Optional<String> date, Instant sent, Instant answered) {
        Optional<Instant> theirs = date.flatMap(ClockCheck::instant);
        if (theirs.isEmpty()) {
            return new Outcome.NotLookedAt(Phrase.of("doctor.clock.no_date"));
        }
        Duration ahead = Duration.between(theirs.get().plus(DATES_RESOLUTION), sent);
        Duration behind = Duration.between(answered, theirs.get());
        Duration off = ahead.isPositive() ? ahead : behind.isPositive() ? behind : Duration.ZERO;
        String seconds = String.valueOf(off.toSeconds());
        Phrase detail = ahead.isPositive()
                ? Phrase.of("doctor.clock.ahead", seconds)
                : Phrase.of("doctor.clock.behind", seconds);
        Phrase remedy = Phrase.of("doctor.clock.remedy");
        if (off.compareTo(TOO_MUCH) >= 0) {
            return new Outcome.Wrong(detail, remedy);
        }
        return off.compareTo(WORTH_A_WORD) >= 0
                ? new Outcome.Attention(detail, remedy)
                : new Outcome.Fine(Phrase.of("doctor.clock.fine"));
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
