package dev.lakegate.os.secretservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.PersonAtThePrompt;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of an item in the states in which a person's key ring may be, each with the real gnome-keyring.
@Timeout(60)
class SecretServiceIT {
    private static final Problem LOCKED = new KeyStoreLocked("Secret Service");
    private static final Duration A_MOMENT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final byte[] value = canary();

    @Test
    void a_locked_key_ring_asks_the_person_and_waits() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person().types(ring.password())) {
            item(ring).write(value);
            ring.lock();

            assertThat(item(ring).read()).hasValue(value);

            assertThat(person.asked()).hasSize(1);
            assertThat(ring.isLocked()).isFalse();
        }
    }

    @Test
    void a_wrong_password_is_asked_for_again_by_the_key_ring_itself() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person().types("wrong").types(ring.password())) {
            item(ring).write(value);
            ring.lock();

            assertThat(item(ring).read()).hasValue(value);

            assertThat(person.asked()).hasSize(2);
        }
    }

    @Test
    void writing_and_deleting_ask_to_unlock_as_reading_does() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person().types(ring.password()).types(ring.password())) {
            ring.lock();
            item(ring).write(value);
            ring.lock();
            item(ring).delete();

            assertThat(item(ring).read()).isEmpty();
            assertThat(person.asked()).hasSize(2);
        }
    }

    @Test
    void a_dismissed_prompt_leaves_the_store_locked_and_is_not_shown_again() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person().dismisses()) {
            item(ring).write(value);
            ring.lock();

            assertThat(problemOf(() -> item(ring).read())).isEqualTo(LOCKED);

            assertThat(person.asked()).hasSize(1);
            assertThat(ring.isLocked()).isTrue();
        }
    }

    @Test
    void a_prompt_that_nobody_answers_is_waited_for_no_longer_than_its_limit_and_may_be_answered_later()
            throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person()) {
            item(ring).write(value);
            ring.lock();

            assertThat(problemOf(() -> item(ring, new Limits(LONG, A_MOMENT)).read()))
                    .isEqualTo(LOCKED);

            person.types(ring.password());
            Awaitility.await().until(() -> !ring.isLocked());
            assertThat(item(ring).read()).hasValue(value);
            assertThat(person.asked()).hasSize(1);
        }
    }

    @Test
    void a_locked_key_ring_without_a_screen_to_ask_on_stays_locked() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            item(ring).write(value);
            ring.lock();

            assertThat(problemOf(() -> item(ring).read())).isEqualTo(LOCKED);
        }
    }

    @Test
    void a_key_ring_that_nobody_used_gets_a_default_collection_with_the_first_write_and_no_sooner() throws Exception {
        try (KeyRing ring = KeyRing.unused();
                PersonAtThePrompt person = ring.person().types("a new password")) {
            assertThat(item(ring).read()).isEmpty();
            item(ring).delete();
            assertThat(person.asked()).isEmpty();

            item(ring).write(value);

            assertThat(person.asked()).hasSize(1);
            assertThat(ring.defaultCollection()).isPresent();
            assertThat(item(ring).read()).hasValue(value);
        }
    }

    @Test
    void without_a_password_for_a_new_collection_nothing_is_written() throws Exception {
        try (KeyRing ring = KeyRing.unused();
                PersonAtThePrompt person = ring.person().dismisses()) {
            assertThat(problemOf(() -> item(ring).write(value))).isEqualTo(LOCKED);

            assertThat(person.asked()).hasSize(1);
            assertThat(ring.defaultCollection()).isEmpty();
        }
    }

    @Test
    void a_key_ring_that_was_started_again_between_two_calls_is_not_noticed() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            SecretServiceItem item = item(ring);
            item.write(value);

            ring.kill();
            ring.unlock();

            assertThat(item.read()).hasValue(value);
        }
    }

    @Test
    void a_key_ring_killed_in_the_middle_of_a_call_is_a_failure_at_once() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            item(ring).write(value);
            ring.freeze();
            FutureTask<Optional<Problem>> reading =
                    waitingFor(EncryptedSession.class, () -> item(ring).read());

            ring.kill();

            assertThat(reading.get(10, TimeUnit.SECONDS))
                    .hasValue(new KeyStoreFailed(
                            "Secret Service",
                            "it ended in the middle of the call (Message recipient disconnected from message bus without"
                                    + " replying)"));
        }
    }

    @Test
    void one_killed_in_the_middle_of_a_call_that_can_be_started_again_is_asked_again() throws Exception {
        try (KeyRing ring = KeyRing.startedOnDemand()) {
            item(ring).write(value);
            ProcessHandle first = ring.process();
            ring.freeze();
            byte[] later = canary();
            FutureTask<Optional<Problem>> writing =
                    waitingFor(EncryptedSession.class, () -> item(ring).write(later));

            first.destroyForcibly();

            assertThat(writing.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThat(item(ring).read()).hasValue(later);
            assertThat(ring.process().pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    void a_key_ring_killed_while_it_asks_is_a_failure_and_nobody_is_asked_twice() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person()) {
            item(ring).write(value);
            ring.lock();
            FutureTask<Optional<Problem>> reading =
                    waitingFor(Prompt.class, () -> item(ring).read());
            Awaitility.await().until(() -> !person.asked().isEmpty());

            ring.kill();

            assertThat(reading.get(10, TimeUnit.SECONDS))
                    .hasValue(new KeyStoreFailed("Secret Service", "it ended while it was asking you"));
            assertThat(person.asked()).hasSize(1);
        }
    }

    @Test
    void a_session_that_ends_in_the_middle_of_a_call_is_a_failure_at_once() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            ring.freeze();
            FutureTask<Optional<Problem>> reading =
                    waitingFor(EncryptedSession.class, () -> item(ring).read());

            ring.killSession();

            assertThat(reading.get(10, TimeUnit.SECONDS)).containsInstanceOf(KeyStoreFailed.class);
        }
    }

    @Test
    void a_key_ring_that_does_not_answer_is_waited_for_no_longer_than_the_limit() {
        try (KeyRing ring = KeyRing.unlocked()) {
            ring.freeze();

            assertThat(problemOf(() -> item(ring, new Limits(A_MOMENT, LONG)).read()))
                    .isEqualTo(new KeyStoreFailed("Secret Service", "it did not answer within 0.7 seconds"));
        }
    }

    /// Runs it on a thread of its own, and returns when that waits for an answer within the class.
    private static FutureTask<Optional<Problem>> waitingFor(Class<?> place, ThrowingCallable call) {
        FutureTask<Optional<Problem>> task = new FutureTask<>(() -> problemIn(call));
        Thread thread = Thread.ofPlatform().daemon().start(task);
        Awaitility.await("the call waits")
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING
                        && Arrays.stream(thread.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(place.getName())));
        return task;
    }

    private static Problem problemOf(ThrowingCallable call) {
        return problemIn(call).orElseThrow(() -> new AssertionError("there was no problem"));
    }

    private static Optional<Problem> problemIn(ThrowingCallable call) {
        return Optional.ofNullable(catchThrowableOfType(ProblemException.class, call))
                .map(ProblemException::problem);
    }

    private SecretServiceItem item(KeyRing ring) {
        return item(ring, new Limits(LONG, LONG));
    }

    private static SecretServiceItem item(KeyRing ring, Limits limits) {
        return new SecretServiceItem(ring.environment(), Map.of("account", "alice"), "Lakegate test", limits);
    }

    private static byte[] canary() {
        String canary = UUID.randomUUID().toString();
        Canaries.add(canary);
        return canary.getBytes(UTF_8);
    }
}
