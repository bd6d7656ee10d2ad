package dev.lakegate.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.ProblemException;
import dev.lakegate.sandbox.Canaries;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every key store does with an item, whatever the system.
public abstract class KeyStoreItemContract {
    /// New for each test, so that one that fails leaves nothing to the others.
    private final String account = "test-" + UUID.randomUUID();

    private final byte[] value = canary();
    private KeyStoreItem item;

    /// A new instance for the account, in the same store.
    protected abstract KeyStoreItem itemOf(String account);

    @BeforeEach
    final void openItem() {
        item = itemOf(account);
    }

    @AfterEach
    final void leaveNothingBehind() throws ProblemException {
        itemOf(account).delete();
        itemOf(account + "-2").delete();
    }

    @Test
    void what_was_never_written_is_not_there() throws ProblemException {
        assertThat(item.read()).isEmpty();
    }

    @Test
    void what_was_written_is_read() throws ProblemException {
        item.write(value);

        assertThat(item.read()).hasValue(value);
    }

    @Test
    void a_new_instance_reads_what_another_wrote() throws ProblemException {
        item.write(value);

        assertThat(itemOf(account).read()).hasValue(value);
    }

    @Test
    void a_later_value_takes_the_place_of_the_earlier_one() throws ProblemException {
        item.write(value);
        byte[] later = canary();

        item.write(later);

        assertThat(item.read()).hasValue(later);
        item.delete();
        assertThat(item.read()).isEmpty();
    }

    @Test
    void what_was_deleted_is_not_there_and_may_be_deleted_again() throws ProblemException {
        item.write(value);

        item.delete();
        item.delete();

        assertThat(item.read()).isEmpty();
    }

    @Test
    void any_bytes_are_kept_as_they_are() throws ProblemException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        item.write(bytes);

        assertThat(item.read()).hasValue(bytes);
    }

    @Test
    void a_value_of_20_kilobytes_is_kept() throws ProblemException {
        byte[] large = new byte[20_000];
        new Random(7).nextBytes(large);

        item.write(large);

        assertThat(item.read()).hasValue(large);
    }

    @Test
    void two_accounts_do_not_meet() throws ProblemException {
        KeyStoreItem other = itemOf(account + "-2");
        item.write(value);

        assertThat(other.read()).isEmpty();
        other.delete();
        assertThat(item.read()).hasValue(value);

        byte[] others = canary();
        other.write(others);
        assertThat(item.read()).hasValue(value);
        item.delete();
        assertThat(other.read()).hasValue(others);
    }

    @Test
    void the_arrays_remain_the_callers() throws ProblemException {
        byte[] given = value.clone();

        item.write(given);

        assertThat(given).isEqualTo(value);
        item.read().orElseThrow()[0] ^= 1;
        assertThat(item.read()).hasValue(value);
    }

    @Test
    void the_store_has_a_name_for_people() {
        assertThat(item.storeName()).isNotBlank();
    }

    private static byte[] canary() {
        String canary = UUID.randomUUID().toString();
        Canaries.add(canary);
        return canary.getBytes(UTF_8);
    }
}
