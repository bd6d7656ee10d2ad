package dev.lakegate.cli.gateway;

import dev.lakegate.gateway.explain.Caller;
import dev.lakegate.gateway.explain.Judge;
import dev.lakegate.gateway.explain.TokenJudge;
import dev.lakegate.gateway.explain.Verdict;
import dev.lakegate.gateway.host.Compilation;
import dev.lakegate.gateway.policy.Group;
import dev.lakegate.gateway.policy.MappedPerson;
import dev.lakegate.gateway.policy.MappedPerson.Known;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Workspace;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say what the gateway would do with a request, and by which rule. Exit status 4 when it would deny it.",
            "",
            "  lakegate gateway explain alice@example.com GET /api/2.0/clusters/list --group data-science",
            "  lakegate gateway explain - GET /api/2.0/clusters/list <token.txt"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    private final Console console;

    @Mixin
    private final GatewayHost host = new GatewayHost();

    @Parameters(
            index = "0",
            paramLabel = "USER",
            description = "A workspace identity, an e-mail address or a subject; - to read an identity token from"
                    + " standard input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String user;

    @Parameters(index = "1", paramLabel = "METHOD")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String method;

    @Parameters(index = "2", paramLabel = "PATH", description = "As in the request, with its query if it has one.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String path;

    @Option(names = "--group", paramLabel = "NAME", description = "A group of the policy, or as the tokens name it.")
    private List<String> groups = List.of();

    @Option(names = "--issuer", paramLabel = "NAME", description = "Whose token; needed where the user has several.")
    private Optional<String> issuer = Optional.empty();

    @Option(names = "--workspace", paramLabel = "NAME", description = "The policy's first unless given.")
    private Optional<String> workspace = Optional.empty();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ProblemException {
        Compilation compilation = host.compilation();
        Policy policy = compilation.policy();
        Workspace target = workspace(policy);
        Verdict verdict = switch (caller(compilation)) {
            case TokenJudge.Outcome.Good(Caller caller) ->
                new Judge(policy, compilation.revocations()).judge(caller, method, path, target);
            case TokenJudge.Outcome.Bad(String code) ->
                new Verdict.Denied(code, Verdict.BUILT_IN, Optional.empty(), Optional.empty());
        };
        if (json) {
            console.out().println(JSON.writeValueAsString(tree(verdict, target)));
        } else {
            print(verdict, target);
        }
        return (verdict instanceof Verdict.Allowed ? ExitStatus.DONE : ExitStatus.DENIED_BY_GATEWAY).number();
    }

    private Workspace workspace(Policy policy) throws ProblemException {
        Optional<Workspace> found =
                workspace.isEmpty() ? Optional.of(policy.workspaces().getFirst()) : policy.workspace(workspace.get());
        return found.orElseThrow(() -> new ProblemException(new LocalFailure(
                "explain",
                "there is no workspace '" + workspace.orElse("") + "'; there are: "
                        + String.join(
                                ", ",
                                policy.workspaces().stream()
                                        .map(Workspace::name)
                                        .toList()))));
    }

    private TokenJudge.Outcome caller(Compilation compilation) throws ProblemException {
        if (!user.equals("-")) {
            return new TokenJudge.Outcome.Good(named(compilation.policy()));
        }
        try {
            Optional<Secret> token = Optional.ofNullable(console.in().readLine())
                    .filter(line -> !line.isBlank())
                    .map(line -> new Secret(line.strip()));
            TokenJudge judge = new TokenJudge(compilation.policy(), compilation.keys(), compilation.revocations());
            return token.map(known -> judge.judge(known, Instant.now()))
                    .orElseGet(() -> new TokenJudge.Outcome.Bad("missing_token"));
        } catch (IOException failure) {
            throw GatewayHost.failed("read the token from standard input", failure);
        }
    }

    /// Somebody with a good token, known by what the policy knows them by.
    private Caller named(Policy policy) throws ProblemException {
        String wanted = user.toLowerCase(Locale.ROOT);
        Optional<MappedPerson> known = policy.people().stream()
                .filter(person -> issuer.isEmpty() || issuer.get().equals(person.issuer()))
                .filter(person -> person.identity().equals(wanted) || is(person.known(), user, wanted))
                .findFirst();
        String from = known.map(MappedPerson::issuer)
                .or(() -> issuer)
                .orElse(policy.issuers().getFirst().name());
        if (policy.issuer(from).isEmpty()) {
            throw new ProblemException(new LocalFailure("explain", "there is no issuer '" + from + "'"));
        }
        Optional<String> subject = known.filter(person -> person.known() instanceof Known.BySubject)
                .map(person -> ((Known.BySubject) person.known()).subject());
        Optional<String> email = known.filter(person -> person.known() instanceof Known.ByEmail)
                .map(person -> ((Known.ByEmail) person.known()).email())
                .or(() -> user.contains("@") ? Optional.of(wanted) : Optional.empty());
        return new Caller(from, subject.or(() -> Optional.of(user)), email, claims(policy, from), false, Instant.now());
    }

    private static boolean is(Known known, String exact, String small) {
        return switch (known) {
            case Known.BySubject(String subject) -> subject.equals(exact);
            case Known.ByEmail(String email) -> email.equals(small);
        };
    }

    private Set<String> claims(Policy policy, String from) {
        groups.stream()
                .filter(group -> policy.groups().stream().noneMatch(known -> isOf(known, group, from)))
                .forEach(group -> console.err()
                        .println("lakegate: no rule asks for '" + group + "'; the policy's groups are: "
                                + String.join(
                                        ", ",
                                        policy.groups().stream()
                                                .map(Group::name)
                                                .toList())));
        Set<String> claims = new TreeSet<>(groups);
        for (Group group : policy.groups()) {
            if (groups.contains(group.name())) {
                claims.addAll(group.members().getOrDefault(from, List.of()));
            }
        }
        return claims;
    }

    /// By the policy's name of it, or by one of the issuer's.
    private static boolean isOf(Group known, String group, String issuer) {
        return known.name().equals(group)
                || known.members().getOrDefault(issuer, List.of()).contains(group);
    }

    private void print(Verdict verdict, Workspace target) {
        String outcome = switch (verdict) {
            case Verdict.Allowed _ -> "allowed";
            case Verdict.Denied denied -> "denied: " + denied.code();
        };
        console.out().println(method + " " + path + " at " + target.host() + ": " + outcome);
        console.out().println("  rule                " + rule(verdict));
        console.out().println("  workspace identity  " + verdict.identity().orElse("none"));
        if (verdict instanceof Verdict.Allowed allowed) {
            console.out().println("  fields set          " + String.join(", ", allowed.fields()));
        }
    }

    private String rule(Verdict verdict) {
        var matched = switch (verdict) {
            case Verdict.Allowed allowed -> allowed.matched();
            case Verdict.Denied denied -> denied.matched();
        };
        return verdict.rule()
                + matched.map(rule -> " (" + host.policyFile() + ":" + rule.line() + ")")
                        .orElse("");
    }

    private ObjectNode tree(Verdict verdict, Workspace target) {
        ObjectNode root = JSON.createObjectNode();
        root.put("verdict", verdict instanceof Verdict.Allowed ? "allowed" : "denied");
        if (verdict instanceof Verdict.Denied denied) {
            root.put("code", denied.code());
        }
        root.put("rule", verdict.rule());
        root.put("workspace", target.name());
        verdict.identity().ifPresent(identity -> root.put("identity", identity));
        if (verdict instanceof Verdict.Allowed allowed) {
            allowed.fields().forEach(root.putArray("fields")::add);
        }
        return root;
    }
}
