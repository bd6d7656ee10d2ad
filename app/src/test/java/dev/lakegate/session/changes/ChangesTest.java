package dev.lakegate.session.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.RouteName;
import dev.lakegate.session.changes.Changes.Unreached;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.metrics.RequestMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What those hear who show the program.
@Timeout(30)
class ChangesTest {
    private Instant now = Instant.parse("2026-03-02T13:05:30Z");
    private final Changes changes = new Changes(() -> now);
    private final List<Change> heard = new ArrayList<>();
    private final List<EndedRequest> metered = new ArrayList<>();
    private final RequestMeter meter = changes.over(metered::add);

    @Test
    void requests_are_counted_and_the_meter_behind_learns_of_them_too() {
        changes.watch(heard::add);
        end("prod", null, null);
        end(null, "bad_request", null);

        assertThat(changes.requests()).isEqualTo(2);
        assertThat(metered).hasSize(2);
        assertThat(heard).as("nobody asked").isEmpty();
    }

    @Test
    void the_next_request_is_told_of_once_to_those_who_asked() {
        changes.watch(heard::add);
        changes.tellOfNextRequest();
        end("prod", null, null);
        end("prod", null, null);

        assertThat(heard).containsExactly(new Change.Traffic());
    }

    @Test
    void a_denial_is_told_with_the_gateways_reason() {
        changes.watch(heard::add);
        end("prod", "denied_by_gateway", "path_not_allowed");

        assertThat(heard).containsExactly(new Change.Denial("prod", "path_not_allowed"));
    }

    @Test
    void a_gateway_out_of_reach_is_told_and_the_first_answer_of_it_even_a_denial_and_only_the_first() {
        changes.watch(heard::add);
        end("prod", "gateway_unreachable", null);
        end("prod", "local_key_missing", null);
        end("dev", null, null);
        end("prod", "denied_by_gateway", "rate_limited");
        end("prod", null, null);

        assertThat(heard)
                .containsExactly(
                        new Change.Unreachable("prod", "gateway_unreachable"),
                        new Change.Denial("prod", "rate_limited"),
                        new Change.Reached("prod"));
    }

    @Test
    void what_kept_a_routes_last_request_from_the_gateway_is_known_with_its_time_until_one_comes_there() {
        end("prod", "gateway_unreachable", null);
        now = now.plusSeconds(60);
        end("prod", "gateway_timed_out", null);
        end("prod", "local_key_missing", null);

        assertThat(changes.unreached(new RouteName("prod"))).isEqualTo(new Unreached("gateway_timed_out", now));
        assertThat(changes.unreached(new RouteName("dev"))).isNull();
        end("prod", null, null);
        assertThat(changes.unreached(new RouteName("prod"))).isNull();
    }

    @Test
    void who_follows_looks_at_once_and_again_when_something_has_happened_or_the_time_has_passed() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        List<Duration> waits = new ArrayList<>(List.of(Duration.ofHours(1), Duration.ofMillis(1)));
        try (Follower _ = Follower.start(changes, "test", change -> seen.add(change.toString()), () -> {
            seen.add("look");
            return waits.isEmpty() ? Duration.ofHours(1) : waits.removeFirst();
        })) {
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("look");
            changes.tell(new Change.SignedOut("acme"));
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("SignedOut[profile=acme]");
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("look");
            assertThat(seen.poll(10, TimeUnit.SECONDS))
                    .as("after a millisecond")
                    .isEqualTo("look");
        }
    }

    private void end(@Nullable String route, @Nullable String problem, @Nullable String denial) {
        meter.ended(new EndedRequest(
                "id", route, "GET", 200, problem, denial, null, 1_000, EndedRequest.NO_FIRST_BYTE, 0, 0));
    }
}
