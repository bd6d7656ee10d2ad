package dev.lakegate.ui.connect;

import dev.lakegate.clients.Client;
import dev.lakegate.clients.LocalRoute;
import dev.lakegate.clients.LocalRoute.TlsPort;
import dev.lakegate.clients.Snippet;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.Route;
import dev.lakegate.model.ProblemException;
import dev.lakegate.proxy.LocalCertificate;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.StatusReport.OfRoute;
import java.nio.file.Path;
import java.util.Optional;

/// Makes the set-ups of clients for this machine's routes. Every call blocks on the disk.
public final class Setups {
    private final Path stateFolder;
    private final Configurations configurations;

    /// Reads the configuration.
    @FunctionalInterface
    public interface Configurations {
        Configuration read() throws ProblemException;
    }

    /// @param stateFolder where keys and certificates are
    public Setups(Path stateFolder, Configurations configurations) {
        this.stateFolder = stateFolder;
        this.configurations = configurations;
    }

    LocalKeys keys() {
        return new LocalKeys(stateFolder.resolve("keys"));
    }

    /// Throws a problem when the client cannot reach that route.
    String snippet(Client client, OfRoute route) throws ProblemException {
        Optional<Route> configured = configurations.read().routes().stream()
                .filter(known -> known.name().value().equals(route.name()))
                .findFirst();
        LocalKeys keys = keys();
        Path authorities = LocalCertificate.in(stateFolder).bundle();
        if (configured.isEmpty()) {
            return "";
        }
        LocalRoute local = new LocalRoute(
                configured.get().name(),
                route.port(),
                keys.of(configured.get().name()),
                keys.file(configured.get().name()),
                configured.flatMap(Route::tlsPort).map(port -> new TlsPort(port, authorities)));
        return Snippet.of(client, local).text();
    }
}
