package dev.lakegate.gateway.policy;

import dev.lakegate.config.AddressForm;
import dev.lakegate.config.Form;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.gateway.policy.GatewaySettings.Effect;
import dev.lakegate.model.ReleaseNumber;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Reads `gateway.toml` and finds all that is wrong with it at once.
public final class PolicyReader {
    private static final Duration LONGEST_STREAM = Duration.ofHours(12);
    private static final Path RUN = Path.of("/run/lakegate-gateway");

    private final Path folder;
    private final Findings findings;
    private final LocalDate today;

    private PolicyReader(Path file, LocalDate today) {
        this.today = today;
        this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        this.findings = new Findings(file.toString());
    }

    /// A policy, empty when there are problems, and what was found.
    public record Outcome(Optional<Policy> policy, Findings findings) {}

    /// Throws [IOException] when the file cannot be read.
    ///
    /// @param today by which client secrets are old
    public static Outcome read(Path file, LocalDate today) throws IOException {
        return new PolicyReader(file, today).read(Files.readString(file));
    }

    private Outcome read(String text) {
        TomlParseResult toml = Toml.parse(text);
        toml.errors()
                .forEach(error -> findings.problem(
                        error.position().line(),
                        String.valueOf(error.getMessage()),
                        "write it as TOML, see app/docs/gateway.md"));
        if (toml.hasErrors()) {
            return new Outcome(Optional.empty(), findings);
        }
        Section root = new Section("", 1, toml, findings);
        Optional<Policy> policy = policy(root);
        root.refuseTheRest();
        policy.ifPresent(known -> new PolicyChecks(known, findings, today).report());
        return new Outcome(findings.problems().isEmpty() ? policy : Optional.empty(), findings);
    }

    private Optional<Policy> policy(Section root) {
        Optional<GatewaySettings> gateway = gateway(root.section("gateway"));
        List<Issuer> issuers = new ArrayList<>();
        IssuerReader issuerReader = new IssuerReader(folder);
        root.named("issuer")
                .forEach((name, table) -> issuerReader.read(name, table).ifPresent(issuers::add));
        List<Workspace> workspaces = new ArrayList<>();
        root.named("workspace").forEach((name, table) -> workspace(name, table).ifPresent(workspaces::add));
        refuseNone(root, "issuer", issuers);
        refuseNone(root, "workspace", workspaces);
        PeopleReader people = new PeopleReader(issuers);
        people.readGroups(root);
        RuleReader rules = new RuleReader(people, workspaces);
        Section access = root.section("access");
        List<Group> admitted = people.named(access, "groups");
        var disabled = access.list("disabled", PolicyForms.identity());
        access.refuseTheRest();
        List<MappedPerson> mappedPeople = people.people(root);
        List<MappedDomain> domains = people.domains(root);
        List<ServicePrincipal> principals = people.servicePrincipals(root);
        List<Rule> ruleList = rules.rules(root);
        Limits limits = limits(root.section("limits"));
        Optional<PublicCache> cache = cache(root);
        Map<String, String> peers = peers(root.section("peers"));
        Optional<ReleaseNumber> release = release(root.section("client"));
        return gateway.map(settings -> new Policy(
                settings,
                issuers,
                workspaces,
                List.copyOf(people.groups().values()),
                admitted,
                mappedPeople,
                domains,
                Set.copyOf(disabled),
                principals,
                ruleList,
                limits,
                cache,
                peers,
                release));
    }

    private static void refuseNone(Section root, String key, List<?> read) {
        if (read.isEmpty() && !root.has(key)) {
            root.refuse("there is no [" + key + ".NAME]", "write one, see app/docs/gateway.md");
        }
    }

    private Optional<GatewaySettings> gateway(Section table) {
        Optional<URI> address = table.required("address", AddressForm.httpsOrigin());
        Optional<Path> certificate = table.required("certificate", PolicyForms.path(folder));
        Optional<Effect> byDefault = table.required("default", allowOrDeny());
        List<String> listen =
                table.optional("listen", Form.listOf(PolicyForms.listen())).orElse(List.of(":443"));
        String admin = table.optional("admin", PolicyForms.loopback()).orElse("127.0.0.1:8404");
        String audit = table.optional("audit", PolicyForms.auditSink()).orElse("stdout");
        Path runtime =
                table.optional("runtime_socket", PolicyForms.path(folder)).orElse(RUN.resolve("runtime.sock"));
        Path master = table.optional("master_socket", PolicyForms.path(folder)).orElse(RUN.resolve("master.sock"));
        Duration longest = table.optional("longest_stream", Form.duration()).orElse(LONGEST_STREAM);
        Optional<String> identityField = table.optional("identity_field", Form.oneOf(IdentityField.class))
                .map(Form::spelling);
        table.refuseTheRest();
        if (address.isEmpty() || certificate.isEmpty() || byDefault.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GatewaySettings(
                address.get(),
                listen,
                certificate.get(),
                admin,
                audit,
                runtime,
                master,
                longest,
                byDefault.get(),
                identityField));
    }

    private static Form<Effect> allowOrDeny() {
        return raw -> {
            if ("allow".equals(raw)) {
                return Effect.ALLOW;
            }
            if ("deny".equals(raw)) {
                return Effect.DENY;
            }
            throw PolicyForms.mismatch("\"allow\" or \"deny\": what happens to a request that no rule matches");
        };
    }

    private Optional<Workspace> workspace(String name, Section table) {
        Optional<String> known = table.called(name, "a workspace");
        Workspace.Kind kind =
                table.optional("kind", Form.oneOf(Workspace.Kind.class)).orElse(Workspace.Kind.DATABRICKS);
        Optional<String> host = table.required("host", AddressForm.hostName());
        Optional<String> upstream =
                table.optional("upstream", AddressForm.hostName()).or(() -> host);
        List<String> nodes = table.list("nodes", PolicyForms.node());
        Optional<Path> caFile = table.optional("ca_file", PolicyForms.path(folder));
        Optional<String> checkPath = table.optional("check_path", PolicyForms.absolutePath());
        Optional<Integer> localPort = table.optional("local_port", Form.number(1, 65_535));
        for (String careless : List.of("verify", "tls", "ssl", "insecure")) {
            if (table.has(careless)) {
                table.report(
                        careless,
                        "'" + careless + "' is refused: a workspace is always reached over TLS and its certificate"
                                + " verified",
                        "remove it; name the authority of the workspace's certificate in 'ca_file'");
                table.optional(careless, raw -> raw);
            }
        }
        table.refuseTheRest();
        if (known.isEmpty() || host.isEmpty() || upstream.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Workspace(
                known.get(),
                table.line(),
                kind,
                host.get(),
                upstream.get(),
                nodes.isEmpty() ? List.of(upstream.get() + ":443") : nodes,
                caFile,
                checkPath,
                localPort));
    }

    private static Limits limits(Section table) {
        Limits.Limit standard = limit(table);
        Map<String, Limits.Limit> ofUsers = new HashMap<>();
        table.named("user").forEach((user, section) -> {
            try {
                ofUsers.put(PolicyForms.identity().parse(user), limit(section));
            } catch (Form.Mismatch mismatch) {
                section.refuse("'" + user + "' is nobody", "write " + mismatch.expected());
            }
            section.refuseTheRest();
        });
        table.refuseTheRest();
        return new Limits(standard, ofUsers);
    }

    private static Limits.Limit limit(Section table) {
        return new Limits.Limit(
                table.optional("requests_per_10s", Form.number(1, 1_000_000)),
                table.optional("download_per_second", Form.bytes()),
                table.optional("upload_per_second", Form.bytes()));
    }

    private static Optional<PublicCache> cache(Section root) {
        if (!root.has("cache")) {
            return Optional.empty();
        }
        Section table = root.section("cache");
        int megabytes = table.optional("megabytes", Form.number(1, 4095)).orElse(64);
        Duration maxAge = table.optional("max_age", Form.duration()).orElse(Duration.ofMinutes(1));
        Optional<List<PathGlob>> paths = table.required("paths", Form.listOf(PolicyForms.glob()));
        table.refuseTheRest();
        return paths.map(globs -> new PublicCache(megabytes, maxAge, globs));
    }

    private static Optional<ReleaseNumber> release(Section table) {
        Optional<ReleaseNumber> release = table.optional("version", PolicyForms.release());
        table.refuseTheRest();
        return release;
    }

    private static Map<String, String> peers(Section table) {
        Map<String, String> peers = new LinkedHashMap<>();
        for (String name : table.keys()) {
            try {
                String known = AddressForm.hostName().parse(name);
                table.optional(name, PolicyForms.node()).ifPresent(address -> peers.put(known, address));
            } catch (Form.Mismatch mismatch) {
                table.report(name, "'" + name + "' is not a host's name", "use " + mismatch.expected());
            }
        }
        return peers;
    }
}
