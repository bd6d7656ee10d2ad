package dev.lakegate.os.keychain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeychainRefusalTest {

    @ParameterizedTest
    @CsvSource({
        "-128, NOT_UNLOCKED, the person cancelled",
        "-25293, NOT_UNLOCKED, a wrong password",
        "-25308, NOT_UNLOCKED, no screen to ask on",
        "-25315, NOT_UNLOCKED, it would have to ask",
        "-25291, NO_KEYCHAIN, no keychain is available",
        "-25307, NO_KEYCHAIN, there is no default keychain",
        "-25299, OTHER, a duplicate",
        "-34018, OTHER, an entitlement is missing",
    })
    void a_status_of_the_keychain_is_understood(int status, KeychainRefusal.Kind kind, String meaning) {
        KeychainRefusal refusal = new KeychainRefusal(status, meaning + ".");

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.reason()).isEqualTo(meaning + " (" + status + ")");
    }
}
