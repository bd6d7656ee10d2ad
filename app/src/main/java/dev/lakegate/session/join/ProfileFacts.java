package dev.lakegate.session.join;

import dev.lakegate.config.Form;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.session.join.JoinPlan.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a descriptor can change of a profile, each with its value in effect, as text.
final class ProfileFacts {
    private static final String NOTHING = "(none)";

    private ProfileFacts() {}

    /// By the setting's key within the profile; equal ones are left out.
    static List<Change> differences(Profile before, Profile after) {
        Map<String, String> old = of(before);
        Map<String, String> fresh = of(after);
        Set<String> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(fresh.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            Change change = new Change(key, old.getOrDefault(key, NOTHING), fresh.getOrDefault(key, NOTHING));
            if (!change.before().equals(change.after())) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static Map<String, String> of(Profile profile) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("issuer", profile.issuer().toString());
        facts.put("client_id", profile.clientId());
        facts.put("audience", profile.audience());
        facts.put("gateway", profile.gateway().toString());
        facts.put("provider", Form.spelling(profile.provider()));
        facts.put("audience_parameter", Form.spelling(profile.audienceParameter()));
        facts.put("identity_token", Form.spelling(profile.identityToken()));
        facts.put("identity_field", Form.spelling(profile.identityField()));
        facts.put("scopes", String.join(" ", profile.signIn().scopes()));
        facts.put(
                "redirect_ports",
                profile.signIn().redirectPorts().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        profile.caFile().ifPresent(file -> facts.put("ca_file", file.toString()));
        profile.clientSecretFile().ifPresent(file -> facts.put("client_secret_file", file.toString()));
        for (Route route : profile.routes()) {
            String key = "route." + route.name() + ".";
            facts.put(key + "port", String.valueOf(route.port()));
            facts.put(key + "workspace", route.workspace());
            facts.put(key + "credential", Form.spelling(route.credential()));
            route.servicePrincipal().ifPresent(id -> facts.put(key + "service_principal", id));
        }
        return facts;
    }
}
