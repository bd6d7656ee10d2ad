package dev.lakegate.journey;

import dev.lakegate.sandbox.FolderTree;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// One company of the usual settings for all classes that take it, started by the first of them and stopped after the
/// last test of the run; then what was written is searched for secrets.
final class StandardSandbox implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(StandardSandbox.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        WithSandbox.sandbox = context.getRoot().getStore(NAMESPACE).computeIfAbsent(Standing.class).sandbox;
    }

    static final class Standing implements AutoCloseable {
        private final Path folder;
        private final Sandbox sandbox;

        Standing() {
            try {
                folder = Files.createTempDirectory("lakegate-journey-");
                sandbox = Sandbox.start(folder, ProviderSettings.standard());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() throws IOException {
            sandbox.close();
            FolderTree.delete(folder);
        }
    }
}
