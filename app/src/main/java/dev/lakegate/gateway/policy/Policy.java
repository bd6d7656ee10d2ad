package dev.lakegate.gateway.policy;

import dev.lakegate.model.ReleaseNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All of `gateway.toml`.
///
/// @param admitted the groups whose people may use the gateway at all; empty for everybody who is mapped
/// @param disabled workspace identities, small letters, that are closed whatever their token says
/// @param rules    in order: the first that matches decides
/// @param peers    the HAProxy hosts that share what they counted, by name: `host:port`
/// @param release  that people are told to have on their machines
public record Policy(
        GatewaySettings gateway,
        List<Issuer> issuers,
        List<Workspace> workspaces,
        List<Group> groups,
        List<Group> admitted,
        List<MappedPerson> people,
        List<MappedDomain> domains,
        Set<String> disabled,
        List<ServicePrincipal> servicePrincipals,
        List<Rule> rules,
        Limits limits,
        Optional<PublicCache> cache,
        Map<String, String> peers,
        Optional<ReleaseNumber> release) {
    public Policy {
        issuers = List.copyOf(issuers);
        workspaces = List.copyOf(workspaces);
        groups = List.copyOf(groups);
        admitted = List.copyOf(admitted);
        people = List.copyOf(people);
        domains = List.copyOf(domains);
        disabled = Set.copyOf(disabled);
        servicePrincipals = List.copyOf(servicePrincipals);
        rules = List.copyOf(rules);
        peers = Map.copyOf(peers);
    }

    public Optional<Issuer> issuer(String name) {
        return issuers.stream().filter(issuer -> issuer.name().equals(name)).findFirst();
    }

    public Optional<Workspace> workspace(String name) {
        return workspaces.stream()
                .filter(workspace -> workspace.name().equals(name))
                .findFirst();
    }
}
