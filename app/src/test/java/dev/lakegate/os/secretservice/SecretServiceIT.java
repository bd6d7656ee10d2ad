package dev.lakegate.os.secretservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.Problem;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.PersonAtThePrompt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What becomes of an item when the real gnome-keyring must ask its person, and that nothing of it is logged.
class SecretServiceIT extends WithItem {
    private static final Problem LOCKED = new KeyStoreLocked("Secret Service");

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
            person.awaitNoPrompt();
            ring.lock();
            item(ring).delete();
            person.awaitNoPrompt();

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
    void whatever_the_logs_level_the_messages_to_the_store_are_not_in_it() throws Exception {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        try (KeyRing ring = KeyRing.unlocked()) {
            item(ring).read();
            handler.setLevel(Level.ALL);
            root.setLevel(Level.ALL);
            root.addHandler(handler);

            item(ring).write(value);
            item(ring).read();
        } finally {
            root.removeHandler(handler);
            root.setLevel(before);
        }
        assertThat(logged).noneMatch(entry -> entry.getLoggerName().startsWith("org.freedesktop.dbus"));
    }
}
