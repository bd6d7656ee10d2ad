package dev.lakegate.session.join;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.network.TrustRoots;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Which release of Lakegate a gateway's administrator wants people to have, as its descriptor tells. The gateway
/// learns
/// nothing by it that a request of a person's would not tell.
public final class WantedRelease {
    private final Locations locations;
    private final Map<String, String> environment;

    /// For this machine's files and this process's environment.
    public WantedRelease(Locations locations, Map<String, String> environment) {
        this.locations = locations;
        this.environment = environment;
    }

    /// Blocks on the network, for ten seconds at most. Throws a problem when there is no sound descriptor.
    ///
    /// @param gateway of a profile
    public Optional<ReleaseNumber> by(URI gateway) throws ProblemException {
        Configuration now = new ConfigurationLoader(locations, environment, Map.of()).loadBeforeJoining();
        URI origin = GatewayOrigin.canonical(gateway);
        TrustRoots trustRoots = TrustRoots.with(now.network(), Joining.authorityOf(origin, now));
        return new DescriptorFetch(now.network()).fetch(origin, trustRoots).release();
    }
}
