package dev.lakegate.os.dpapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import dev.lakegate.os.KeyStoreItemContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The contract, with the encryption of whoever runs this, and what a file adds to it.
@EnabledOnOs(OS.WINDOWS)
class DpapiWindowsTest extends KeyStoreItemContract {
    @TempDir
    private Path folder;

    @Override
    protected KeyStoreItem itemOf(String account) {
        return new DpapiItem(folder.resolve("keys").resolve(account), account);
    }

    @Test
    void the_file_does_not_hold_the_value() throws Exception {
        Path file = folder.resolve("file");

        new DpapiItem(file, "alice").write("in the clear".getBytes(UTF_8));

        assertThat(Files.readString(file, ISO_8859_1)).doesNotContain("in the clear");
    }

    @Test
    void another_account_cannot_open_the_file() throws Exception {
        Path file = folder.resolve("file");
        new DpapiItem(file, "alice").write("hers".getBytes(UTF_8));

        assertThat(problemOf(new DpapiItem(file, "bob")).reason()).contains("Windows could not decrypt " + file);
    }

    @Test
    void a_damaged_file_is_a_failure_that_names_it() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no blob");

        assertThat(problemOf(new DpapiItem(file, "alice")).reason()).contains("Windows could not decrypt " + file);
    }

    private static KeyStoreFailed problemOf(DpapiItem item) {
        return (KeyStoreFailed)
                catchThrowableOfType(ProblemException.class, item::read).problem();
    }
}
