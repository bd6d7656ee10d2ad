package dev.lakegate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The rig itself: a key ring of its own, in each state that a person's may be in.
class KeyRingIT {

    @Test
    void a_person_who_logged_in_has_an_unlocked_default_collection_and_can_lock_it() {
        try (KeyRing ring = KeyRing.unlocked()) {
            assertThat(ring.isLocked()).isFalse();

            ring.lock();

            assertThat(ring.isLocked()).isTrue();
        }
    }

    @Test
    void a_key_ring_that_nobody_used_has_no_default_collection() {
        try (KeyRing ring = KeyRing.unused()) {
            assertThat(ring.defaultCollection()).isEmpty();
        }
    }

    @Test
    void a_key_ring_that_was_killed_starts_again_in_the_same_session() {
        try (KeyRing ring = KeyRing.unlocked()) {
            ProcessHandle first = ring.process();

            ring.kill();
            ring.unlock();

            assertThat(first.isAlive()).isFalse();
            assertThat(ring.process().pid()).isNotEqualTo(first.pid());
            assertThat(ring.isLocked()).isFalse();
        }
    }

    @Test
    void nothing_runs_on_when_it_is_closed() {
        KeyRing ring = KeyRing.unlocked();
        ProcessHandle daemon = ring.process();

        ring.close();

        assertThat(daemon.isAlive()).isFalse();
    }
}
