package dev.lakegate.keystore;

import dev.lakegate.config.CredentialSettings;
import dev.lakegate.keystore.vault.KeptFile;
import dev.lakegate.keystore.vault.KeyStoreKeeper;
import dev.lakegate.keystore.vault.PassphraseKey;
import dev.lakegate.keystore.vault.PassphrasePrompt;
import dev.lakegate.keystore.vault.SystemdCredentialKey;
import dev.lakegate.keystore.vault.VaultKeeper;
import dev.lakegate.keystore.vault.WrappedFileKeeper;
import dev.lakegate.keystore.vault.WrappingKey;
import dev.lakegate.os.KeyStoreItem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// Which store there is for each setting.
///
/// @param stateFolder holds the folder `credentials`
/// @param item        in the operating system's key store
/// @param prompt      asks for the passphrase, where one was chosen
/// @param environment of the program
public record CredentialStores(
        Path stateFolder,
        KeyStoreItem item,
        PassphrasePrompt prompt,
        Map<String, String> environment,
        InstantSource clock) {

    public CredentialStores {
        environment = Map.copyOf(environment);
    }

    /// Touches neither the disk nor the key store yet.
    public CredentialStore of(CredentialSettings settings) {
        return switch (settings.store()) {
            case OS -> new KeyStoreOrMemory(sealed(new KeyStoreKeeper(item)));
            case MEMORY -> new MemoryCredentialStore();
            case PASSPHRASE -> sealed(wrapped("vault.passphrase", new PassphraseKey(prompt)));
            case SYSTEMD_CREDENTIAL -> sealed(wrapped("vault.systemd", new SystemdCredentialKey(environment)));
        };
    }

    private CredentialStore sealed(VaultKeeper keeper) {
        return new SealedCredentialStore(folder(), keeper, System.getProperty("user.name"), clock);
    }

    private VaultKeeper wrapped(String name, WrappingKey wrappingKey) {
        return new WrappedFileKeeper(new KeptFile(folder().resolve(name), clock), wrappingKey);
    }

    private Path folder() {
        return stateFolder.resolve("credentials");
    }
}
