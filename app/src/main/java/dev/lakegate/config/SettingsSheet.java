package dev.lakegate.config;

import dev.lakegate.config.Form.Mismatch;
import dev.lakegate.config.Form.Shape;
import dev.lakegate.config.SettingReader.Trust;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;

/// Every setting that there is a place for, with its value and who may change it, for a form that
/// people fill in.
///
/// @param tables   the profiles and routes that there are, each profile before its routes
/// @param problems why a start could not use it, each with its place and remedy; empty when it could
public record SettingsSheet(List<Setting> settings, List<Table> tables, List<ConfigurationProblem> problems) {
    private static final String PROFILE = "profile";
    private static final Phrase NOTHING = Phrase.verbatim("");

    public SettingsSheet {
        settings = List.copyOf(settings);
        tables = List.copyOf(tables);
        problems = List.copyOf(problems);
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

    /// A `[profile.NAME]` or one of its routes.
    ///
    /// @param key    dotted, as in `profile.acme.route.prod`
    /// @param origin what else than the person's own file has it; empty where nothing has
    /// @param lock   whether it can be taken out
    public record Table(String key, Phrase origin, Lock lock) {}

    /// One of them.
    ///
    /// @param key      dotted, as in `profile.acme.route.prod.port`
    /// @param form     what its value must look like
    /// @param value    as a form has it, lists between commas; empty where nothing sets it
    /// @param fallback what counts where nothing sets it, likewise; empty where that is nothing
    /// @param needed   whether something has to set it
    /// @param origin   what sets it, for people; empty where nothing does
    public record Setting(
            String key, Form<?> form, String value, String fallback, boolean needed, Phrase origin, Lock lock) {
        public Shape shape() {
            return form.shape();
        }

        /// What is wrong with such a value, as in "write a number from 1 to 65535"; empty when it
        /// may be set, as an empty one always may be: that is none.
        public Optional<Phrase> mismatch(String text) {
            if (text.isBlank()) {
                return Optional.empty();
            }
            try {
                var _ = form.parse(text);
                return Optional.empty();
            } catch (Mismatch mismatch) {
                return Optional.of(mismatch.expected());
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
                    reader.defaultOf(key),
                    reader.isNeeded(key),
                    source.map(holds -> holds.originOf(key)).orElse(NOTHING),
                    lock(reader.known().getOrDefault(key, Trust.ANYWHERE), source)));
        });
        return new SettingsSheet(settings, tables(reader), reader.problems());
    }

    private static List<Table> tables(SettingReader reader) {
        List<Table> tables = new ArrayList<>();
        for (String profile : reader.namesBelow(PROFILE)) {
            String key = PROFILE + "." + profile;
            tables.add(table(reader, key));
            reader.namesBelow(key + ".route").forEach(route -> tables.add(table(reader, key + ".route." + route)));
        }
        return tables;
    }

    private static Table table(SettingReader reader, String key) {
        return reader.administrators(key)
                .map(source -> new Table(key, source.originOf(key), Lock.MANAGED))
                .orElseGet(() -> new Table(key, NOTHING, Lock.OPEN));
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
