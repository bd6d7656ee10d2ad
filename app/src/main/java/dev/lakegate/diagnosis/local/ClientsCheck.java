package dev.lakegate.diagnosis.local;

import dev.lakegate.clients.databrickscfg.DatabricksProfiles;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.RouteName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the settings of Databricks' clients on this machine lead to the proxy: `.databrickscfg` and the environment.
/// What they hold may be secret: hosts are told, and values never.
public final class ClientsCheck implements Check {
    private static final String LOCAL_KEY = "lgk_";

    private final Surroundings surroundings;

    public ClientsCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "clients";
    }

    @Override
    public String title() {
        return "clients' settings";
    }

    @Override
    public List<Finding> look() {
        LocalAddresses addresses = new LocalAddresses(surroundings);
        List<Finding> findings = new ArrayList<>();
        try {
            DatabricksProfiles file = DatabricksProfiles.read(surroundings.environment(), surroundings.home());
            file.profiles()
                    .forEach((name, settings) -> ofProfile(settings, addresses)
                            .ifPresent(outcome -> findings.add(new Finding(".databrickscfg [" + name + "]", outcome))));
            findings.addAll(new ClientVariables(surroundings.environment(), file, addresses).look());
        } catch (IOException failure) {
            findings.add(Finding.attention(
                    ".databrickscfg", "the file cannot be read", "Make it readable for your user, as UTF-8."));
        }
        return findings.isEmpty() ? List.of(Finding.fine("clients", "nothing points elsewhere")) : findings;
    }

    /// Empty for a profile that is about something else.
    private static Optional<Outcome> ofProfile(Map<String, String> settings, LocalAddresses addresses) {
        String host = settings.getOrDefault("host", "");
        Optional<RouteName> route = addresses.route(host);
        if (route.isPresent()) {
            return Optional.of(token(route.get(), Optional.ofNullable(settings.get("token")), addresses));
        }
        if (addresses.goesRound(host)) {
            return Optional.of(new Outcome.Attention(
                    "goes to " + LocalAddresses.host(host) + " itself, past the proxy"
                            + (settings.containsKey("token") ? ", with a token of its own" : ""),
                    "Give it the host and the token that 'lakegate env' prints; revoke the token it had."));
        }
        return LocalAddresses.isLocal(host)
                ? Optional.of(new Outcome.Attention(
                        "leads to a port of this machine that is no route's",
                        "Give it the host that 'lakegate env' prints."))
                : Optional.empty();
    }

    /// What a client that addresses the route sends as token.
    static Outcome token(RouteName route, Optional<String> token, LocalAddresses addresses) {
        String remedy = "Give it the token that 'lakegate env " + route + "' prints";
        if (token.isEmpty()) {
            return new Outcome.Attention("addresses route '" + route + "' without a token", remedy + ".");
        }
        if (addresses.isKeyOf(route, token.get())) {
            return new Outcome.Fine("addresses route '" + route + "' with its local key");
        }
        return token.get().startsWith(LOCAL_KEY)
                ? new Outcome.Attention(
                        "addresses route '" + route + "' with a local key that is not this route's, or not any more",
                        remedy + ".")
                : new Outcome.Attention(
                        "holds a token of another kind beside the proxy's address, which the proxy does not take",
                        remedy + "; revoke the one it had.");
    }
}
