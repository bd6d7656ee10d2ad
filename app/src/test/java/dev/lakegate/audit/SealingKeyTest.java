package dev.lakegate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lakegate.keystore.TestKeyStore;
import dev.lakegate.keystore.TestKeyStore.Mood;
import dev.lakegate.model.ProblemException;
import org.junit.jupiter.api.Test;

class SealingKeyTest {
    private static final Head HEAD = new Head("0123456789abcdef", 7, "a".repeat(64));

    private final TestKeyStore store = new TestKeyStore();

    @Test
    void it_is_made_once_and_kept() throws Exception {
        SealingKey first = SealingKey.keptIn(store);
        SealingKey second = SealingKey.keptIn(store);

        assertThat(second.publicKey()).isEqualTo(first.publicKey());
        assertThat(second.keptIn()).isEqualTo("Test Store");
        assertThat(SealingKey.hasSigned(first.publicKey(), second.sign(HEAD), HEAD))
                .isTrue();
    }

    @Test
    void what_it_has_signed_holds_for_nothing_else() {
        SealingKey key = SealingKey.inMemory();
        String signature = key.sign(HEAD);

        assertThat(SealingKey.hasSigned(key.publicKey(), signature, new Head(HEAD.chain(), 8, HEAD.hash())))
                .isFalse();
        assertThat(SealingKey.hasSigned(key.publicKey(), signature, new Head(HEAD.chain(), 7, "b".repeat(64))))
                .isFalse();
        assertThat(SealingKey.hasSigned(key.publicKey(), signature, new Head("fedcba9876543210", 7, HEAD.hash())))
                .isFalse();
        assertThat(SealingKey.hasSigned(SealingKey.inMemory().publicKey(), signature, HEAD))
                .isFalse();
        assertThat(SealingKey.hasSigned("no key", signature, HEAD)).isFalse();
        assertThat(SealingKey.hasSigned(key.publicKey(), "no signature", HEAD)).isFalse();
    }

    @Test
    void where_there_is_no_key_store_it_is_in_memory_and_says_so() throws Exception {
        store.becomes(Mood.ABSENT);

        assertThat(SealingKey.keptIn(store).keptIn()).isEqualTo("memory");
    }

    @Test
    void a_key_store_that_stays_locked_gives_none() {
        store.becomes(Mood.LOCKED);

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> SealingKey.keptIn(store));
    }

    @Test
    void one_that_is_damaged_counts_as_lost() throws Exception {
        String before = SealingKey.keptIn(store).publicKey();
        store.holds(new byte[] {1, 44, 0});

        assertThat(SealingKey.keptIn(store).publicKey()).isNotEqualTo(before);
        store.holds(new byte[] {9});
        assertThat(SealingKey.read(store)).isEmpty();
    }
}
