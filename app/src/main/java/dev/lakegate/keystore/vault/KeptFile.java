package dev.lakegate.keystore.vault;

import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A small owner-only file that may be replaced by anything while nobody looks. Blocks on the disk.
///
/// @param clock names what is set aside
public record KeptFile(Path path, InstantSource clock) {
    private static final int LONGEST_BYTES = 1 << 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// What was found.
    public sealed interface Reading {
        record Absent() implements Reading {}

        record Content(ByteBuffer bytes) implements Reading {}

        /// Something is there, and it is not the file we wrote.
        record Unusable(Flaw flaw) implements Reading {}
    }

    /// Why a file cannot be used.
    public enum Flaw {
        DAMAGED("damaged", "it is damaged"),
        FOREIGN("foreign", "it was sealed with another key, or for another user, profile or gateway"),
        ROLLED_BACK("rolled-back", "it is an older one that was put back"),
        LATER_VERSION("later-version", "a later version of Lakegate wrote it"),
        NOT_A_FILE("not-a-file", "it is no regular file"),
        UNREADABLE("unreadable", "this user may not read it");

        private final String word;
        private final String reason;

        Flaw(String word, String reason) {
            this.word = word;
            this.reason = reason;
        }

        /// A clause for people.
        public String reason() {
            return reason;
        }
    }

    /// Throws [IOException] when the disk fails: that says nothing of the file.
    public Reading read() throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile()) {
                return new Reading.Unusable(Flaw.NOT_A_FILE);
            }
            if (found.size() > LONGEST_BYTES) {
                return new Reading.Unusable(Flaw.DAMAGED);
            }
            try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                return new Reading.Content(ByteBuffer.wrap(content.readNBytes(LONGEST_BYTES)));
            }
        } catch (NoSuchFileException absent) {
            return new Reading.Absent();
        } catch (AccessDeniedException denied) {
            return new Reading.Unusable(Flaw.UNREADABLE);
        }
    }

    public void write(byte[] bytes) throws IOException {
        OwnerOnly.folder(folder());
        OwnerOnly.replace(path, bytes);
    }

    /// A folder in its place is not ours to delete, and is moved out of the way.
    public void delete() throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            setAside(Flaw.NOT_A_FILE);
        } else {
            Files.deleteIfExists(path);
        }
    }

    /// Moves it away, under a name that tells why and when; what was set aside before stays.
    public Path setAside(Flaw flaw) throws IOException {
        String name = path.getFileName() + "." + flaw.word + "-" + TIME.format(clock.instant());
        Path aside = folder().resolve(name);
        for (int number = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); number++) {
            aside = folder().resolve(name + "-" + number);
        }
        return Files.move(path, aside);
    }

    private Path folder() {
        return path.resolveSibling("").toAbsolutePath().normalize();
    }
}
