package dev.lakegate.os.keychain;

import dev.lakegate.os.KeyStoreItem;
import dev.lakegate.os.KeyStoreItemContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The contract, in the default keychain of whoever runs this.
@EnabledOnOs(OS.MAC)
class KeychainMacTest extends KeyStoreItemContract {

    @Override
    protected KeyStoreItem itemOf(String account) {
        return new KeychainItem(account);
    }
}
