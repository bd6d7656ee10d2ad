package dev.lakegate.ui.settings;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.SettingsSheet;
import dev.lakegate.config.toml.TomlText;
import dev.lakegate.config.toml.TomlText.NotEditable;
import dev.lakegate.desktop.autostart.Autostart;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.session.Instance;
import dev.lakegate.session.Reloaded;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.join.LocalPorts;
import dev.lakegate.telemetry.LogLevel;
import dev.lakegate.telemetry.Logs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Reads and writes the person's `lakegate.toml`, of which everything that is not changed stays as
/// it is, comments among it; and what is chosen of this program elsewhere. Every call blocks on the
/// disk.
public final class Settings {
    private final Path file;
    private final ConfigurationLoader loader;
    private final Instance instance;
    private final Optional<Autostart> autostart;

    /// @param autostart empty where the person cannot choose
    public Settings(Path file, ConfigurationLoader loader, Instance instance, Optional<Autostart> autostart) {
        this.file = file;
        this.loader = loader;
        this.instance = instance;
        this.autostart = autostart;
    }

    /// What the file would say with these changes, and what would be wrong with it.
    SettingsSheet sheet(Draft draft) throws ProblemException {
        return loader.sheetWith(text(draft));
    }

    /// Checks, writes, and has the program read it. Throws a problem, with nothing changed, when it
    /// cannot be used.
    Reloaded write(Draft draft) throws ProblemException {
        String text = text(draft);
        SettingsSheet sheet = loader.sheetWith(text);
        if (!sheet.problems().isEmpty()) {
            throw new ProblemException(new ConfigurationInvalid(sheet.problems()));
        }
        try {
            OwnerOnly.replaceLinked(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("write " + file, Reason.of(failure)), failure);
        }
        return instance.reload();
    }

    private String text(Draft draft) throws ProblemException {
        try {
            return draft.on(new TomlText(Files.exists(file) ? Files.readString(file) : ""))
                    .toString();
        } catch (IOException | NotEditable failure) {
            throw new ProblemException(new LocalFailure("change " + file, Reason.of(failure)), failure);
        }
    }

    /// A port for one route more.
    ///
    /// @param taken those that routes have
    int freePort(Set<Integer> taken) {
        return new LocalPorts(taken).take(Optional.empty());
    }

    /// Empty where the person cannot choose.
    Optional<Boolean> startsAtLogin() {
        return autostart.map(Autostart::isOn);
    }

    void startAtLogin(boolean on) throws ProblemException {
        autostart.orElseThrow().set(on);
        instance.changes().tell(new Change.Status());
    }

    /// What this program's own logger says now.
    LogLevel logLevel() {
        return Logs.level(Logs.OURS);
    }

    /// From now on until the program ends.
    void logAt(LogLevel level) {
        instance.logAt(Logs.OURS, level);
    }
}
