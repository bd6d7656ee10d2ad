package dev.lakegate.session.release;

import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The release that the person was told of last: one line of a file, since a program that is started every morning
/// would
/// else tell it every morning.
public final class ToldRelease {
    private static final Logger LOG = LoggerFactory.getLogger(ToldRelease.class);

    private final Path file;
    private Optional<ReleaseNumber> last = Optional.empty();

    /// @param folder of the program's state
    public ToldRelease(Path folder) {
        file = folder.resolve("told-release");
    }

    /// Whether it was not told yet; it counts as told from now on. Blocks on the disk.
    boolean isNew(ReleaseNumber release) {
        Optional<ReleaseNumber> known = last.or(this::read);
        last = Optional.of(release);
        if (known.equals(last)) {
            return false;
        }
        try {
            OwnerOnly.replace(file, (release + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            LOG.debug("{} could not be written; the next start tells it again: {}", file, failure.toString());
        }
        return true;
    }

    private Optional<ReleaseNumber> read() {
        try {
            return Files.exists(file) ? ReleaseNumber.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException failure) {
            LOG.debug("{} could not be read: {}", file, failure.toString());
            return Optional.empty();
        }
    }
}
