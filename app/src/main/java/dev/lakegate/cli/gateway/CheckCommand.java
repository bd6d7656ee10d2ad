package dev.lakegate.cli.gateway;

import dev.lakegate.gateway.host.Compilation;
import dev.lakegate.gateway.host.Deployment;
import dev.lakegate.gateway.host.HaProxyProgram;
import dev.lakegate.gateway.host.RunningHaProxy;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.PolicyReader;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Say all that is wrong or odd with the policy, then what 'haproxy -c' says of what is made of it."
                + " Nothing is changed.")
final class CheckCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    private final Console console;

    @Mixin
    private final GatewayHost host = new GatewayHost();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    CheckCommand(Console console) {
        this.console = console;
    }

    /// @param haproxy what HAProxy has against it; empty when it takes it, or was not asked
    private record Report(
            List<ConfigurationProblem> problems, List<ConfigurationProblem> warnings, List<String> haproxy) {
        boolean isGood() {
            return problems.isEmpty() && haproxy.isEmpty();
        }
    }

    @Override
    public Integer call() throws ProblemException {
        PolicyReader.Outcome outcome = host.read();
        List<ConfigurationProblem> warnings = outcome.findings().warnings();
        Report report = new Report(outcome.findings().problems(), warnings, List.of());
        if (outcome.policy().isPresent()) {
            Compilation compilation = host.compilation();
            List<ConfigurationProblem> all =
                    Stream.concat(warnings.stream(), withoutKeys(compilation)).toList();
            report = new Report(List.of(), all, askHaProxy(compilation));
        }
        if (json) {
            console.out().println(json(report));
        } else {
            print(report);
        }
        return (report.isGood() ? ExitStatus.DONE : ExitStatus.FAILED).number();
    }

    private Stream<ConfigurationProblem> withoutKeys(Compilation compilation) {
        return compilation.policy().issuers().stream()
                .filter(issuer -> compilation.keys().stream()
                        .noneMatch(key -> key.issuer().equals(issuer.name())))
                .map((Issuer issuer) -> new ConfigurationProblem(
                        Phrase.verbatim(host.policyFile() + ":" + issuer.line()),
                        Phrase.verbatim("no signing key of issuer '" + issuer.name() + "' has been fetched yet"),
                        Phrase.verbatim("run 'lakegate gateway sync'")));
    }

    private List<String> askHaProxy(Compilation compilation) throws ProblemException {
        HaProxyProgram program = host.program(console);
        try {
            HaProxyProgram.Check check = new Deployment(
                            host.configuration(),
                            program,
                            new RunningHaProxy(compilation.policy().gateway()))
                    .check(compilation.compiler());
            return check.accepted() ? List.of() : check.output().lines().toList();
        } catch (IOException failure) {
            throw GatewayHost.failed("have HAProxy check what was made of the policy", failure);
        }
    }

    private void print(Report report) {
        report.problems().forEach(problem -> console.out().println("problem  " + problem));
        report.warnings().forEach(warning -> console.out().println("warning  " + warning));
        report.haproxy().forEach(line -> console.out().println("haproxy  " + line));
        if (report.isGood()) {
            console.out()
                    .println(
                            report.warnings().isEmpty()
                                    ? "The policy is sound, and HAProxy takes what is made of it."
                                    : "HAProxy takes what is made of the policy; see the warnings.");
        }
    }

    private static String json(Report report) {
        ObjectNode root = JSON.createObjectNode();
        put(root.putArray("problems"), report.problems());
        put(root.putArray("warnings"), report.warnings());
        report.haproxy().forEach(root.putArray("haproxy")::add);
        return JSON.writeValueAsString(root);
    }

    private static void put(ArrayNode array, List<ConfigurationProblem> problems) {
        problems.forEach(problem -> array.addObject()
                .put("at", problem.origin().toString())
                .put("what", problem.what().toString())
                .put("remedy", problem.remedy().toString()));
    }
}
