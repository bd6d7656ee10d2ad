package dev.lakegate.gateway.policy;

import dev.lakegate.gateway.policy.GatewaySettings.Effect;
import dev.lakegate.gateway.policy.Issuer.ClientSecretDates;
import dev.lakegate.gateway.policy.MappedPerson.Known;
import dev.lakegate.gateway.policy.Workspace.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is wrong or odd between the parts of a policy, each of which is well formed.
final class PolicyChecks {
    /// Of Azure, AWS and GCP.
    private static final Pattern DATABRICKS =
            Pattern.compile("adb-[0-9]+\\.[0-9]+\\.(?:azuredatabricks\\.net|databricks\\.azure\\.(?:us|cn))"
                    + "|[a-z0-9-]+\\.cloud\\.databricks\\.(?:com|us)|[0-9]+\\.[0-9]\\.gcp\\.databricks\\.com");

    /// `sun_path` without its NUL, less what HAProxy appends while it binds.
    private static final int LONGEST_SOCKET_BYTES = 90;

    private static final int REMIND_DAYS = 30;

    private final Policy policy;
    private final Findings findings;
    private final LocalDate today;

    PolicyChecks(Policy policy, Findings findings, LocalDate today) {
        this.policy = policy;
        this.findings = findings;
        this.today = today;
    }

    void report() {
        names();
        people();
        rules();
        workspaces();
        clientSecrets();
        for (Path socket :
                List.of(policy.gateway().runtimeSocket(), policy.gateway().masterSocket())) {
            if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_BYTES) {
                findings.problem(
                        1,
                        "the socket's path " + socket + " is longer than " + LONGEST_SOCKET_BYTES + " bytes",
                        "choose a shorter one");
            }
        }
    }

    private void names() {
        Map<String, Integer> issuers = new HashMap<>();
        for (Issuer issuer : policy.issuers()) {
            Integer other = issuers.putIfAbsent(issuer.issuer().toString(), issuer.line());
            if (other != null) {
                findings.problem(
                        issuer.line(),
                        "issuer " + issuer.issuer() + " is that of line " + other + " too",
                        "keep one of them; several clients and audiences need several gateways");
            }
            Set<String> both = new HashSet<>(issuer.clients());
            both.retainAll(issuer.applications());
            both.forEach(client -> findings.problem(
                    issuer.line(),
                    "client '" + client + "' is in 'clients' and in 'applications'",
                    "list it in 'applications' alone if its tokens may speak for themselves"));
        }
        Map<String, Integer> hosts = new HashMap<>();
        hosts.put(policy.gateway().address().getHost(), 1);
        for (Workspace workspace : policy.workspaces()) {
            if (hosts.putIfAbsent(workspace.host(), workspace.line()) != null) {
                findings.problem(
                        workspace.line(),
                        "host " + workspace.host() + " is another workspace's or the gateway's own name",
                        "give each workspace a public name of its own");
            }
        }
        Map<String, Integer> ids = new HashMap<>();
        for (ServicePrincipal principal : policy.servicePrincipals()) {
            Integer other = ids.putIfAbsent(principal.applicationId(), principal.line());
            if (other != null) {
                findings.problem(
                        principal.line(), "this is the service principal of line " + other, "name its groups there");
            }
        }
    }

    private void people() {
        Map<String, Integer> known = new HashMap<>();
        Map<String, MappedPerson> identities = new HashMap<>();
        for (MappedPerson person : policy.people()) {
            Integer other = known.putIfAbsent(person.issuer() + '|' + person.known(), person.line());
            if (other != null) {
                findings.problem(
                        person.line(),
                        "this person has a workspace identity in line " + other + " already",
                        "keep one of the two");
            }
            MappedPerson alike = identities.putIfAbsent(person.identity(), person);
            if (alike != null && alike.issuer().equals(person.issuer())) {
                findings.warning(
                        person.line(),
                        "two people of '" + person.issuer() + "' are mapped to " + person.identity()
                                + ", here and in line " + alike.line(),
                        "see whether they are the same person");
            }
            if (person.known() instanceof Known.ByEmail(String email)) {
                refuseForeign(person.line(), person.issuer(), email.substring(email.indexOf('@') + 1));
            }
        }
        policy.disabled().stream()
                .filter(identity -> policy.domains().isEmpty() && !identities.containsKey(identity))
                .forEach(identity -> findings.warning(
                        1, "nobody is mapped to " + identity + ", which is disabled", "see whether it is misspelt"));
        for (MappedDomain domain : policy.domains()) {
            if (policy.issuer(domain.issuer()).orElseThrow().emailDomains().isEmpty()) {
                findings.problem(
                        domain.line(),
                        "issuer '" + domain.issuer() + "' may assert no e-mail addresses",
                        "list the domain in its 'email_domains'");
            }
        }
    }

    private void refuseForeign(int line, String issuer, String domain) {
        if (!policy.issuer(issuer).orElseThrow().emailDomains().contains(domain)) {
            findings.problem(
                    line,
                    "issuer '" + issuer + "' may not assert addresses of " + domain,
                    "list the domain in its 'email_domains' if it is this issuer's to speak for");
        }
    }

    private void rules() {
        List<Rule> rules = policy.rules();
        for (int number = 0; number < rules.size(); number++) {
            Rule rule = rules.get(number);
            rules.subList(0, number).stream()
                    .filter(earlier -> covers(earlier, rule))
                    .findFirst()
                    .ifPresent(earlier -> findings.warning(
                            rule.line(),
                            "rule '" + rule.name() + "' is never reached: rule '" + earlier.name() + "' (line "
                                    + earlier.line() + ") matches first",
                            "move it up or remove it"));
        }
        if (policy.gateway().byDefault() == Effect.DENY
                && rules.stream().allMatch(rule -> rule.effect() == Effect.DENY)) {
            findings.warning(
                    1, "no rule allows anything, and what no rule matches is denied", "write a rule that does");
        }
        for (Group group : policy.groups()) {
            boolean used = policy.admitted().contains(group)
                    || rules.stream().anyMatch(rule -> rule.groups().contains(group))
                    || policy.servicePrincipals().stream()
                            .anyMatch(principal -> principal.groups().contains(group));
            if (!used) {
                findings.warning(group.line(), "nothing uses group '" + group.name() + "'", "use it or remove it");
            }
            if (group.members().values().stream().allMatch(List::isEmpty)) {
                findings.warning(group.line(), "nobody can be in group '" + group.name() + "'", "name its members");
            }
        }
    }

    private static boolean covers(Rule earlier, Rule later) {
        return coversAll(earlier.groups(), later.groups())
                && coversAll(earlier.workspaces(), later.workspaces())
                && coversAll(earlier.methods(), later.methods())
                && later.paths().stream()
                        .allMatch(path -> earlier.paths().stream().anyMatch(other -> other.covers(path)));
    }

    /// An empty list stands for everything.
    private static <T> boolean coversAll(List<T> earlier, List<T> later) {
        return earlier.isEmpty() || (!later.isEmpty() && earlier.containsAll(later));
    }

    private void workspaces() {
        for (Workspace workspace : policy.workspaces()) {
            if (workspace.kind() == Kind.DATABRICKS
                    && !DATABRICKS.matcher(workspace.upstream()).matches()) {
                findings.warning(
                        workspace.line(),
                        workspace.upstream() + " does not look like a workspace of Databricks on Azure, AWS or GCP",
                        "write the workspace's own name as 'upstream', or kind = \"self-hosted\"");
            }
        }
    }

    private void clientSecrets() {
        for (Issuer issuer : policy.issuers()) {
            List<ClientSecretDates> secrets = issuer.clientSecrets();
            Stream<ClientSecretDates> lasting =
                    secrets.stream().filter(secret -> secret.expires().isAfter(today.plusDays(REMIND_DAYS)));
            if (!secrets.isEmpty() && lasting.findAny().isEmpty()) {
                findings.warning(
                        issuer.line(),
                        "no client secret of issuer '" + issuer.name() + "' is valid for " + REMIND_DAYS + " days more",
                        "make a second one at the provider, give it to the laptops, and write its dates here");
            }
        }
    }
}
