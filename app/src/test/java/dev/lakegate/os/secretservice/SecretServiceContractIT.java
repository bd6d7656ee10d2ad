package dev.lakegate.os.secretservice;

import dev.lakegate.os.KeyStoreItem;
import dev.lakegate.os.KeyStoreItemContract;
import dev.lakegate.sandbox.KeyRing;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract, in the real gnome-keyring of a person who has logged in.
class SecretServiceContractIT extends KeyStoreItemContract {
    private static KeyRing ring;

    @BeforeAll
    static void login() {
        ring = KeyRing.unlocked();
    }

    @AfterAll
    static void logout() {
        ring.close();
    }

    @Override
    protected KeyStoreItem itemOf(String account) {
        return new SecretServiceItem(
                ring.environment(), Map.of("account", account), "Lakegate test", SecretServiceItem.Limits.USUAL);
    }
}
