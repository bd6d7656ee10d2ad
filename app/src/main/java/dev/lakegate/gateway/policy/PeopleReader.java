package dev.lakegate.gateway.policy;

import dev.lakegate.config.Form;
import dev.lakegate.config.Spelling;
import dev.lakegate.gateway.policy.MappedPerson.Known;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads who is who: groups, people, whole domains, service principals.
final class PeopleReader {
    private final List<String> issuers;
    private final Map<String, Group> groups = new LinkedHashMap<>();

    PeopleReader(List<Issuer> issuers) {
        this.issuers = issuers.stream().map(Issuer::name).toList();
    }

    /// By name, once they have been read.
    Map<String, Group> groups() {
        return groups;
    }

    void readGroups(Section root) {
        root.named("group").forEach((name, table) -> {
            Map<String, List<String>> members = new LinkedHashMap<>();
            for (String issuer : table.keys()) {
                List<String> claims = table.list(issuer, PolicyForms.groupClaim());
                if (issuers.contains(issuer)) {
                    members.put(issuer, claims);
                } else {
                    table.report(issuer, "there is no issuer '" + issuer + "'", remedy(issuer, issuers));
                }
            }
            table.called(name, "a group")
                    .ifPresent(known -> groups.put(known, new Group(known, table.line(), members)));
        });
    }

    /// The groups that a list names; those that do not exist are reported.
    List<Group> named(Section table, String key) {
        List<Group> found = new ArrayList<>();
        for (String name : table.list(key, PolicyForms.word())) {
            Group group = groups.get(name);
            if (group == null) {
                table.report(key, "there is no group '" + name + "'", remedy(name, List.copyOf(groups.keySet())));
            } else {
                found.add(group);
            }
        }
        return found;
    }

    List<MappedPerson> people(Section root) {
        List<MappedPerson> people = new ArrayList<>();
        for (Section table : root.several("person")) {
            Optional<String> issuer = issuer(table);
            Optional<Known> subject =
                    table.optional("subject", PolicyForms.subject()).map(Known.BySubject::new);
            Optional<Known> email = table.optional("email", PolicyForms.email()).map(Known.ByEmail::new);
            Optional<String> identity = table.required("identity", PolicyForms.identity());
            table.refuseTheRest();
            if (subject.isPresent() == email.isPresent()) {
                table.refuse("a person is known by 'subject' or by 'email'", "write one of the two");
            } else if (issuer.isPresent() && identity.isPresent()) {
                people.add(new MappedPerson(
                        table.line(), issuer.get(), subject.or(() -> email).get(), identity.get()));
            }
        }
        return people;
    }

    List<MappedDomain> domains(Section root) {
        List<MappedDomain> domains = new ArrayList<>();
        for (Section table : root.several("people")) {
            Optional<String> issuer = issuer(table);
            Optional<Pattern> email = table.required("email", PolicyForms.rewrite());
            Optional<String> identity = table.required("identity", PolicyForms.rewritten());
            table.refuseTheRest();
            if (issuer.isPresent() && email.isPresent() && identity.isPresent()) {
                int groupsInIt = email.get().matcher("").groupCount();
                if (highestOf(identity.get()) > groupsInIt) {
                    table.report(
                            "identity",
                            "'identity' names a group that 'email' does not have",
                            "write \\1 to \\" + groupsInIt);
                } else {
                    domains.add(new MappedDomain(table.line(), issuer.get(), email.get(), identity.get()));
                }
            }
        }
        return domains;
    }

    private static int highestOf(String identity) {
        int highest = 0;
        for (int at = identity.indexOf('\\'); at >= 0; at = identity.indexOf('\\', at + 1)) {
            highest = Math.max(highest, identity.charAt(at + 1) - '0');
        }
        return highest;
    }

    List<ServicePrincipal> servicePrincipals(Section root) {
        List<ServicePrincipal> principals = new ArrayList<>();
        root.named("service_principal").forEach((name, table) -> {
            Optional<String> id = table.required("application_id", Form.uuid());
            List<Group> permitted = named(table, "groups");
            table.refuseTheRest();
            if (permitted.isEmpty()) {
                table.refuse("nobody may act as service principal '" + name + "'", "name 'groups' that may");
            }
            id.ifPresent(known -> principals.add(new ServicePrincipal(name, table.line(), known, permitted)));
        });
        return principals;
    }

    private Optional<String> issuer(Section table) {
        Optional<String> issuer = table.required("issuer", PolicyForms.word());
        return issuer.filter(name -> {
            if (!issuers.contains(name)) {
                table.report("issuer", "there is no issuer '" + name + "'", remedy(name, issuers));
            }
            return issuers.contains(name);
        });
    }

    static String remedy(String name, List<String> known) {
        return Spelling.nearest(name, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse(known.isEmpty() ? "define it" : "there are: " + String.join(", ", known));
    }
}
