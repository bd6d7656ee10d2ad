package dev.lakegate.os;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/// Files and folders that only their owner can open. On Windows the user's profile folder already grants
/// nobody else.
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /// Creates the folder and its parents; a folder that others could enter is closed to them.
    ///
    /// Throws [IOException] when the folder belongs to someone else or is a symbolic link.
    public static Path folder(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return Files.createDirectories(folder);
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        }
        requireOurs(folder);
        Files.setPosixFilePermissions(folder, FOLDER);
        return folder;
    }

    /// The folder in which a file lies.
    public static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath().getRoot() : folder;
    }

    /// Throws [IOException] when the folder is absent, belongs to someone else or is a symbolic link.
    public static void requireOurs(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is not a folder");
        }
        if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(currentUser())) {
            throw new IOException(folder + " belongs to someone else");
        }
    }

    /// The owner of what this process creates: `user.name` may tell another.
    private static UserPrincipal currentUser() throws IOException {
        Path probe = Files.createTempFile("lakegate", ".owner");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /// Opens a file for appending, creating it owner-only. The stream survives an interrupted thread, as a
    /// channel does not.
    public static OutputStream append(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, attributes(file));
        }
        return new FileOutputStream(file.toFile(), true);
    }

    /// Maps a file that is created owner-only, and has at least so many bytes for which the disk has room. A symbolic
    /// link
    /// is refused.
    public static MemorySegment map(Path file, int bytes, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                attributes(file))) {
            makeRoom(channel, bytes);
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
    }

    /// What is written to a mapping of a hole, the disk may have no room for.
    private static void makeRoom(FileChannel channel, int bytes) throws IOException {
        long before = channel.size();
        ByteBuffer room = ByteBuffer.allocate((int) Math.max(0, bytes - before));
        try {
            while (room.hasRemaining()) {
                channel.write(room, channel.size());
            }
        } catch (IOException full) {
            channel.truncate(before);
            throw full;
        }
    }

    /// Opens a file for locking, creating it owner-only; a symbolic link is refused.
    static FileChannel openForLocking(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes(file));
    }

    /// Writes a new file. Throws [FileAlreadyExistsException] where there is one, of whatever kind, and leaves
    /// it alone.
    public static void create(Path file, byte[] content) throws IOException {
        Files.createFile(file, attributes(file));
        Files.write(file, content);
    }

    /// Replaces the file's content in one step that a crash cannot halve; blocks until it is on the disk.
    public static void replace(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".new", attributes(file));
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        if (isPosix(file) && folder != null) {
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }

    /// As [#replace], with the folder made where there is none; who keeps the file elsewhere and links to it means
    /// that file.
    public static void replaceLinked(Path file, byte[] content) throws IOException {
        if (Files.notExists(folderOf(file))) {
            var _ = folder(folderOf(file));
        }
        replace(Files.exists(file) ? file.toRealPath() : file, content);
    }

    /// Deletes the folder with all that is in it, following no symbolic link; nothing happens when it is not
    /// there.
    public static void deleteFolder(Path folder) throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Closes an existing file, such as a freshly bound socket, to everyone else.
    public static void close(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    private static FileAttribute<?>[] attributes(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
