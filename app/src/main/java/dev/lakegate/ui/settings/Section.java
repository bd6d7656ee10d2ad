package dev.lakegate.ui.settings;

import dev.lakegate.config.SettingsSheet.Table;
import dev.lakegate.ui.kit.Words;
import java.util.Optional;
import java.util.Set;

/// One entry of the page's list: settings that belong together.
///
/// @param name  as in `audit`; a table's own key where it is one
/// @param table the profile or route that it is
record Section(String name, Optional<Table> table) {
    /// What the program does on this machine, some of which is chosen at once and not in the file.
    static final Section PROGRAM = new Section("program", Optional.empty());

    private static final Set<String> OF_THE_PROGRAM = Set.of("log", "notifications");

    /// The name of the section of a setting: of `profile.acme.route.prod.port` it is
    /// `profile.acme.route.prod`.
    static String nameOf(String key) {
        String table = key.substring(0, key.lastIndexOf('.'));
        return OF_THE_PROGRAM.contains(table) ? PROGRAM.name : table;
    }

    boolean isRoute() {
        return parts().length > 2;
    }

    String title() {
        String[] parts = parts();
        return switch (parts.length) {
            case 1 -> Words.of("section." + name);
            case 2 -> Words.of("section.profile", parts[1]);
            default -> Words.of("section.route", parts[parts.length - 1]);
        };
    }

    /// Its own name, or that of the profile it is of.
    String profile() {
        return parts()[1];
    }

    private String[] parts() {
        return name.split("\\.", -1);
    }
}
