package dev.lakegate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.os.ForwardClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// Clocks that jump, and tokens that nobody asks for.
class RenewalsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private Instant wall = NOON;
    private long nanos;
    private Duration whileFetching = Duration.ZERO;
    private final ForwardClock clock = new ForwardClock(() -> wall, () -> nanos);
    private final AtomicInteger fetched = new AtomicInteger();
    private final CachedTokenSource source = new CachedTokenSource(this::fetch, clock, Runnable::run);
    private final Renewals renewals = new Renewals(() -> List.of(source), clock);

    private Token fetch(Duration remaining) {
        Instant sentAt = clock.instant();
        wall = wall.plus(whileFetching);
        whileFetching = Duration.ZERO;
        return new Token(new Secret("token-" + fetched.incrementAndGet()), sentAt, sentAt.plus(HOUR));
    }

    @Test
    void where_there_is_no_token_none_is_fetched() {
        assertThat(renewals.look()).isEqualTo(FIVE_SECONDS);
        assertThat(fetched).hasValue(0);
    }

    @Test
    void a_token_nobody_asks_for_is_renewed_at_its_moment() throws Exception {
        var _ = source.token(Duration.ZERO);

        pass(Duration.ofMinutes(44));
        assertThat(renewals.look()).isEqualTo(FIVE_SECONDS);
        assertThat(fetched).hasValue(1);
        pass(Duration.ofMinutes(4));
        assertThat(renewals.look()).isEqualTo(FIVE_SECONDS);
        assertThat(fetched).hasValue(2);
    }

    @Test
    void it_looks_again_when_the_next_moment_comes_though_that_is_sooner_than_usual() throws Exception {
        CachedTokenSource brief = new CachedTokenSource(
                _ -> new Token(
                        new Secret("brief"), clock.instant(), clock.instant().plusSeconds(4)),
                clock,
                Runnable::run);
        var _ = brief.token(Duration.ZERO);

        assertThat(new Renewals(() -> List.of(source, brief), clock).look()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_renewal_under_way_is_not_started_again_and_looked_after_soon() throws Exception {
        List<Runnable> due = new ArrayList<>();
        CachedTokenSource slow = new CachedTokenSource(this::fetch, clock, due::add);
        Thread caller = Thread.ofVirtual().start(() -> tokenOf(slow));
        await().until(() -> !due.isEmpty());
        due.removeFirst().run();
        caller.join();
        pass(Duration.ofMinutes(50));

        Renewals looking = new Renewals(() -> List.of(slow), clock);
        assertThat(looking.look()).isEqualTo(Duration.ofMillis(100));
        assertThat(looking.look()).isEqualTo(Duration.ofMillis(100));
        assertThat(due).hasSize(1);
    }

    @Test
    void after_eight_hours_of_sleep_the_token_is_dead_and_renewed_at_the_first_look() throws Exception {
        Token before = source.token(Duration.ZERO);

        sleep(HOUR.multipliedBy(8));
        assertThat(source.due()).hasValueSatisfying(due -> assertThat(due).isBefore(clock.instant()));
        var _ = renewals.look();

        assertThat(fetched).hasValue(2);
        assertThat(source.ready(Duration.ZERO)).isNotNull().isNotEqualTo(before);
    }

    @Test
    void after_eight_hours_of_sleep_the_dead_token_is_not_served_even_before_anyone_has_looked() throws Exception {
        List<Runnable> due = new ArrayList<>();
        CachedTokenSource slow = new CachedTokenSource(this::fetch, clock, due::add);
        Thread caller = Thread.ofVirtual().start(() -> tokenOf(slow));
        await().until(() -> !due.isEmpty());
        due.removeFirst().run();
        caller.join();

        sleep(HOUR.multipliedBy(8));

        assertThat(slow.ready(Duration.ZERO)).isNull();
    }

    @Test
    void a_clock_set_back_by_a_day_keeps_no_token_alive() throws Exception {
        Token before = source.token(Duration.ZERO);

        wall = wall.minus(DAY);
        pass(HOUR);

        assertThat(before.isValidFor(Duration.ZERO, clock.instant())).isFalse();
        var _ = renewals.look();
        assertThat(source.ready(Duration.ZERO)).isNotNull().isNotEqualTo(before);
    }

    @Test
    void a_clock_set_forward_by_a_day_has_the_token_renewed_and_set_right_again_does_not_kill_the_new_one()
            throws Exception {
        var _ = source.token(Duration.ZERO);

        wall = wall.plus(DAY);
        var _ = renewals.look();
        assertThat(fetched).hasValue(2);

        wall = wall.minus(DAY);
        pass(Duration.ofMinutes(10));
        var _ = renewals.look();
        assertThat(fetched).hasValue(2);
        assertThat(source.ready(Duration.ZERO)).isNotNull();
    }

    @Test
    void a_token_that_came_over_a_sleep_is_not_handed_out_dead() throws Exception {
        whileFetching = DAY;

        Token token = source.token(Duration.ZERO);

        assertThat(fetched).hasValue(2);
        assertThat(token.isValidFor(Duration.ofMinutes(59), clock.instant())).isTrue();
    }

    @Test
    void a_jump_is_logged_in_one_line_and_a_clock_that_is_kept_right_in_none() {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Renewals.class.getName());
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
        try {
            wall = wall.plusSeconds(2);
            var _ = renewals.look();
            assertThat(lines).isEmpty();
            sleep(HOUR.multipliedBy(8));
            var _ = renewals.look();
            var _ = renewals.look();
            assertThat(lines).containsExactly("INFO The clock jumped by 28800 s: sleep or a clock change");
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
    }

    @Test
    void its_thread_renews_by_itself_and_stops_at_once_when_closed() throws Exception {
        ForwardClock real = new ForwardClock();
        AtomicInteger tokens = new AtomicInteger();
        CachedTokenSource brief = new CachedTokenSource(
                _ -> new Token(
                        new Secret("token-" + tokens.incrementAndGet()),
                        real.instant(),
                        real.instant().plusMillis(400)),
                real,
                task -> Thread.ofVirtual().start(task));
        var _ = brief.token(Duration.ZERO);

        Renewals running = new Renewals(() -> List.of(brief), real);
        Thread thread = Thread.ofVirtual().start(running::run);
        await().until(() -> tokens.get() >= 4);
        running.close();

        assertThat(thread.join(Duration.ofSeconds(2))).isTrue();
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    /// The monotonic clock stands.
    private void sleep(Duration time) {
        wall = wall.plus(time);
    }

    private static Token tokenOf(CachedTokenSource source) {
        try {
            return source.token(Duration.ZERO);
        } catch (ProblemException failure) {
            throw new AssertionError(failure);
        }
    }
}
