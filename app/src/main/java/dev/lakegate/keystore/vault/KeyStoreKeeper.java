package dev.lakegate.keystore.vault;

import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the vault in the operating system's key store.
public final class KeyStoreKeeper implements VaultKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStoreKeeper.class);

    private final KeyStoreItem item;

    public KeyStoreKeeper(KeyStoreItem item) {
        this.item = item;
    }

    @Override
    public Optional<Vault> read() throws ProblemException {
        Optional<byte[]> bytes = item.read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Vault> vault = Vault.decoded(bytes.get(), description());
            if (vault.isEmpty()) {
                LOG.warn("What Lakegate kept in the key store ({}) cannot be read and counts as lost", description());
            }
            return vault;
        } finally {
            Arrays.fill(bytes.get(), (byte) 0);
        }
    }

    @Override
    public void write(Vault vault) throws ProblemException {
        byte[] bytes = vault.encoded();
        try {
            item.write(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public void delete() throws ProblemException {
        item.delete();
    }

    @Override
    public String description() {
        return item.storeName();
    }
}
