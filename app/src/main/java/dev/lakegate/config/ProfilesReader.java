package dev.lakegate.config;

import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProfileName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads every `[profile.NAME]`.
final class ProfilesReader {
    private final SettingReader reader;
    private final Path folder;
    private final OnlyOnce onlyOnce;

    /// @param folder   from which relative paths count
    /// @param onlyOnce of all profiles together
    ProfilesReader(SettingReader reader, Path folder, OnlyOnce onlyOnce) {
        this.reader = reader;
        this.folder = folder;
        this.onlyOnce = onlyOnce;
    }

    /// Those that can be used.
    List<Profile> read() {
        ProfileReader profileReader = new ProfileReader(reader, folder, onlyOnce);
        List<Profile> profiles = new ArrayList<>();
        var names = reader.namesBelow("profile");
        for (String name : names) {
            String table = "profile." + name;
            if (ProfileName.FORM.matcher(name).matches()) {
                profileReader.profile(new ProfileName(name), table).ifPresent(profiles::add);
            } else {
                reader.report(
                        reader.originOf(table),
                        Phrase.of("setting.profile_name", name),
                        Phrase.of("setting.name.remedy"));
            }
        }
        return profiles;
    }
}
