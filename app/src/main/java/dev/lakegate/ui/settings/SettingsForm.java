package dev.lakegate.ui.settings;

import dev.lakegate.config.SettingsSheet;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.config.SettingsSheet.Table;
import dev.lakegate.ui.settings.Draft.Edit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.layout.HBox;

/// The sections that there are, and the rows in them with what is typed there.
final class SettingsForm {
    private static final String NUMBER = "[0-9]{1,5}";

    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, List<SettingRow>> rows = new LinkedHashMap<>();

    /// Before anything was read.
    SettingsForm() {}

    /// @param typed   by key, in place of what is set
    /// @param changed when something is typed
    SettingsForm(SettingsSheet sheet, Map<String, String> typed, Runnable changed) {
        sections.put(Section.PROGRAM.name(), Section.PROGRAM);
        for (Table table : sheet.tables()) {
            sections.put(table.key(), new Section(table.key(), Optional.of(table)));
        }
        for (Setting setting : sheet.settings()) {
            String name = Section.nameOf(setting.key());
            sections.computeIfAbsent(name, _ -> new Section(name, Optional.empty()));
            rows.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(new SettingRow(setting, typed.getOrDefault(setting.key(), setting.value()), changed));
        }
    }

    List<Section> sections() {
        return List.copyOf(sections.values());
    }

    Optional<Section> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    List<HBox> rowsOf(Section section) {
        return rows.getOrDefault(section.name(), List.of()).stream()
                .map(SettingRow::node)
                .toList();
    }

    /// What is typed and is not set so.
    List<Edit> edits() {
        return changed()
                .<Edit>map(row -> new Edit.Typed(row.setting(), row.value()))
                .toList();
    }

    /// The same, by key.
    Map<String, String> typed() {
        return changed().collect(Collectors.toMap(row -> row.setting().key(), SettingRow::value));
    }

    /// Whether each by itself is as it should be.
    boolean isSound() {
        return all().allMatch(SettingRow::isSound);
    }

    /// Defaults follow from other settings.
    ///
    /// @param sheet with what is typed
    void showDefaults(SettingsSheet sheet) {
        Map<String, Setting> now =
                sheet.settings().stream().collect(Collectors.toMap(Setting::key, setting -> setting));
        all().forEach(row -> row.showDefault(now.getOrDefault(row.setting().key(), row.setting())));
    }

    /// The profiles' names.
    ///
    /// @param section of which the first is the profile, where it is one's
    List<String> profiles(Section section) {
        return sections.values().stream()
                .filter(each -> each.table().isPresent() && !each.isRoute())
                .sorted(Comparator.comparing(each -> !(section.name() + ".").startsWith(each.name() + ".")))
                .map(Section::profile)
                .toList();
    }

    /// The routes' names, of all profiles.
    Set<String> routes() {
        return sections.values().stream()
                .filter(Section::isRoute)
                .map(section -> section.name().substring(section.name().lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    /// All that are set or typed.
    Set<Integer> ports() {
        return all().filter(row -> row.setting().key().endsWith("port"))
                .map(SettingRow::value)
                .filter(text -> text.matches(NUMBER))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    private Stream<SettingRow> changed() {
        return all().filter(SettingRow::isChanged);
    }

    private Stream<SettingRow> all() {
        return rows.values().stream().flatMap(List::stream);
    }
}
