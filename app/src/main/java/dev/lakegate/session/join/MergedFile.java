package dev.lakegate.session.join;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.config.toml.TomlText;
import dev.lakegate.config.toml.TomlText.NotEditable;
import dev.lakegate.model.RouteName;
import dev.lakegate.session.join.Descriptor.OfferedProfile;
import dev.lakegate.session.join.Descriptor.OfferedRoute;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The text of `lakegate.toml` with offered profiles in it. What an offer does not name stays as the person has it.
final class MergedFile {
    private final Configuration now;
    private final LocalPorts ports;
    private TomlText text;

    /// @param text of the file
    /// @param now  what it says
    MergedFile(String text, Configuration now) {
        this.text = new TomlText(text);
        this.now = now;
        this.ports = new LocalPorts(now.routes().stream().map(Route::port).collect(Collectors.toSet()));
    }

    void join(OfferedProfile offer, URI gateway, Optional<Path> authority) throws NotEditable {
        Optional<Profile> known = now.profile(offer.name());
        List<String> table = List.of("profile", offer.name().value());
        forgetSecretOfAnother(known, offer, table);
        for (Map.Entry<String, Object> setting : offer.settings().entrySet()) {
            text = text.with(table, setting.getKey(), setting.getValue());
        }
        text = text.with(table, "gateway", gateway.toString());
        if (authority.isPresent()) {
            text = text.with(table, "ca_file", authority.get().toString());
        }
        for (OfferedRoute route : offer.routes()) {
            join(
                    route,
                    known,
                    List.of(
                            "profile",
                            offer.name().value(),
                            "route",
                            route.name().value()));
        }
    }

    private void join(OfferedRoute route, Optional<Profile> known, List<String> table) throws NotEditable {
        if (known.flatMap(profile -> port(profile, route.name())).isEmpty()) {
            text = text.with(table, "port", ports.take(route.port()));
        }
        for (Map.Entry<String, Object> setting : route.settings().entrySet()) {
            text = text.with(table, setting.getKey(), setting.getValue());
        }
    }

    private static Optional<Integer> port(Profile profile, RouteName name) {
        return profile.routes().stream()
                .filter(route -> route.name().equals(name))
                .map(Route::port)
                .findFirst();
    }

    /// The secret of one client must not be sent to another's provider.
    private void forgetSecretOfAnother(Optional<Profile> known, OfferedProfile offer, List<String> table) {
        boolean another = known.isPresent()
                && !(offer.issuer().equals(known.get().issuer().toString())
                        && offer.clientId().equals(known.get().clientId()));
        if (another) {
            text = text.without(List.of(table.get(0), table.get(1), "client_secret_file"));
        }
    }

    String text() {
        return text.toString();
    }
}
