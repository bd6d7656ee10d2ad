package dev.lakegate.os.keystores;

import dev.lakegate.os.KeyStoreItem;
import dev.lakegate.os.dpapi.DpapiItem;
import dev.lakegate.os.keychain.KeychainItem;
import dev.lakegate.os.secretservice.SecretServiceItem;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// The key store of an operating system.
public final class KeyStores {
    /// Also the name of a file.
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    private KeyStores() {}

    /// Asks the system nothing yet; whether it has a key store shows when the item is used.
    ///
    /// Throws [IllegalArgumentException] when the account has other characters than small letters, digits, full
    /// stops, low lines and hyphens.
    ///
    /// @param operatingSystem as `os.name` calls it
    /// @param environment     where the D-Bus session is, on Linux and its like
    /// @param folder          for the encrypted file, on Windows
    /// @param account         tells this value from every other one that Lakegate keeps for this person,
    ///                        such as that of another `LAKEGATE_HOME`
    public static KeyStoreItem ofThisSystem(
            String operatingSystem, Map<String, String> environment, Path folder, String account) {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("not an account: " + account);
        }
        if (operatingSystem.startsWith("Mac")) {
            return new KeychainItem(account);
        }
        if (operatingSystem.startsWith("Windows")) {
            return new DpapiItem(folder.resolve(account + ".dpapi"), account);
        }
        return new SecretServiceItem(
                environment, Map.of("account", account), "Lakegate: what its sign-ins are kept under", Limits.USUAL);
    }
}
