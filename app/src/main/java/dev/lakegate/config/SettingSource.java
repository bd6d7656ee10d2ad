package dev.lakegate.config;

import static java.util.stream.Collectors.toCollection;

import dev.lakegate.model.Phrase;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// One place where settings come from, asked by dotted key (`profile.acme.route.prod.port`).
sealed interface SettingSource {

    /// The raw value: text from variables and flags, a TOML value from files.
    Optional<Object> find(String key);

    /// Where this source holds the key, for a person.
    Phrase originOf(String key);

    /// Everything set here that is in none of the known keys, as this source names it.
    Set<String> unknown(Set<String> known);

    /// The dotted keys of the tables and values set here; none for variables, whose names cannot be turned back into
    /// keys.
    Set<String> keys();

    /// Whether nobody but the administrator can write here.
    default boolean isAdministrators() {
        return false;
    }

    /// Who writes a file.
    enum Author {
        PERSON,
        ADMINISTRATOR
    }

    /// `lakegate.toml`, the person's or the administrator's.
    record File(FilePlace place, TomlParseResult toml, Author author) implements SettingSource {
        @Override
        public boolean isAdministrators() {
            return author == Author.ADMINISTRATOR;
        }

        @Override
        public Optional<Object> find(String key) {
            return Optional.ofNullable(toml.get(key));
        }

        @Override
        public Phrase originOf(String key) {
            TomlPosition position = toml.inputPositionOf(key);
            return position == null ? place.whole() : place.line(position.line());
        }

        @Override
        public Set<String> unknown(Set<String> known) {
            Set<String> unknown = new LinkedHashSet<>(toml.dottedKeySet());
            unknown.removeAll(known);
            return unknown;
        }

        @Override
        public Set<String> keys() {
            return toml.dottedKeySet(true);
        }
    }

    /// `--set KEY=VALUE`.
    record Flags(Map<String, String> values) implements SettingSource {
        public Flags {
            values = Map.copyOf(values);
        }

        @Override
        public Optional<Object> find(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Phrase originOf(String key) {
            return Phrase.verbatim("--set " + key);
        }

        @Override
        public Set<String> unknown(Set<String> known) {
            Set<String> unknown = new LinkedHashSet<>(values.keySet());
            unknown.removeAll(known);
            return unknown;
        }

        @Override
        public Set<String> keys() {
            return values.keySet();
        }
    }

    /// `LAKEGATE_PROFILE_ACME_ROUTE_PROD_PORT` and its like; `LAKEGATE_HOME` is no setting but a place.
    record Environment(Map<String, String> values) implements SettingSource {
        private static final String PREFIX = "LAKEGATE_";

        public Environment {
            Map<String, String> ours = new LinkedHashMap<>(values);
            ours.keySet().removeIf(name -> !name.startsWith(PREFIX) || name.equals("LAKEGATE_HOME"));
            values = Map.copyOf(ours);
        }

        static String variable(String key) {
            return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        }

        @Override
        public Optional<Object> find(String key) {
            return Optional.ofNullable(values.get(variable(key)));
        }

        @Override
        public Phrase originOf(String key) {
            return Phrase.of("setting.at.variable", variable(key));
        }

        @Override
        public Set<String> unknown(Set<String> known) {
            Set<String> unknown = new LinkedHashSet<>(values.keySet());
            unknown.removeAll(known.stream().map(Environment::variable).collect(toCollection(LinkedHashSet::new)));
            return unknown;
        }

        @Override
        public Set<String> keys() {
            return Set.of();
        }
    }
}
