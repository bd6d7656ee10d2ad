package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.Group;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.MappedDomain;
import dev.lakegate.gateway.policy.Policy;
import java.util.List;
import java.util.stream.Collectors;

/// Who somebody is, by what their issuer's tokens say.
final class IdentityLines {
    private final Policy policy;

    IdentityLines(Policy policy) {
        this.policy = policy;
    }

    String claims() {
        StringBuilder lines = new StringBuilder();
        for (Issuer issuer : policy.issuers()) {
            String condition = " if { var(txn.short) -m str " + issuer.name() + " }";
            lines.append(subject(issuer.claims().subject(), condition));
            lines.append("    http-request set-var(txn.email) var(txn.claims),json_query('$.%s'),lower%s%n"
                    .formatted(issuer.claims().email(), condition));
            lines.append("    http-request set-var(txn.groups) var(txn.claims),json_query('$.%s')%s%n"
                    .formatted(issuer.claims().groups(), condition));
        }
        return lines.toString();
    }

    /// Several claims name a person together, so each must be there; none of them can hold the colon between
    /// them.
    private static String subject(List<String> claims, String condition) {
        if (claims.size() == 1) {
            return "    http-request set-var(txn.sub) var(txn.claims),json_query('$.%s')%s%n"
                    .formatted(claims.getFirst(), condition);
        }
        StringBuilder lines = new StringBuilder();
        StringBuilder parts = new StringBuilder();
        StringBuilder all = new StringBuilder(condition);
        for (int number = 0; number < claims.size(); number++) {
            String part = "txn.sub" + number;
            lines.append("    http-request set-var(%s) var(txn.claims),json_query('$.%s')%s%n"
                    .formatted(part, claims.get(number), condition));
            parts.append(number == 0 ? "" : ":").append("%[var(").append(part).append(")]");
            all.append(" { var(").append(part).append(") -m reg '^[^:]+\\z' }");
        }
        return lines + "    http-request set-var-fmt(txn.sub) '" + parts + "'" + all + "\n";
    }

    /// Whole domains, for those without a line of their own.
    String domains() {
        StringBuilder lines = new StringBuilder();
        for (MappedDomain domain : policy.domains()) {
            String expression = pcre(domain);
            lines.append(
                    ("    http-request set-var(txn.user,ifnotexists) 'var(txn.email),regsub(\"%s\",\"%s\")' if !denied"
                                    + " email_verified own_domain { var(txn.short) -m str %s } { var(txn.email) -m reg '%s' }%n")
                            .formatted(expression, domain.identity(), domain.issuer(), expression));
        }
        return lines.toString();
    }

    /// PCRE's `$` would match before a last line end.
    private static String pcre(MappedDomain domain) {
        String expression = domain.email().pattern();
        return expression.substring(0, expression.length() - 1) + "\\z";
    }

    String groups() {
        String lists = policy.groups().stream().map(IdentityLines::acl).collect(Collectors.joining());
        String admitted = policy.admitted().isEmpty()
                ? ""
                : "    http-request set-var(txn.deny,ifnotexists) str(groups_overage) if groups_overage\n"
                        + policy.admitted().stream()
                                .map(group ->
                                        "    http-request set-var(txn.admitted) bool(true) if " + name(group) + "\n")
                                .collect(Collectors.joining())
                        + "    http-request set-var(txn.deny,ifnotexists) str(group_required)"
                        + " unless { var(txn.admitted) -m bool }\n";
        return lists + admitted;
    }

    private static String acl(Group group) {
        List<String> patterns = GroupPattern.of(group).toList();
        if (patterns.isEmpty()) {
            return "    acl %s always_false%n".formatted(name(group));
        }
        return patterns.stream()
                .map(pattern -> "    acl %s var(txn.memberof) -m reg '%s'%n".formatted(name(group), pattern))
                .collect(Collectors.joining());
    }

    static String name(Group group) {
        return "in_" + group.name();
    }
}
