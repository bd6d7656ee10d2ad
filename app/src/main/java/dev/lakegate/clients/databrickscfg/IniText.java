package dev.lakegate.clients.databrickscfg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of an INI file, line by line. Whatever is not changed stays as it is, to the last blank and line end.
///
/// @param lines each with its own line end, which the last may lack
record IniText(List<String> lines) {
    /// A byte order mark may stand before the first, as UTF-8 reads it or byte by byte.
    private static final Pattern HEADER = Pattern.compile("^[\\s\\uFEFF\\u00EF\\u00BB\\u00BF]*\\[([^\\]]+)\\]");

    private static final Pattern SETTING =
            Pattern.compile("^(?<before>\\s*(?<key>[^\\s=:#;\\[][^=:]*?)\\s*[=:][ \\t]*)(?<value>.*?)(?<after>\\s*)$");

    IniText {
        lines = List.copyOf(lines);
    }

    /// Where a section stands.
    ///
    /// @param header the index of its header's line
    /// @param end    that of the next section's header, or of the end
    private record Place(int header, int end) {}

    static IniText of(String text) {
        return new IniText(text.isEmpty() ? List.of() : Arrays.asList(text.split("(?<=\n)")));
    }

    String text() {
        return String.join("", lines);
    }

    /// Keys in lower case; of keys and sections that come twice, the later setting counts.
    Map<String, Map<String, String>> sections() {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> current = new LinkedHashMap<>();
        for (String line : lines) {
            Optional<String> header = header(line);
            if (header.isPresent()) {
                current = sections.computeIfAbsent(header.get(), _ -> new LinkedHashMap<>());
            } else {
                Matcher setting = SETTING.matcher(line);
                if (setting.find()) {
                    current.put(setting.group("key").toLowerCase(Locale.ROOT), setting.group("value"));
                }
            }
        }
        return sections;
    }

    /// How many sections have this name; more than one is a mistake that readers take differently.
    long count(String section) {
        return lines.stream()
                .filter(line -> header(line).filter(section::equals).isPresent())
                .count();
    }

    /// With these settings in the section; its other lines stay. A new section comes last, after a blank line, with the
    /// comment first.
    IniText with(String section, String comment, Map<String, String> settings) {
        Optional<Place> place = place(section);
        List<String> changed = new ArrayList<>(
                lines.subList(0, place.map(there -> there.header() + 1).orElse(lines.size())));
        if (!changed.isEmpty() && !changed.getLast().endsWith("\n")) {
            changed.set(changed.size() - 1, changed.getLast() + lineEnd());
        }
        if (place.isEmpty()) {
            if (!changed.isEmpty()) {
                changed.add(lineEnd());
            }
            changed.add("[" + section + "]" + lineEnd());
            changed.add("# " + comment + lineEnd());
        }
        Map<String, String> missing = new LinkedHashMap<>(settings);
        List<String> rest = new ArrayList<>();
        for (String line : place.map(there -> lines.subList(there.header() + 1, there.end()))
                .orElse(List.of())) {
            Matcher setting = SETTING.matcher(line);
            String key = setting.find() ? setting.group("key").toLowerCase(Locale.ROOT) : "";
            if (settings.containsKey(key)) {
                missing.remove(key);
                rest.add(setting.group("before") + settings.get(key) + setting.group("after"));
            } else {
                rest.add(line);
            }
        }
        missing.forEach((key, value) -> changed.add(key + " = " + value + lineEnd()));
        changed.addAll(rest);
        place.ifPresent(there -> changed.addAll(lines.subList(there.end(), lines.size())));
        return new IniText(changed);
    }

    /// With the section's header and comments, without any of its settings.
    IniText emptied(String section) {
        return place(section)
                .map(there -> {
                    List<String> changed = new ArrayList<>(lines.subList(0, there.header() + 1));
                    lines.subList(there.header() + 1, there.end()).stream()
                            .filter(line -> !SETTING.matcher(line).find())
                            .forEach(changed::add);
                    changed.addAll(lines.subList(there.end(), lines.size()));
                    return new IniText(changed);
                })
                .orElse(this);
    }

    /// Without the section, from the blank line before it to its last setting: what follows that speaks of the next.
    IniText without(String section) {
        return place(section)
                .map(there -> {
                    int first = there.header();
                    if (first > 0 && lines.get(first - 1).isBlank()) {
                        first--;
                    }
                    int last = there.header();
                    for (int line = there.header() + 1; line < there.end(); line++) {
                        if (SETTING.matcher(lines.get(line)).find()) {
                            last = line;
                        }
                    }
                    List<String> changed = new ArrayList<>(lines.subList(0, first));
                    changed.addAll(lines.subList(last + 1, lines.size()));
                    return new IniText(changed);
                })
                .orElse(this);
    }

    private Optional<Place> place(String section) {
        for (int first = 0; first < lines.size(); first++) {
            if (header(lines.get(first)).filter(section::equals).isPresent()) {
                int end = first + 1;
                while (end < lines.size() && header(lines.get(end)).isEmpty()) {
                    end++;
                }
                return Optional.of(new Place(first, end));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> header(String line) {
        Matcher header = HEADER.matcher(line);
        return header.find() ? Optional.of(header.group(1).strip()) : Optional.empty();
    }

    /// The file's own: that of its first line.
    private String lineEnd() {
        return !lines.isEmpty() && lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n";
    }
}
