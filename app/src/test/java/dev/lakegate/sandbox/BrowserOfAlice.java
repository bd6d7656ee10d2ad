package dev.lakegate.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/// The browser that the program opens: it writes the address down, and this process goes there as
/// alice, who signs in. Quicker than a process of its own for each.
public final class BrowserOfAlice implements AutoCloseable {
    private final Path script;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private BrowserOfAlice(Path script) {
        this.script = script;
    }

    public static BrowserOfAlice in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path address = folder.resolve("address");
        Path script = Files.writeString(
                folder.resolve("browser"),
                "#!/bin/sh\nprintf %%s \"$1\" >'%1$s.new' && mv '%1$s.new' '%1$s'\n".formatted(address));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        BrowserOfAlice browser = new BrowserOfAlice(script);
        Thread.startVirtualThread(() -> browser.visit(address));
        return browser;
    }

    private void visit(Path address) {
        while (!isClosed.get()) {
            Awaitility.await().until(() -> isClosed.get() || Files.exists(address));
            try {
                if (!isClosed.get()) {
                    URI wanted = URI.create(Files.readString(address));
                    Files.delete(address);
                    Person.named("alice").signIn(wanted);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    public Map<String, String> environment() {
        return Map.of("BROWSER", script.toString());
    }

    @Override
    public void close() {
        isClosed.set(true);
    }
}
