package dev.lakegate.config;

import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.Phrase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads settings from all sources, the strongest first, and gathers every problem on the way.
final class SettingReader {

    /// Who may set a key.
    enum Trust {
        ANYWHERE,
        /// Not the environment, where a project's `.env` could send tokens elsewhere.
        NOT_FROM_ENVIRONMENT,
        /// The administrator alone.
        ADMINISTRATOR
    }

    private final List<SettingSource> sources;
    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private final Map<String, Trust> known = new LinkedHashMap<>();
    private final Map<String, Form<?>> forms = new LinkedHashMap<>();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Set<String> needed = new LinkedHashSet<>();

    SettingReader(List<SettingSource> sources) {
        this.sources = sources;
    }

    <T> Optional<T> optional(String key, Trust trust, Form<T> form) {
        known.put(key, trust);
        forms.put(key, form);
        for (SettingSource source : sources) {
            Optional<Object> raw = source.find(key);
            if (raw.isEmpty()) {
                continue;
            }
            if (!mayCome(key, trust, source)) {
                continue;
            }
            try {
                return Optional.of(form.parse(raw.get()));
            } catch (Form.Mismatch mismatch) {
                report(
                        source.originOf(key),
                        Phrase.of("setting.invalid", key),
                        Phrase.of("setting.write", mismatch.expected()));
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean mayCome(String key, Trust trust, SettingSource source) {
        boolean environment = source instanceof SettingSource.Environment;
        return switch (trust) {
            case ANYWHERE -> true;
            case NOT_FROM_ENVIRONMENT -> {
                if (environment) {
                    report(
                            source.originOf(key),
                            Phrase.of("setting.not_from_environment", key),
                            Phrase.of("setting.not_from_environment.remedy"));
                }
                yield !environment;
            }
            case ADMINISTRATOR -> {
                if (!source.isAdministrators()) {
                    report(
                            source.originOf(key),
                            Phrase.of("setting.administrators", key),
                            Phrase.of("setting.administrators.remedy"));
                }
                yield source.isAdministrators();
            }
        };
    }

    <T> T withDefault(String key, Form<T> form, T fallback) {
        return withDefault(key, Trust.ANYWHERE, form, fallback);
    }

    <T> T withDefault(String key, Trust trust, Form<T> form, T fallback) {
        return withDefault(key, trust, form, Optional.of(fallback)).orElse(fallback);
    }

    /// With a default that follows from other settings, where they have one.
    <T> Optional<T> withDefault(String key, Trust trust, Form<T> form, Optional<T> fallback) {
        fallback.ifPresent(value -> byDefault(key, form.written(value)));
        return optional(key, trust, form).or(() -> fallback);
    }

    /// Where nothing sets the key, this counts.
    ///
    /// @param value as a form has it
    void byDefault(String key, String value) {
        defaults.put(key, value);
    }

    /// Empty only after a problem was reported.
    <T> Optional<T> required(String key, Trust trust, Form<T> form) {
        needed.add(key);
        int before = problems.size();
        Optional<T> value = optional(key, trust, form);
        if (value.isEmpty() && problems.size() == before) {
            int dot = key.lastIndexOf('.');
            report(
                    originOf(key.substring(0, dot)),
                    Phrase.of("setting.missing", key.substring(dot + 1), key.substring(0, dot)),
                    Phrase.of("setting.missing.remedy"));
        }
        return value;
    }

    /// Every key that was asked for so far, and who may set it.
    Map<String, Trust> known() {
        return Collections.unmodifiableMap(known);
    }

    /// Likewise, and what its value must look like.
    Map<String, Form<?>> forms() {
        return Collections.unmodifiableMap(forms);
    }

    /// What counts where nothing sets the key; empty where that is nothing.
    String defaultOf(String key) {
        return defaults.getOrDefault(key, "");
    }

    boolean isNeeded(String key) {
        return needed.contains(key);
    }

    /// What holds the key, the strongest of all.
    Optional<SettingSource> sourceOf(String key) {
        return sources.stream().filter(source -> source.find(key).isPresent()).findFirst();
    }

    /// The names of the tables right below a table, from all sources.
    Set<String> namesBelow(String table) {
        Set<String> names = new TreeSet<>();
        for (SettingSource source : sources) {
            for (String key : source.keys()) {
                if (key.startsWith(table + ".")) {
                    names.add(key.substring(table.length() + 1).split("\\.", 2)[0]);
                }
            }
        }
        return names;
    }

    /// The administrator's source, where it has that table or something in it.
    Optional<SettingSource> administrators(String table) {
        return sources.stream()
                .filter(SettingSource::isAdministrators)
                .filter(source -> source.keys().contains(table))
                .findFirst();
    }

    void report(Phrase origin, Phrase what, Phrase remedy) {
        problems.add(new ConfigurationProblem(origin, what, remedy));
    }

    boolean isSetByAdministrator(String key) {
        return sources.stream()
                .anyMatch(
                        source -> source.isAdministrators() && source.find(key).isPresent());
    }

    boolean isSet(String key) {
        return sourceOf(key).isPresent();
    }

    Phrase originOf(String key) {
        return sourceOf(key).map(source -> source.originOf(key)).orElseGet(() -> Phrase.verbatim("lakegate.toml"));
    }

    /// All problems found, those of keys that nothing has asked for among them.
    List<ConfigurationProblem> problems() {
        List<ConfigurationProblem> all = new ArrayList<>(problems);
        for (SettingSource source : sources) {
            for (String name : source.unknown(known.keySet())) {
                boolean variable = source instanceof SettingSource.Environment;
                Phrase origin = variable ? Phrase.of("setting.at.variable", name) : source.originOf(name);
                all.add(new ConfigurationProblem(
                        origin, Phrase.of("setting.unknown", name), suggestion(name, variable)));
            }
        }
        return all;
    }

    private Phrase suggestion(String name, boolean variable) {
        return Spelling.nearest(
                        name,
                        known.keySet().stream()
                                .map(key -> variable ? SettingSource.Environment.variable(key) : key)
                                .toList())
                .map(nearest -> Phrase.of("setting.unknown.nearest", nearest))
                .orElseGet(() -> Phrase.of("setting.unknown.remedy"));
    }
}
