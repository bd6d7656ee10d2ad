package dev.lakegate.os.secretservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.Problem;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.PersonAtThePrompt;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What becomes of an item when the real gnome-keyring ends, before or in the middle of a call, or stops answering.
class SecretServiceEndsIT extends WithItem {

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
}
