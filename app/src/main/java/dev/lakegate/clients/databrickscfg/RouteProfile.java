package dev.lakegate.clients.databrickscfg;

import dev.lakegate.clients.LocalRoute;
import dev.lakegate.model.ClientSetupProblem.ForeignDatabricksProfile;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One profile of `.databrickscfg` that leads to a route, to be written or taken out. All else in the file is kept byte
/// for byte, in whatever encoding. Blocks on the disk.
///
/// @param name of the profile
public record RouteProfile(Path file, String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// A profile is ours by what it holds: a local key, which nobody misses. A comment would not outlive other programs
    /// that write this file.
    private static final String LOCAL_KEY = "lgk_";

    public RouteProfile {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a profile's name: " + name);
        }
    }

    /// In the file where Databricks' clients look for it.
    public static RouteProfile named(String name, Map<String, String> environment, Path home) {
        return new RouteProfile(DatabricksProfiles.place(environment, home).toAbsolutePath(), name);
    }

    /// Whether this can be a profile's name in every client.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// What becomes of a profile of this name that is not ours.
    public enum Foreign {
        KEPT,
        REPLACED
    }

    /// What was done.
    ///
    /// @param changed whether the file is another than before
    /// @param backup  of the file as it was before the first change, where this was the first
    public record Outcome(boolean changed, Optional<Path> backup) {}

    /// Leads the profile to the route. Throws a problem, and changes nothing, when the profile is foreign and
    /// to be kept, or the file cannot be read or written.
    public Outcome write(LocalRoute route, Foreign foreign) throws ProblemException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("host", route.address());
        settings.put("token", route.localKey().reveal());
        settings.put("auth_type", "pat");
        IniText before = read();
        IniText ground = switch (foreign) {
            case KEPT -> requireOurs(before);
            case REPLACED -> isOurs(before) ? before : before.emptied(name);
        };
        String comment =
                "Lakegate's route '" + route.name() + "'; the token is its local key, good on this machine alone";
        return replace(before, ground.with(name, comment, settings));
    }

    /// Takes the profile out. Throws a problem, and changes nothing, as [#write] does.
    public Outcome remove(Foreign foreign) throws ProblemException {
        IniText before = read();
        return switch (foreign) {
            case KEPT -> replace(before, requireOurs(before).without(name));
            case REPLACED -> replace(before, before.without(name));
        };
    }

    private IniText requireOurs(IniText text) throws ProblemException {
        if (!isOurs(text)) {
            throw new ProblemException(new ForeignDatabricksProfile(name, file));
        }
        return text;
    }

    /// Also when it is not there, or holds nothing, as the `[DEFAULT]` does that Databricks' command line writes.
    private boolean isOurs(IniText text) {
        Map<String, String> settings = text.sections().getOrDefault(name, Map.of());
        return settings.isEmpty() || settings.getOrDefault("token", "").startsWith(LOCAL_KEY);
    }

    /// Nothing that anybody could miss.
    private boolean isAllOurs(IniText text) {
        return isOurs(text) && text.without(name).text().isBlank();
    }

    private IniText read() throws ProblemException {
        try {
            // each byte a character, so that it is the same byte again when written
            IniText text = IniText.of(
                    Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "");
            if (text.text().indexOf('\0') >= 0) {
                throw failure("read " + file, "it is no plain text, perhaps UTF-16; save it as UTF-8");
            }
            if (text.count(name) > 1) {
                throw failure("change " + file, "it has the profile [" + name + "] more than once; leave one");
            }
            return text;
        } catch (IOException failure) {
            throw failure("read " + file, Reason.of(failure));
        }
    }

    private Outcome replace(IniText before, IniText after) throws ProblemException {
        if (after.equals(before)) {
            return new Outcome(false, Optional.empty());
        }
        try {
            Path target = target();
            if (Files.exists(target) && isReadOnly(target)) {
                throw failure("change " + file, "it is read-only");
            }
            Optional<Path> backup = isAllOurs(before) ? Optional.empty() : backUp();
            OwnerOnly.replace(target, after.text().getBytes(StandardCharsets.ISO_8859_1));
            return new Outcome(true, backup);
        } catch (IOException failure) {
            throw failure("write " + file, Reason.of(failure));
        }
    }

    /// The file itself, where a symbolic link stands at its place, as people have who keep their settings in Git.
    private Path target() throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        return Files.isSymbolicLink(file) ? file.resolveSibling(Files.readSymbolicLink(file)) : file;
    }

    private static boolean isReadOnly(Path target) throws IOException {
        return target.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? !Files.getPosixFilePermissions(target).contains(PosixFilePermission.OWNER_WRITE)
                : !Files.isWritable(target);
    }

    /// Once: a later one would hold a file that is half ours.
    private Optional<Path> backUp() throws IOException {
        Path backup = file.resolveSibling(file.getFileName() + ".bak");
        if (!Files.exists(file) || Files.exists(backup, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        OwnerOnly.create(backup, Files.readAllBytes(file));
        return Optional.of(backup);
    }

    private static ProblemException failure(String action, String reason) {
        return new ProblemException(new LocalFailure(action, reason));
    }
}
