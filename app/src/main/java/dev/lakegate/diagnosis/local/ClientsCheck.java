package dev.lakegate.diagnosis.local;

import dev.lakegate.clients.databrickscfg.DatabricksProfiles;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
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
            findings.add(new Finding(
                    ".databrickscfg",
                    new Outcome.Attention(
                            Phrase.of("doctor.clients.unreadable"), Phrase.of("doctor.clients.unreadable.remedy"))));
        }
        return findings.isEmpty()
                ? List.of(new Finding(
                        Phrase.of("doctor.about.clients"), new Outcome.Fine(Phrase.of("doctor.clients.fine"))))
                : findings;
    }

    /// Empty for a profile that is about something else.
    private static Optional<Outcome> ofProfile(Map<String, String> settings, LocalAddresses addresses) {
        String host = settings.getOrDefault("host", "");
        Optional<RouteName> route = addresses.route(host);
        if (route.isPresent()) {
            return Optional.of(token(
                    route.get(),
                    Optional.ofNullable(settings.get("token"))
                            .filter(value -> !value.isEmpty())
                            .map(Secret::new),
                    addresses));
        }
        if (addresses.goesRound(host)) {
            return Optional.of(new Outcome.Attention(
                    settings.containsKey("token")
                            ? Phrase.of("doctor.clients.past_with_token", LocalAddresses.host(host))
                            : Phrase.of("doctor.clients.past", LocalAddresses.host(host)),
                    Phrase.of("doctor.clients.past.remedy")));
        }
        return LocalAddresses.isLocal(host)
                ? Optional.of(new Outcome.Attention(
                        Phrase.of("doctor.clients.no_route"), Phrase.of("doctor.clients.no_route.remedy")))
                : Optional.empty();
    }

    /// What a client that addresses the route sends as token.
    static Outcome token(RouteName route, Optional<Secret> token, LocalAddresses addresses) {
        String name = route.value();
        Phrase remedy = Phrase.of("doctor.clients.token.remedy", name);
        if (token.isEmpty()) {
            return new Outcome.Attention(Phrase.of("doctor.clients.no_token", name), remedy);
        }
        if (addresses.isKeyOf(route, token.get())) {
            return new Outcome.Fine(Phrase.of("doctor.clients.local_key", name));
        }
        return isLocalKey(token.get())
                ? new Outcome.Attention(Phrase.of("doctor.clients.wrong_local_key", name), remedy)
                : new Outcome.Attention(
                        Phrase.of("doctor.clients.other_token"), Phrase.of("doctor.clients.other_token.remedy", name));
    }

    /// Some route's of some time.
    static boolean isLocalKey(Secret token) {
        return token.reveal().startsWith(LOCAL_KEY);
    }
}
