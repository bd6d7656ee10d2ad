package dev.lakegate.config;

import dev.lakegate.config.Form.Mismatch;
import dev.lakegate.config.Form.Shape;
import dev.lakegate.config.SettingReader.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;

/// Every setting that there is a place for, with its value and who may change it, for a form that
/// people fill in.
public record SettingsSheet(List<Setting> settings) {
    public SettingsSheet {
        settings = List.copyOf(settings);
    }

    /// Why the person cannot change a setting in their own file.
    public enum Lock {
        OPEN,
        /// The administrator has set it.
        MANAGED,
        /// Nobody but the administrator may.
        ADMINISTRATORS_ALONE,
        /// A variable or a flag says otherwise for this start.
        OUTWEIGHED
    }

    /// One of them.
    ///
    /// @param key    dotted, as in `profile.acme.route.prod.port`
    /// @param form   what its value must look like
    /// @param value  as a form has it, lists between commas; empty where nothing sets it
    /// @param origin what sets it, for people; empty likewise
    public record Setting(String key, Form<?> form, String value, String origin, Lock lock) {
        public Shape shape() {
            return form.shape();
        }

        /// What is wrong with such a value, as in "write a number from 1 to 65535"; empty when it
        /// may be set, as an empty one always may be: that is none.
        public Optional<String> mismatch(String text) {
            if (text.isBlank()) {
                return Optional.empty();
            }
            try {
                var _ = form.parse(text);
                return Optional.empty();
            } catch (Mismatch mismatch) {
                return Optional.of(String.valueOf(mismatch.getMessage()));
            }
        }
    }

    static SettingsSheet of(SettingReader reader) {
        List<Setting> settings = new ArrayList<>();
        reader.forms().forEach((key, form) -> {
            Optional<SettingSource> source = reader.sourceOf(key);
            settings.add(new Setting(
                    key,
                    form,
                    source.flatMap(holds -> holds.find(key))
                            .map(SettingsSheet::text)
                            .orElse(""),
                    source.map(holds -> holds.originOf(key)).orElse(""),
                    lock(reader.known().getOrDefault(key, Trust.ANYWHERE), source)));
        });
        return new SettingsSheet(settings);
    }

    private static Lock lock(Trust trust, Optional<SettingSource> source) {
        if (source.filter(SettingSource::isAdministrators).isPresent()) {
            return Lock.MANAGED;
        }
        if (trust == Trust.ADMINISTRATOR) {
            return Lock.ADMINISTRATORS_ALONE;
        }
        return source.isEmpty() || source.get() instanceof SettingSource.File ? Lock.OPEN : Lock.OUTWEIGHED;
    }

    private static String text(Object raw) {
        return raw instanceof TomlArray array
                ? array.toList().stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(raw);
    }
}
