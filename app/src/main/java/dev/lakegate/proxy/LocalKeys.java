package dev.lakegate.proxy;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/// The local keys: one per route, by which a local client proves that it belongs to this user. Each lies in an
/// owner-only file, is good on this machine alone, and stays until it is rotated. Blocks on the disk.
public final class LocalKeys {
    private static final Pattern FORM = Pattern.compile("lgk_[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    /// Keeps them in that folder, which is created when needed.
    public LocalKeys(Path folder) {
        this.folder = folder;
    }

    /// The route's key, made on first use. A file that holds no key is replaced.
    public Secret of(RouteName route) throws ProblemException {
        try {
            String key = new String(Files.readAllBytes(file(route)), StandardCharsets.US_ASCII).strip();
            return FORM.matcher(key).matches() ? new Secret(key) : rotate(route);
        } catch (NoSuchFileException absent) {
            return rotate(route);
        } catch (IOException failure) {
            throw failure("read", route, failure);
        }
    }

    /// Makes a new key; the old one is refused from then on.
    public Secret rotate(RouteName route) throws ProblemException {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String key = "lgk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            OwnerOnly.folder(folder);
            OwnerOnly.replace(file(route), (key + "\n").getBytes(StandardCharsets.US_ASCII));
            return new Secret(key);
        } catch (IOException failure) {
            throw failure("write", route, failure);
        }
    }

    /// Where the route's key lies, for clients that read it themselves.
    public Path file(RouteName route) {
        return folder.resolve(route + ".key");
    }

    private ProblemException failure(String verb, RouteName route, IOException failure) {
        return new ProblemException(
                new LocalFailure(verb + " the local key " + file(route), Reason.of(failure)), failure);
    }
}
