package dev.lakegate.gateway.explain;

import dev.lakegate.gateway.explain.Verdict.Allowed;
import dev.lakegate.gateway.explain.Verdict.Denied;
import dev.lakegate.gateway.policy.GatewaySettings.Effect;
import dev.lakegate.gateway.policy.Group;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.MappedDomain;
import dev.lakegate.gateway.policy.MappedPerson.Known;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.gateway.policy.Rule;
import dev.lakegate.gateway.policy.Workspace;
import dev.lakegate.gateway.policy.Workspace.Kind;
import dev.lakegate.gateway.render.ClosedActions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Judges a request as HAProxy does with the same policy: sections 4 (person) and 5 (path and rules) of
/// `haproxy.cfg`, in that order. A test compares both.
public final class Judge {
    private static final Pattern OIDC = Pattern.compile("^/oidc(?![a-z0-9_-])");
    private static final String EXCHANGE = "/oidc/v1/token";
    private static final Set<String> DISCOVERY = Set.of(
            "/oidc/.well-known/oauth-authorization-server",
            "/oidc/.well-known/openid-configuration",
            "/oidc/jwks.json");

    private final Policy policy;
    private final Revocations revocations;
    private final ClosedActions closed = ClosedActions.standard();

    public Judge(Policy policy, Revocations revocations) {
        this.policy = policy;
        this.revocations = revocations;
    }

    public Policy policy() {
        return policy;
    }

    /// What becomes of the request, once the identity token has been found good.
    ///
    /// @param target path and perhaps a query, as in the request
    public Verdict judge(Caller caller, String method, String target, Workspace workspace) {
        Optional<String> identity = identity(caller);
        Optional<String> denial = person(caller, identity).or(() -> path(method, target, workspace));
        if (denial.isPresent()) {
            return new Denied(denial.get(), Verdict.BUILT_IN, Optional.empty(), identity);
        }
        if (isExchange(target) || isDiscovery(target)) {
            return new Allowed(Verdict.BUILT_IN, Optional.empty(), identity, fields(caller, identity, workspace));
        }
        String judged = judged(target).orElseThrow().text();
        // as a server might read it that takes small letters for the same method
        String verb = method.toUpperCase(Locale.ROOT);
        Optional<Rule> rule = policy.rules().stream()
                .filter(each -> matches(each, caller, verb, judged, workspace))
                .findFirst();
        Effect effect = rule.map(Rule::effect).orElse(policy.gateway().byDefault());
        if (effect != Effect.OPEN && closed.contain(verb, judged)) {
            return new Denied("path_not_allowed", Verdict.BUILT_IN, Optional.empty(), identity);
        }
        String name = rule.map(Rule::name).orElse(Verdict.DEFAULT);
        if (effect == Effect.DENY) {
            return caller.overage()
                    ? new Denied("groups_overage", Verdict.BUILT_IN, rule, identity)
                    : new Denied("denied_by_policy", name, rule, identity);
        }
        return new Allowed(name, rule, identity, fields(caller, identity, workspace));
    }

    private Optional<String> identity(Caller caller) {
        return policy.people().stream()
                .filter(person -> person.issuer().equals(caller.issuer()))
                .filter(person -> person.known() instanceof Known.BySubject(String subject)
                        && caller.subject().equals(Optional.of(subject)))
                .map(person -> person.identity())
                .findFirst()
                .or(() -> caller.email()
                        .filter(email -> isOwn(caller.issuer(), email))
                        .flatMap(email -> byEmail(caller.issuer(), email)));
    }

    private Optional<String> byEmail(String issuer, String email) {
        return policy.people().stream()
                .filter(person -> person.issuer().equals(issuer))
                .filter(person -> person.known() instanceof Known.ByEmail(String known) && known.equals(email))
                .map(person -> person.identity())
                .findFirst()
                .or(() -> policy.domains().stream()
                        .filter(domain -> domain.issuer().equals(issuer))
                        .map((MappedDomain domain) -> domain.identityOf(email))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private boolean isOwn(String issuer, String email) {
        return policy.issuer(issuer)
                .map(Issuer::emailDomains)
                .filter(domains -> domains.contains(email.substring(email.indexOf('@') + 1)))
                .isPresent();
    }

    private Optional<String> person(Caller caller, Optional<String> identity) {
        if (identity.isEmpty()) {
            return Optional.of("no_workspace_identity");
        }
        if (policy.disabled().contains(identity.get())) {
            return Optional.of("user_disabled");
        }
        Instant notBefore = revocations.users().getOrDefault(identity.get(), Instant.EPOCH);
        if (caller.issuedAt().isBefore(notBefore)) {
            return Optional.of("token_revoked");
        }
        if (!policy.admitted().isEmpty() && caller.overage()) {
            return Optional.of("groups_overage");
        }
        if (!policy.admitted().isEmpty() && policy.admitted().stream().noneMatch(group -> isIn(group, caller))) {
            return Optional.of("group_required");
        }
        return Optional.empty();
    }

    private static Optional<String> path(String method, String target, Workspace workspace) {
        if (JudgedPath.isTooLong(pathOf(target))) {
            return Optional.of("path_too_long");
        }
        Optional<JudgedPath> judged = judged(target);
        if (judged.isEmpty() || judged.get().text().isEmpty()) {
            return Optional.of("path_not_allowed");
        }
        boolean oidc = OIDC.matcher(judged.get().text()).find();
        if (oidc && !isExchange(target) && !isDiscovery(target)) {
            return Optional.of("path_not_allowed");
        }
        if (isExchange(target) && !method.equals("POST")) {
            return Optional.of("method_not_allowed");
        }
        if (isExchange(target) && workspace.kind() == Kind.SELF_HOSTED) {
            return Optional.of("path_not_allowed");
        }
        if (isDiscovery(target) && !Set.of("GET", "HEAD").contains(method)) {
            return Optional.of("method_not_allowed");
        }
        return Optional.empty();
    }

    /// The exchange has no query, which could smuggle a second grant into it.
    private static boolean isExchange(String target) {
        return target.equals(EXCHANGE);
    }

    private static boolean isDiscovery(String target) {
        return DISCOVERY.contains(pathOf(target));
    }

    private static Optional<JudgedPath> judged(String target) {
        return JudgedPath.of(pathOf(target));
    }

    private static String pathOf(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static boolean matches(Rule rule, Caller caller, String method, String judged, Workspace workspace) {
        return (rule.methods().isEmpty() || rule.methods().contains(method))
                && (rule.workspaces().isEmpty() || rule.workspaces().contains(workspace))
                && (rule.groups().isEmpty() || rule.groups().stream().anyMatch(group -> isIn(group, caller)))
                && rule.paths().stream().anyMatch(path -> path.matches(judged));
    }

    private static boolean isIn(Group group, Caller caller) {
        return group.members().getOrDefault(caller.issuer(), List.of()).stream().anyMatch(caller.groups()::contains);
    }

    private List<String> fields(Caller caller, Optional<String> identity, Workspace workspace) {
        List<String> fields = new ArrayList<>(List.of("Host: " + workspace.upstream(), "X-Request-Id", "traceparent"));
        if (workspace.kind() == Kind.SELF_HOSTED) {
            identity.ifPresent(user -> fields.add("X-Forwarded-User: " + user));
            caller.email().ifPresent(email -> fields.add("X-Forwarded-Email: " + email));
            String groups = policy.groups().stream()
                    .filter(group -> isIn(group, caller))
                    .map(Group::name)
                    .collect(Collectors.joining(","));
            if (!groups.isEmpty()) {
                fields.add("X-Forwarded-Groups: " + groups);
            }
            fields.add("X-Forwarded-Proto: https");
        }
        return fields;
    }
}
