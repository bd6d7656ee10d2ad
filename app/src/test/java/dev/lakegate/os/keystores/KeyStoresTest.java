package dev.lakegate.os.keystores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lakegate.os.KeyStoreItem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoresTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, Secret Service",
        "FreeBSD, Secret Service",
        "Mac OS X, macOS Keychain",
        "Windows 11, Windows DPAPI",
    })
    void each_system_has_its_own(String operatingSystem, String store) {
        assertThat(on(operatingSystem, "home-1").storeName()).isEqualTo(store);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../up", "a/b", "A", "a b", ".hidden"})
    void an_account_that_is_no_file_name_is_refused(String account) {
        assertThatIllegalArgumentException().isThrownBy(() -> on("Linux", account));
    }

    private static KeyStoreItem on(String operatingSystem, String account) {
        return KeyStores.ofThisSystem(operatingSystem, Map.of(), Path.of("state"), account);
    }
}
