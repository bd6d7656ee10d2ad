package dev.lakegate.ui.settings;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Form.Shape;
import dev.lakegate.config.Locations;
import dev.lakegate.config.SettingsSheet;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.config.toml.TomlText;
import dev.lakegate.config.toml.TomlText.NotEditable;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.session.Instance;
import dev.lakegate.session.Reloaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Reads and writes the person's `lakegate.toml`, of which everything that is not changed stays as
/// it is, comments among it. Every call blocks on the disk.
public final class Settings {
    private final Locations locations;
    private final Map<String, String> environment;
    private final Instance instance;

    public Settings(Locations locations, Map<String, String> environment, Instance instance) {
        this.locations = locations;
        this.environment = Map.copyOf(environment);
        this.instance = instance;
    }

    SettingsSheet sheet() throws ProblemException {
        return loader().sheet();
    }

    /// Throws all the problems that the file would have with these values.
    ///
    /// @param changes values as the form has them; an empty one takes the setting out
    void check(Map<Setting, String> changes) throws ProblemException {
        var _ = loader().loadWith(text(changes));
    }

    /// Checks, writes, and has the program read it. Throws a problem, with nothing changed, when it
    /// cannot be used.
    Reloaded write(Map<Setting, String> changes) throws ProblemException {
        String text = text(changes);
        var _ = loader().loadWith(text);
        Path file = locations.configFile();
        try {
            // who keeps the file elsewhere and links to it means that file
            OwnerOnly.replace(Files.exists(file) ? file.toRealPath() : file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("write " + file, failure.toString()), failure);
        }
        return instance.reload();
    }

    private ConfigurationLoader loader() {
        return new ConfigurationLoader(locations, environment, Map.of());
    }

    private String text(Map<Setting, String> changes) throws ProblemException {
        Path file = locations.configFile();
        try {
            TomlText text = new TomlText(Files.exists(file) ? Files.readString(file) : "");
            for (Map.Entry<Setting, String> change : changes.entrySet()) {
                List<String> path = List.of(change.getKey().key().split("\\.", -1));
                String value = change.getValue().strip();
                text = value.isEmpty()
                        ? text.without(path)
                        : text.with(
                                path.subList(0, path.size() - 1),
                                path.getLast(),
                                value(change.getKey().shape(), value));
            }
            return text.toString();
        } catch (IOException | NotEditable failure) {
            throw new ProblemException(
                    new LocalFailure("change " + file, String.valueOf(failure.getMessage())), failure);
        }
    }

    /// As TOML has it; what does not look as it should stays a text, which the check then tells.
    private static Object value(Shape shape, String text) {
        return switch (shape) {
            case TEXT, CHOICE -> text;
            case NUMBER -> number(text);
            case YES_OR_NO -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
            case LIST -> Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            case NUMBERS ->
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(Settings::number)
                        .toList();
        };
    }

    private static Object number(String text) {
        return text.matches("[0-9]{1,9}") ? (Object) Integer.valueOf(text) : text;
    }
}
