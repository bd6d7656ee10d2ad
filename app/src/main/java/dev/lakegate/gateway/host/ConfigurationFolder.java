package dev.lakegate.gateway.host;

import dev.lakegate.gateway.render.Rendering;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Where HAProxy's files are. Each rendering has a folder of its own; `current` is a link to the one that
/// counts, so that
/// all files change at once, and back.
public final class ConfigurationFolder {
    private static final String CURRENT = "current";
    private static final String VERSIONS = "versions";
    private static final int KEPT = 5;

    /// Longer than a reload.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path root;

    /// @param root may not exist yet
    public ConfigurationFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /// The folder that HAProxy is started with and that its configuration names.
    public Path current() {
        return root.resolve(CURRENT);
    }

    /// The folder's own, for what else is kept.
    public Path root() {
        return root;
    }

    /// Runs a step while no other process of this host changes anything here. Blocks while one does, for two
    /// minutes at
    /// most.
    public <T> T alone(ProcessLock.Step<T> step) throws ProblemException {
        return new ProcessLock(root.resolve("lock"), PATIENCE).holding(step);
    }

    /// Which rendering counts; empty before the first.
    public Optional<String> currentId() {
        try {
            return Optional.of(Files.readSymbolicLink(current()).getFileName().toString());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /// Writes the files beside those that count; nothing uses them yet. The folder's name is the rendering's
    /// id.
    public Path write(Rendering rendering) throws IOException {
        Path versions = Files.createDirectories(root.resolve(VERSIONS));
        Path folder = versions.resolve(rendering.id());
        if (Files.isDirectory(folder) && read(folder).equals(rendering.files())) {
            return folder;
        }
        Path fresh = Files.createTempDirectory(versions, ".new-");
        for (Map.Entry<String, String> file : rendering.files().entrySet()) {
            Path path = fresh.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            force(path);
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-x---"));
        delete(folder);
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        return folder;
    }

    /// Makes one that was written the one that counts.
    public void select(String id) throws IOException {
        Path link = root.resolve(".current-new");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(VERSIONS, id));
        Files.move(link, current(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forget(id);
    }

    /// The files that count, by their paths; none before the first rendering.
    public SortedMap<String, String> files() throws IOException {
        return Files.isDirectory(current()) ? read(current()) : new TreeMap<>();
    }

    private static SortedMap<String, String> read(Path folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        Path real = folder.toRealPath();
        try (Stream<Path> paths = Files.walk(real)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(real.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    /// Old ones, but for some to look at.
    private void forget(String id) throws IOException {
        List<Path> old;
        try (Stream<Path> versions = Files.list(root.resolve(VERSIONS))) {
            old = versions.filter(version -> !version.getFileName().toString().equals(id))
                    .sorted(Comparator.comparingLong(ConfigurationFolder::modified)
                            .reversed())
                    .skip(KEPT)
                    .toList();
        }
        for (Path version : old) {
            delete(version);
        }
    }

    private static long modified(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
