package dev.lakegate.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// A user who owns a folder, and may not read a file in it. Where the tests run as root, who may read everything, this
/// thread takes the rights of another user for a while (Linux' `setfsuid`, which counts for one thread).
final class FileSystemUser {
    private static final int NOBODY = 65_534;

    private FileSystemUser() {}

    /// What is done with those rights.
    interface Act {
        void run() throws Exception;
    }

    static void run(Path folder, Path unreadable, Act act) throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("---------"));
            act.run();
            return;
        }
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.filter(path -> !path.equals(unreadable)).toList()) {
                Files.setAttribute(path, "unix:uid", NOBODY);
            }
        }
        Path above = folder.getParent();
        assertThat(above).isNotNull();
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
        setFileSystemUser(NOBODY);
        try {
            act.run();
        } finally {
            setFileSystemUser(0);
        }
    }

    @SuppressWarnings("restricted")
    private static void setFileSystemUser(int user) throws Exception {
        Linker linker = Linker.nativeLinker();
        MethodHandle setfsuid = linker.downcallHandle(
                linker.defaultLookup().find("setfsuid").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            assertThat((int) setfsuid.invokeExact(user)).isIn(List.of(0, NOBODY));
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
