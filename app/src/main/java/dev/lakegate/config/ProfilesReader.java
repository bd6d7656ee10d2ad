package dev.lakegate.config;

import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.RouteName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads every `[profile.NAME]`, and refuses what two of them cannot both have.
final class ProfilesReader {
    private final SettingReader reader;
    private final Path folder;

    /// @param folder from which relative paths count
    ProfilesReader(SettingReader reader, Path folder) {
        this.reader = reader;
        this.folder = folder;
    }

    /// Those that can be used.
    List<Profile> read() {
        ProfileReader profileReader = new ProfileReader(reader, folder);
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
        refuseSharedPortsAndNames(profiles);
        return profiles;
    }

    private void refuseSharedPortsAndNames(List<Profile> profiles) {
        Map<Integer, RouteName> ports = new HashMap<>();
        Map<RouteName, ProfileName> names = new HashMap<>();
        for (Profile profile : profiles) {
            for (Route route : profile.routes()) {
                String table = "profile." + profile.name() + ".route." + route.name();
                refuseShared(ports, route.name(), route.port(), table + ".port");
                route.tlsPort().ifPresent(port -> refuseShared(ports, route.name(), port, table + ".tls_port"));
                ProfileName owner = names.putIfAbsent(route.name(), profile.name());
                if (owner != null) {
                    reader.report(
                            reader.originOf(table),
                            Phrase.of("setting.route_twice", route.name().value(), owner.value()),
                            Phrase.of("setting.route_twice.remedy"));
                }
            }
        }
    }

    private void refuseShared(Map<Integer, RouteName> ports, RouteName route, int port, String key) {
        RouteName other = ports.putIfAbsent(port, route);
        if (other != null) {
            reader.report(
                    reader.originOf(key),
                    Phrase.of("setting.port_twice", String.valueOf(port), other.value()),
                    Phrase.of("setting.port_twice.remedy"));
        }
    }
}
