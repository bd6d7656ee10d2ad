package dev.lakegate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedTokenSourceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = NOON;

    /// Renewals wait here until the test runs them.
    private final Deque<Runnable> due = new ArrayDeque<>();

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Duration> asked = new ArrayList<>();

    /// What the source does when it is asked next.
    @FunctionalInterface
    private interface Answer {
        Token give() throws ProblemException;
    }

    private final CachedTokenSource cache = new CachedTokenSource(
            remaining -> {
                asked.add(remaining);
                return answers.remove().give();
            },
            () -> now,
            due::add);

    @Test
    void however_many_callers_wait_the_source_is_asked_once() throws Exception {
        int callers = 48;
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        CachedTokenSource shared = new CachedTokenSource(
                _ -> {
                    calls.incrementAndGet();
                    uninterrupted(release);
                    return token("shared", HOUR);
                },
                () -> NOON,
                task -> Thread.ofVirtual().start(task));

        List<Token> received = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < callers; number++) {
            threads.add(Thread.ofPlatform().start(() -> received.add(tokenOf(shared))));
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(calls).hasValue(1);
        assertThat(received).hasSize(callers).containsOnly(token("shared", HOUR));
    }

    @Test
    void a_failure_reaches_everyone_who_waits_as_the_problem_it_is() throws Exception {
        int callers = 16;
        CountDownLatch release = new CountDownLatch(1);
        CachedTokenSource shared = new CachedTokenSource(
                _ -> {
                    uninterrupted(release);
                    throw signInNeeded();
                },
                () -> NOON,
                task -> Thread.ofVirtual().start(task));

        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < callers; number++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    var _ = shared.token(TWO_SECONDS);
                } catch (ProblemException | RuntimeException failure) {
                    failures.add(failure);
                }
            }));
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures)
                .hasSize(callers)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                told -> assertThat(told.problem()).isInstanceOf(SignInNeeded.class)));
    }

    @Test
    void a_source_that_breaks_leaves_nobody_waiting() {
        CachedTokenSource broken = new CachedTokenSource(
                _ -> {
                    throw new NoClassDefFoundError("a damaged installation");
                },
                () -> NOON,
                Runnable::run);

        assertThatThrownBy(() -> broken.token(TWO_SECONDS)).hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> broken.token(TWO_SECONDS)).hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void without_a_token_nothing_is_ready_and_nothing_is_fetched_for_asking() {
        assertThat(cache.ready(TWO_SECONDS)).isNull();
        assertThat(due).isEmpty();
    }

    @Test
    void while_a_token_is_renewed_the_old_one_is_served() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));

        assertThat(cache.ready(TWO_SECONDS)).isEqualTo(token("first", HOUR));
        assertThat(cache.token(TWO_SECONDS)).isEqualTo(token("first", HOUR));
        assertThat(due).hasSize(1);

        answers.add(() -> token("second", HOUR));
        due.remove().run();
        assertThat(cache.ready(TWO_SECONDS)).isEqualTo(token("second", HOUR));
        assertThat(due).isEmpty();
    }

    @Test
    void before_its_moment_a_token_is_not_renewed() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(44));

        assertThat(cache.ready(TWO_SECONDS)).isEqualTo(token("first", HOUR));
        assertThat(due).isEmpty();
    }

    @Test
    void a_renewal_asks_for_a_token_that_outlives_the_one_there_is() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));

        assertThat(cache.ready(TWO_SECONDS)).isNotNull();
        answers.add(() -> token("second", HOUR));
        due.remove().run();

        assertThat(asked).containsExactly(TWO_SECONDS, Duration.ofMinutes(10));
    }

    @Test
    void a_source_that_has_nothing_newer_is_asked_again_only_after_a_pause() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));

        assertThat(cache.ready(TWO_SECONDS)).isNotNull();
        answers.add(() -> token("first", HOUR));
        due.remove().run();

        assertThat(cache.ready(TWO_SECONDS)).isEqualTo(token("first", HOUR));
        assertThat(due).isEmpty();
        now = now.plusSeconds(5);
        assertThat(cache.ready(TWO_SECONDS)).isEqualTo(token("first", HOUR));
        assertThat(due).hasSize(1);
    }

    @Test
    void after_a_failed_renewal_the_old_token_serves_on_and_the_source_is_left_alone_longer_each_time()
            throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));

        for (int pause : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            assertThat(cache.ready(TWO_SECONDS)).isEqualTo(token("first", HOUR));
            assertThat(due).as("when the pause is over").hasSize(1);
            answers.add(() -> {
                throw unreachable();
            });
            due.remove().run();
            Instant failedAt = now;

            now = failedAt.plusMillis(pause * 750 - 1); // up to a quarter is jitter's
            assertThat(cache.ready(TWO_SECONDS)).isEqualTo(token("first", HOUR));
            assertThat(due).as("before " + pause + " s").isEmpty();
            now = failedAt.plusSeconds(pause);
        }
    }

    @Test
    void a_renewal_that_succeeds_ends_the_growing_of_the_pause() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));
        failsInTheBackground();
        now = now.plusSeconds(1);
        failsInTheBackground();
        now = now.plusSeconds(2);
        assertThat(cache.ready(TWO_SECONDS)).isNotNull();
        answers.add(() -> token("second", HOUR));
        due.remove().run();

        now = now.plus(Duration.ofMinutes(50));
        failsInTheBackground();
        now = now.plusSeconds(1);

        assertThat(cache.ready(TWO_SECONDS)).isNotNull();
        assertThat(due).hasSize(1);
    }

    @Test
    void who_comes_without_a_token_within_five_seconds_of_the_providers_failure_is_told_the_same_at_once()
            throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CachedTokenSource failing = new CachedTokenSource(
                _ -> {
                    calls.incrementAndGet();
                    throw unreachable();
                },
                () -> now,
                Runnable::run);

        for (int caller = 0; caller < 100; caller++) {
            assertThatThrownBy(() -> failing.token(TWO_SECONDS))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            told -> assertThat(told.problem()).isInstanceOf(ProviderUnreachable.class));
        }
        assertThat(calls).hasValue(1);
        now = now.plusMillis(4_999);
        assertThatThrownBy(() -> failing.token(TWO_SECONDS)).isInstanceOf(ProblemException.class);
        assertThat(calls).hasValue(1);
        now = now.plusMillis(1);
        assertThatThrownBy(() -> failing.token(TWO_SECONDS)).isInstanceOf(ProblemException.class);
        assertThat(calls).hasValue(2);
    }

    @Test
    void forgetting_forgets_the_failure_too() throws Exception {
        Deque<Answer> next = new ArrayDeque<>();
        CachedTokenSource source = new CachedTokenSource(_ -> next.remove().give(), () -> now, Runnable::run);
        next.add(() -> {
            throw unreachable();
        });
        assertThatThrownBy(() -> source.token(TWO_SECONDS)).isInstanceOf(ProblemException.class);

        source.forget();
        next.add(() -> token("of-whoever-signed-in", HOUR));

        assertThat(source.token(TWO_SECONDS)).isEqualTo(token("of-whoever-signed-in", HOUR));
    }

    @Test
    void that_nobody_is_signed_in_is_looked_up_each_time_for_it_costs_the_provider_nothing() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CachedTokenSource source = new CachedTokenSource(
                _ -> {
                    calls.incrementAndGet();
                    throw signInNeeded();
                },
                () -> now,
                Runnable::run);

        assertThatThrownBy(() -> source.token(TWO_SECONDS)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> source.token(TWO_SECONDS)).isInstanceOf(ProblemException.class);

        assertThat(calls).hasValue(2);
    }

    @Test
    void a_token_that_ends_too_soon_is_not_handed_out() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(HOUR).minus(TWO_SECONDS);

        assertThat(cache.ready(TWO_SECONDS)).isNull();
        assertThat(cache.ready(TWO_SECONDS.minusMillis(1))).isEqualTo(token("first", HOUR));
    }

    @Test
    void a_new_token_is_accepted_though_it_lives_shorter_than_asked() throws Exception {
        Token brief = token("brief", Duration.ofSeconds(10));
        CachedTokenSource immediate = new CachedTokenSource(_ -> brief, () -> now, Runnable::run);

        assertThat(immediate.token(Duration.ofSeconds(40))).isEqualTo(brief);
    }

    @Test
    void forgetting_leaves_nothing_ready() throws Exception {
        holds(token("first", HOUR));

        cache.forget();

        assertThat(cache.ready(Duration.ZERO)).isNull();
    }

    @Test
    void a_token_that_arrives_after_it_was_forgotten_is_not_kept() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));
        assertThat(cache.ready(TWO_SECONDS)).isNotNull();

        cache.forget();
        answers.add(() -> token("of-whoever-signed-out", HOUR));
        due.remove().run();

        assertThat(cache.ready(Duration.ZERO)).isNull();
    }

    @Test
    void a_failure_that_arrives_after_the_token_was_forgotten_brings_nothing_back() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));
        assertThat(cache.ready(TWO_SECONDS)).isNotNull();

        cache.forget();
        answers.add(() -> {
            throw signInNeeded();
        });
        due.remove().run();

        assertThat(cache.ready(Duration.ZERO)).isNull();
    }

    @Test
    void who_asks_after_forgetting_does_not_share_the_flight_from_before() throws Exception {
        holds(token("first", HOUR));
        now = NOON.plus(Duration.ofMinutes(50));
        assertThat(cache.ready(TWO_SECONDS)).isNotNull();

        cache.forget();
        Thread caller = Thread.ofPlatform().start(() -> tokenOf(cache));
        await().until(() -> caller.getState() == Thread.State.WAITING);
        assertThat(due).hasSize(2);

        answers.add(() -> token("of-whoever-signed-in", HOUR));
        due.removeLast().run();
        caller.join();
        assertThat(cache.ready(Duration.ZERO)).isEqualTo(token("of-whoever-signed-in", HOUR));
    }

    private void holds(Token token) throws Exception {
        answers.add(() -> token);
        Thread caller = Thread.ofPlatform().start(() -> tokenOf(cache));
        await().until(() -> caller.getState() == Thread.State.WAITING);
        due.remove().run();
        caller.join();
        assertThat(cache.ready(Duration.ZERO)).isEqualTo(token);
    }

    private Token token(String value, Duration lifetime) {
        Instant obtained = value.equals("first") ? NOON : now;
        return new Token(new Secret(value), obtained, obtained.plus(lifetime));
    }

    private static Token tokenOf(CachedTokenSource source) {
        try {
            return source.token(TWO_SECONDS);
        } catch (ProblemException failure) {
            throw new AssertionError(failure);
        }
    }

    private void failsInTheBackground() {
        assertThat(cache.ready(TWO_SECONDS)).isNotNull();
        answers.add(() -> {
            throw unreachable();
        });
        due.remove().run();
    }

    private static ProblemException unreachable() {
        return new ProblemException(
                new ProviderUnreachable(URI.create("https://login.acme.example"), "it answers with status 503"));
    }

    private static ProblemException signInNeeded() {
        return new ProblemException(new SignInNeeded(new ProfileName("acme")));
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
