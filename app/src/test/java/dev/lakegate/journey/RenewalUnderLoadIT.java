package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import dev.lakegate.sandbox.Renewals;
import dev.lakegate.sandbox.Sandbox;
import dev.lakegate.sandbox.SteadyLoad;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Nobody notices a renewal: the short form of `packaging/campaign renewals`, without its times.
class RenewalUnderLoadIT extends WithSandbox {
    private static final int RENEWALS = 20;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(
                folder.resolve("sandbox"),
                ProviderSettings.standard()
                        .with(new Lifetimes(Renewals.IDENTITY_TOKEN, Renewals.IDENTITY_TOKEN, Duration.ofDays(1))));
        sandbox.prod().tokenLifetime(Renewals.WORKSPACE_TOKEN);
        sandbox.dev().tokenLifetime(Renewals.WORKSPACE_TOKEN);
    }

    /// Searches what was written for secrets, too.
    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void no_request_fails_while_tokens_of_ten_seconds_are_renewed_under_200_requests_a_second() throws Exception {
        Laptop laptop = laptopOf("alice");
        List<SteadyLoad.Target> routes = Stream.of("prod", "dev")
                .map(route -> new SteadyLoad.Target(laptop.address(route).resolve(ME), laptop.localKey(route)))
                .toList();

        Renewals renewals = Renewals.under(sandbox, routes, RENEWALS);

        assertThat(renewals.failed()).isEmpty();
        assertThat(renewals.exchanges()).hasSizeGreaterThanOrEqualTo(RENEWALS);
        assertThat(renewals.refreshes()).isPositive();
        assertThat(renewals.requests()).isGreaterThan(200 * 50);
    }
}
