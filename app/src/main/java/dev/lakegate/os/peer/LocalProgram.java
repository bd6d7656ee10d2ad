package dev.lakegate.os.peer;

import java.nio.file.Path;
import java.util.Optional;

/// A process of this machine. Its arguments are not told: they can hold secrets.
///
/// @param program the name of its executable file
public record LocalProgram(long pid, String program) {

    /// Empty when it has ended, or is another user's.
    public static Optional<LocalProgram> of(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(Path::of)
                .map(Path::getFileName)
                .map(name -> new LocalProgram(pid, name.toString()));
    }
}
