package dev.lakegate.gateway.policy;

import dev.lakegate.config.Form;
import dev.lakegate.gateway.policy.GatewaySettings.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the `[[rule]]`s.
final class RuleReader {
    /// What the gateway itself answers with.
    private static final Set<String> TAKEN = Set.of("built-in", "default");

    private final PeopleReader people;
    private final List<Workspace> workspaces;

    RuleReader(PeopleReader people, List<Workspace> workspaces) {
        this.people = people;
        this.workspaces = workspaces;
    }

    List<Rule> rules(Section root) {
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>(TAKEN);
        for (Section table : root.several("rule")) {
            Optional<String> name = table.required("name", PolicyForms.name());
            Optional<Effect> effect = table.required("effect", Form.oneOf(Effect.class));
            refuseEmpty(table, "groups");
            List<Group> ofGroups = people.named(table, "groups");
            List<Workspace> ofWorkspaces = workspaces(table);
            List<String> methods = table.list("methods", PolicyForms.method());
            Optional<List<PathGlob>> paths = table.required("paths", Form.listOf(PolicyForms.glob()));
            table.refuseTheRest();
            if (name.isPresent() && !names.add(name.get())) {
                table.report(
                        "name", "'" + name.get() + "' is another rule's name, or the gateway's own", "choose another");
            }
            if (paths.isPresent() && paths.get().isEmpty()) {
                table.report("paths", "'paths' is empty", "write [\"/**\"] for every path");
            }
            if (name.isPresent() && effect.isPresent() && paths.isPresent()) {
                rules.add(
                        new Rule(name.get(), table.line(), effect.get(), ofGroups, ofWorkspaces, methods, paths.get()));
            }
        }
        return rules;
    }

    private List<Workspace> workspaces(Section table) {
        refuseEmpty(table, "workspaces");
        List<Workspace> found = new ArrayList<>();
        for (String name : table.list("workspaces", PolicyForms.word())) {
            workspaces.stream()
                    .filter(workspace -> workspace.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            found::add,
                            () -> table.report(
                                    "workspaces",
                                    "there is no workspace '" + name + "'",
                                    PeopleReader.remedy(
                                            name,
                                            workspaces.stream()
                                                    .map(Workspace::name)
                                                    .toList())));
        }
        return found;
    }

    private static void refuseEmpty(Section table, String key) {
        if (table.has(key) && table.list(key, PolicyForms.word()).isEmpty()) {
            table.report(key, "'" + key + "' is empty, and so would mean all", "leave it out to mean all");
        }
    }
}
