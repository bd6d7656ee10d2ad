package dev.lakegate.diagnosis.network;

import dev.lakegate.config.Profile;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether this machine is told to leave by an outbound proxy, which Lakegate does not use: it connects directly.
public final class OutboundProxyCheck implements Check {
    private final Surroundings surroundings;

    public OutboundProxyCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "outbound_proxy";
    }

    @Override
    public String title() {
        return "outbound proxy";
    }

    @Override
    public List<Finding> look() {
        return surroundings.ofEachProfile(this::ofProfile);
    }

    private List<Finding> ofProfile(Profile profile) {
        NoProxy noProxy = NoProxy.of(surroundings.environment());
        // neither address is ever http, but for a provider on this machine
        Optional<String> variable = Stream.of("HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY")
                .filter(name -> NoProxy.value(surroundings.environment(), name).isPresent())
                .findFirst();
        List<String> exposed = Stream.of(profile.issuer(), profile.gateway())
                .map(server -> String.valueOf(server.getHost()))
                .distinct()
                .filter(host -> !noProxy.covers(host))
                .toList();
        String about = profile.name().value();
        if (variable.isEmpty()) {
            return List.of(Finding.fine(about, "none is set"));
        }
        if (exposed.isEmpty()) {
            return List.of(Finding.fine(about, variable.get() + " is set, and NO_PROXY names provider and gateway"));
        }
        return List.of(Finding.attention(
                about,
                variable.get() + " is set, but Lakegate connects to " + String.join(" and ", exposed) + " directly",
                "If the connections fail, ask the network team to let this machine reach these hosts without the"
                        + " proxy; if they work, name the hosts in NO_PROXY."));
    }
}
