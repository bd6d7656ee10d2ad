package dev.lakegate.desktop.autostart;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that is there, as it should be, when the program is to start.
record StartFile(Path file, String text) implements Autostart {

    /// One that a desktop's own settings have switched off counts as off.
    @Override
    public boolean isOn() {
        try {
            return Files.exists(file) && !Files.readString(file).lines().anyMatch(DesktopEntry::switchesOff);
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override
    public void set(boolean on) throws ProblemException {
        try {
            if (on) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure((on ? "write " : "delete ") + file, Reason.of(failure)), failure);
        }
    }

    @Override
    public void keepUp() throws ProblemException {
        if (isOn() && !isAsItShouldBe()) {
            set(true);
        }
    }

    private boolean isAsItShouldBe() {
        try {
            return Files.readString(file).equals(text);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
