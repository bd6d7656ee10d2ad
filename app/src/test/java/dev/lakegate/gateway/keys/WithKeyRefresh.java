package dev.lakegate.gateway.keys;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.model.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// One issuer whose keys are refreshed, by a clock that the test moves.
abstract class WithKeyRefresh {
    static final Instant START = Instant.parse("2026-11-25T03:00:00Z");

    @TempDir
    Path place;

    volatile Instant now = START;
    final InstantSource clock = () -> now;
    LoopbackProvider provider;
    Issuer acme;
    KeyRefresh refresh;

    @BeforeEach
    void start() throws Exception {
        provider = LoopbackProvider.plain();
        acme = Issuers.at(provider.issuer());
        refresh = begun();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    KeyRefresh begun() {
        return new KeyRefresh(folder(), new KeySetFetch(clock, NetworkSettings.DIRECT), clock);
    }

    KeptKeysFolder folder() {
        return new KeptKeysFolder(place.resolve("keys"), clock);
    }

    Refreshed refreshed() throws ProblemException {
        return refreshed(Urgency.WHEN_DUE);
    }

    Refreshed refreshedNow() throws ProblemException {
        return refreshed(Urgency.NOW);
    }

    Refreshed refreshed(Urgency urgency) throws ProblemException {
        return refresh.refresh(List.of(acme), urgency).getFirst();
    }

    Instant after(Duration later) {
        now = now.plus(later);
        return now;
    }

    int fetches() {
        return provider.keySetRequests().size();
    }
}
