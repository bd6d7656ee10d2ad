package dev.lakegate.gateway.policy;

import dev.lakegate.config.Form;
import dev.lakegate.config.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of the policy file; remembers what it was asked for, so that what nobody asks for is reported.
final class Section {
    private final String name;
    private final int line;
    private final TomlTable table;
    private final Findings findings;
    private final Set<String> asked = new LinkedHashSet<>();

    /// @param name for a person; empty for the whole file
    Section(String name, int line, TomlTable table, Findings findings) {
        this.name = name;
        this.line = line;
        this.table = table;
        this.findings = findings;
    }

    int line() {
        return line;
    }

    /// The name of this table, when it is one; else that is reported.
    ///
    /// @param whose such as `a group`
    Optional<String> called(String wanted, String whose) {
        try {
            return Optional.of(PolicyForms.name().parse(wanted));
        } catch (Form.Mismatch mismatch) {
            refuse("'" + wanted + "' is not " + whose + "'s name", "use " + mismatch.expected());
            return Optional.empty();
        }
    }

    int lineOf(String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? line : position.line();
    }

    <T> Optional<T> optional(String key, Form<T> form) {
        asked.add(key);
        findings.asked(inside(key));
        Object raw = table.get(List.of(key));
        if (raw == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(form.parse(raw));
        } catch (Form.Mismatch mismatch) {
            report(key, "'" + key + "' is not valid" + of(), "write " + mismatch.expected());
            return Optional.empty();
        }
    }

    /// Empty only after a problem was reported.
    <T> Optional<T> required(String key, Form<T> form) {
        if (!table.contains(List.of(key))) {
            asked.add(key);
            findings.asked(inside(key));
            findings.problem(line, "'" + key + "' is missing" + of(), "add it");
            return Optional.empty();
        }
        return optional(key, form);
    }

    <T> List<T> list(String key, Form<T> element) {
        return optional(key, Form.listOf(element)).orElse(List.of());
    }

    /// The tables `[key]`, empty when there is none.
    Section section(String key) {
        asked.add(key);
        return table.get(List.of(key)) instanceof TomlTable inner
                ? new Section(inside(key), lineOf(key), inner, findings)
                : absent(key);
    }

    /// The tables `[key.NAME]` by their names, in the file's order.
    Map<String, Section> named(String key) {
        Map<String, Section> sections = new LinkedHashMap<>();
        Section outer = section(key);
        outer.table.keySet().stream()
                .sorted((left, right) -> Integer.compare(outer.lineOf(left), outer.lineOf(right)))
                .forEach(each -> {
                    if (outer.table.get(List.of(each)) instanceof TomlTable) {
                        sections.put(each, outer.section(each));
                    } else {
                        outer.report(each, "'" + each + "' is no table" + outer.of(), "write it as [" + key + ".NAME]");
                    }
                });
        return sections;
    }

    /// The tables `[[key]]`.
    List<Section> several(String key) {
        asked.add(key);
        List<Section> sections = new ArrayList<>();
        Object raw = table.get(List.of(key));
        if (raw instanceof TomlArray array && array.toList().stream().allMatch(TomlTable.class::isInstance)) {
            for (int index = 0; index < array.size(); index++) {
                int at = array.inputPositionOf(index).line();
                sections.add(new Section("[[" + key + "]]", at, array.getTable(index), findings));
            }
        } else if (raw != null) {
            report(key, "'" + key + "' is no list of tables", "write each as [[" + key + "]]");
        }
        return sections;
    }

    Set<String> keys() {
        return table.keySet();
    }

    boolean has(String key) {
        return table.contains(List.of(key));
    }

    void report(String key, String what, String remedy) {
        findings.problem(lineOf(key), what, remedy);
    }

    /// Reports something about the whole table.
    void refuse(String what, String remedy) {
        findings.problem(line, what, remedy);
    }

    void warn(String key, String what, String remedy) {
        findings.warning(lineOf(key), what, remedy);
    }

    /// Reports every key that nobody has asked for.
    void refuseTheRest() {
        for (String key : table.keySet()) {
            if (!asked.contains(key)) {
                report(
                        key,
                        "'" + key + "' is not a setting" + of(),
                        Spelling.nearest(key, asked)
                                .map(nearest -> "did you mean '" + nearest + "'?")
                                .orElse("remove it"));
            }
        }
    }

    private Section absent(String key) {
        if (has(key)) {
            report(key, "'" + key + "' is no table" + of(), "write it as [" + inside(key) + "]");
        }
        return new Section(inside(key), line, Toml.parse(""), findings);
    }

    private String inside(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private String of() {
        return name.isEmpty() ? "" : " in " + (name.startsWith("[") ? name : "[" + name + "]");
    }
}
