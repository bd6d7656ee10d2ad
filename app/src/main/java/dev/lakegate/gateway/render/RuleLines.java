package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.GatewaySettings.Effect;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Rule;
import dev.lakegate.gateway.policy.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Who may do what: the rules in the policy's order, the first that matches decides.
final class RuleLines {
    private static final int NAMES_IN_A_LINE = 20;

    private final Policy policy;

    RuleLines(Policy policy) {
        this.policy = policy;
    }

    String rules() {
        StringBuilder lines = new StringBuilder();
        if (new WorkspaceLines(policy).hasSelfHosted()) {
            lines.append("    # the exchange is for Databricks alone: its body carries the identity token\n");
            lines.append(
                    "    http-request set-var(txn.deny,ifnotexists) str(path_not_allowed) if exchange self_hosted\n");
        }
        lines.append(
                "    # rules: the first that matches is the one, whatever it says; the exchange and discovery have none\n");
        lines.append("    acl ruled var(txn.rule) -m found\n");
        for (int number = 0; number < policy.rules().size(); number++) {
            lines.append(rule(policy.rules().get(number), "rule" + (number + 1)));
        }
        lines.append("    http-request set-var(txn.rule,ifnotexists) str(default) if !denied !exchange !discovery\n");
        lines.append(
                "    # what makes tokens or secrets that work past the gateway is closed, unless a rule opens it\n");
        lines.append("    acl closed var(txn.action) -m reg -f \"${LAKEGATE_DIR}/maps/closed-actions.lst\"\n");
        List<String> opening = withEffect(Effect.OPEN);
        lines.append(acl("opening", opening));
        lines.append("    http-request set-var(txn.deny,ifnotexists) str(path_not_allowed) if closed"
                + (opening.isEmpty() ? "" : " !opening")
                + "\n");
        List<String> denying = new ArrayList<>(withEffect(Effect.DENY));
        if (policy.gateway().byDefault() == Effect.DENY) {
            denying.add("default");
        }
        lines.append(acl("denying", denying));
        if (!denying.isEmpty()) {
            lines.append(
                    "    http-request set-var(txn.deny,ifnotexists) str(groups_overage) if denying groups_overage\n");
            lines.append("    http-request set-var(txn.deny,ifnotexists) str(denied_by_policy) if denying\n");
        }
        return lines.toString();
    }

    private List<String> withEffect(Effect effect) {
        return policy.rules().stream()
                .filter(rule -> rule.effect() == effect)
                .map(Rule::name)
                .toList();
    }

    /// HAProxy reads 64 words and 2,048 characters of a line; lines of one name are alternatives.
    private static String acl(String name, List<String> rules) {
        StringBuilder lines = new StringBuilder();
        for (int from = 0; from < rules.size(); from += NAMES_IN_A_LINE) {
            lines.append("    acl %s var(txn.rule) -m str %s%n"
                    .formatted(
                            name,
                            String.join(" ", rules.subList(from, Math.min(rules.size(), from + NAMES_IN_A_LINE)))));
        }
        return lines.toString();
    }

    private static String rule(Rule rule, String acl) {
        StringBuilder lines = new StringBuilder();
        lines.append("    # %s: %s, line %d%n"
                .formatted(rule.name(), rule.effect().name().toLowerCase(Locale.ROOT), rule.line()));
        StringBuilder condition = new StringBuilder(" if !ruled !denied !exchange !discovery");
        rule.paths()
                .forEach(path -> lines.append(
                        "    acl %s_path var(txn.judged) -m reg '%s'%n".formatted(acl, path.expression())));
        condition.append(' ').append(acl).append("_path");
        if (!rule.methods().isEmpty()) {
            condition
                    .append(" { var(txn.verb) -m str ")
                    .append(String.join(" ", rule.methods()))
                    .append(" }");
        }
        if (!rule.workspaces().isEmpty()) {
            condition
                    .append(" { var(txn.workspace) -m str ")
                    .append(names(rule.workspaces()))
                    .append(" }");
        }
        if (rule.groups().isEmpty()) {
            lines.append(set(rule, condition.toString()));
        }
        rule.groups().forEach(group -> lines.append(set(rule, condition + " " + IdentityLines.name(group))));
        return lines.toString();
    }

    private static String set(Rule rule, String condition) {
        return "    http-request set-var(txn.rule,ifnotexists) str(%s)%s%n".formatted(rule.name(), condition);
    }

    private static String names(List<Workspace> workspaces) {
        return workspaces.stream().map(Workspace::name).collect(Collectors.joining(" "));
    }
}
