package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.gateway.explain.Caller;
import dev.lakegate.gateway.explain.Judge;
import dev.lakegate.gateway.explain.Verdict;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.sandbox.ForgedToken;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.TokenForge;
import dev.lakegate.sandbox.workspace.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// The policy's rules, by running HAProxy and by the model that `explain` uses.
class RulesIT extends WithGateway {
    private static final TokenForge second = new TokenForge("https://login.second.example");

    @BeforeAll
    static void startWithRules() {
        gateway.close();
        setup.denyByDefault()
                .issuer("second", second.issuer(), second.jwks())
                .more(HaProxySetup.person("second", "alice"))
                .more("""
                        [group.admins]
                        acme = ["lakehouse admins", "größen/alle"]
                        second = ["data-science"]

                        [[people]]
                        issuer = "acme"
                        email = '^([a-z]+)\\.([a-z]+)@acme\\.example$'
                        identity = '\\2.\\1@acme.example'

                        [[rule]]
                        name = "no-deletes"
                        effect = "deny"
                        methods = ["DELETE"]
                        workspaces = ["prod"]
                        paths = ["/**"]

                        [[rule]]
                        name = "admins-make-tokens"
                        effect = "open"
                        groups = ["admins"]
                        paths = ["/api/*/token/create"]

                        [[rule]]
                        name = "read-clusters"
                        effect = "allow"
                        groups = ["data-science", "admins"]
                        methods = ["GET", "HEAD"]
                        paths = ["/api/*/clusters/**", "/api/*/preview/scim/v2/me"]

                        [[rule]]
                        name = "no-private-files"
                        effect = "deny"
                        paths = ["/api/2.0/fs/files/private*/**"]

                        [[rule]]
                        name = "files"
                        effect = "allow"
                        groups = ["data-engineers"]
                        paths = ["/api/2.0/fs/**/*.csv", "/"]

                        """);
        gateway = setup.port(gateway.port()).start();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/2.0/clusters/list,                read-clusters",
        "GET,    /api/2.1/clusters,                     read-clusters",
        "HEAD,   /API/2.0/Clusters/get?cluster_id=1,    read-clusters",
        "POST,   /api/2.0/fs/files/a/b/c.csv,           files",
        "get,    /api/2.0/clusters/list,                read-clusters",
        "GET,    /,                                     files"
    })
    void the_first_rule_that_matches_allows(String method, String target, String rule) {
        var answer = wire.send(me().by(method).to(target).text());
        assertThat(answer.field("X-Lakegate-Error")).isEmpty();
        assertThat(answer.field("X-Lakegate-Rule")).contains(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /api/2.0/clusters/list,                 default",
        "GET,    /api/2.0/x/clusters/list,               default",
        "GET,    /api/2.0/clustersx/list,                default",
        "GET,    /api/2.0/fs/files/a/b/c.csvx,           default",
        "DELETE, /api/2.0/clusters/delete,               no-deletes",
        "delete, /api/2.0/clusters/delete,               no-deletes",
        "GET,    /api/2.0/fs/files/private/a.csv,        no-private-files",
        "GET,    /api/2.0/fs/files/PRIVATE%31/a.csv,     no-private-files",
        "GET,    /api/2.0/fs//files/%70rivate2/b/a.csv,  no-private-files"
    })
    void a_rule_denies_and_so_does_the_lack_of_one(String method, String target, String rule) {
        var answer = wire.send(me().by(method).to(target).text());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.field("X-Lakegate-Error")).contains("denied_by_policy");
        assertThat(answer.field("X-Lakegate-Rule")).contains(rule);
        assertThat(prod.count() + dev.count()).isZero();
        var audited =
                gateway.audited(answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow());
        assertThat(audited.path("rule").asString()).isEqualTo(rule);
    }

    @Test
    void a_denials_body_has_the_ids_that_its_fields_have() {
        var answer = wire.send(me().by("DELETE")
                .to("/api/2.0/clusters/delete")
                .and("X-Request-Id: proxy-id-1")
                .text());

        var body = JsonMapper.shared().readTree(answer.body());
        assertThat(answer.field("X-Request-Id")).contains("proxy-id-1");
        assertThat(body.path("request_id").asString()).isEqualTo("proxy-id-1");
        assertThat(answer.field("X-Lakegate-Gateway-Request-Id"))
                .contains(body.path("gateway_request_id").asString());
    }

    @Test
    void no_path_is_too_long_for_a_rule() {
        String deep = "/a".repeat(4_000);
        assertDeniedBy("no-deletes", me().by("DELETE").to(deep));
        assertDeniedBy("no-private-files", me().to("/api/2.0/fs/files/private" + deep));
    }

    private static void assertDeniedBy(String rule, Request request) {
        var answer = wire.send(request.text());
        assertThat(answer.field("X-Lakegate-Error")).contains("denied_by_policy");
        assertThat(answer.field("X-Lakegate-Rule")).contains(rule);
    }

    /// Every caller with every path, and some with every method, in running HAProxy and in the model.
    @Test
    void the_model_and_haproxy_are_of_one_mind_over_hundreds_of_cases() {
        prod.add(new Principal(Principal.Kind.USER, "78", "ada.lovelace@acme.example", "Ada", List.of()));
        List<Case> cases = new ArrayList<>();
        for (Someone someone : people()) {
            for (String target : targets()) {
                cases.add(new Case(someone, "GET", target));
            }
        }
        for (String method : List.of("POST", "DELETE", "HEAD", "get", "Delete")) {
            for (String target : targets()) {
                cases.add(new Case(people().getFirst(), method, target));
            }
        }

        Judge judge = new Judge(setup.policy(), revocations());
        List<String> differences = cases.parallelStream()
                .flatMap(each -> difference(each, judge).stream())
                .toList();

        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(800);
    }

    private static Optional<String> difference(Case each, Judge judge) {
        Verdict verdict = judge.judge(
                each.someone.caller,
                each.method,
                each.target,
                judge.policy().workspace("prod").orElseThrow());
        var answer = wire.send(Request.of(each.method, each.target)
                .token(each.someone.token)
                .credential(prod.issueToken(verdict.identity().orElse(ALICE)))
                .text());
        String seen = answer.field("X-Lakegate-Error").orElse("") + " by "
                + answer.field("X-Lakegate-Rule").orElse("nothing");
        String told = (verdict instanceof Verdict.Denied denied ? denied.code() : "") + " by " + verdict.rule();
        return seen.equals(told)
                ? Optional.empty()
                : Optional.of("%s %s %s: HAProxy %s, model %s"
                        .formatted(each.someone.name, each.method, each.target, seen, told));
    }

    private record Case(Someone someone, String method, String target) {}

    private record Someone(String name, ForgedToken token, Caller caller) {}

    private static List<Someone> people() {
        return List.of(
                person(acme, "acme", "alice", "alice", "data-science", "data-engineers"),
                person(acme, "acme", "alice as an engineer", "alice", "data-engineers"),
                person(acme, "acme", "alice as an admin", "alice", "data-science", "lakehouse admins"),
                person(acme, "acme", "alice in a foreign group", "alice", "data-engineers", "größen/alle"),
                person(acme, "acme", "bob", "bob", "data-science"),
                person(acme, "acme", "a person of a whole domain", "lovelace.ada", "data-science"),
                person(acme, "acme", "carol, whom nobody knows", "carol", "data-science"),
                person(acme, "acme", "dave, who is disabled", "dave", "data-science"),
                person(acme, "acme", "erin, in no group", "erin", "staff"),
                person(second, "second", "alice of another issuer", "alice", "data-science"),
                person(other, "other", "bob of another issuer", "bob", "data-science"),
                overage());
    }

    private static Someone person(TokenForge forge, String issuer, String name, String subject, String... groups) {
        return new Someone(
                name,
                forge.person(subject, groups),
                new Caller(
                        issuer,
                        Optional.of(subject),
                        Optional.of(subject + "@acme.example"),
                        Set.of(groups),
                        false,
                        Instant.now()));
    }

    private static Someone overage() {
        return new Someone(
                "alice with too many groups",
                acme.alice().withoutClaim("groups").claimJson("_claim_names", "{\"groups\":\"src1\"}"),
                new Caller("acme", Optional.of("alice"), Optional.empty(), Set.of(), true, Instant.now()));
    }

    private static Revocations revocations() {
        return Revocations.NONE.withUser(BOB, Instant.ofEpochSecond(1_700_000_000));
    }

    private static List<String> targets() {
        return List.of(
                "/",
                "//",
                "/.",
                "/api",
                "/api/2.0/clusters/list",
                "/api/2.0/clusters/list?x=/../y",
                "/api/2.0/clusters/list/",
                "/api/2.0/clusters/list//",
                "/api/2.0/clusters/list.",
                "/api/2.0/clusters/list%20",
                "/api/2.0/clusters/list;a=b",
                "/api/2.0/clusters;a/list",
                "/api/2.0//clusters/list",
                "//api/2.0/clusters/list",
                "/api/2.0/clusters%2Flist",
                "/api%2f2.0%2Fclusters/list",
                "/api/2.0/%63lusters/list",
                "/api/2.0/%2563lusters/list",
                "/api/2.0/%252563lusters/list",
                "/api/2.0/CLUSTERS/LIST",
                "/api/2.0/clusters/../token/create",
                "/api/2.0/clusters/%2e%2e/token/create",
                "/api/2.0/clusters/.%2e/token/create",
                "/api/2.0/clusters/..;/token/create",
                "/api/2.0/clusters/...",
                "/api/2.0/clusters/a..b",
                "/api/2.0/clusters/%0a",
                "/api/2.0/clusters/%00",
                "/api/2.0/clusters/%7f",
                "/api/2.0/clusters/%c0%ae",
                "/api/2.0/clusters/%e0%80%ae",
                "/api/2.0/clusters/%",
                "/api/2.0/clusters/%zz",
                "/api/2.0/clusters/%25",
                "/api/2.0/clusters/100%25",
                "/api/2.0/clusters/%c3%a9",
                "/api/2.0/clusters\\list",
                "/api/2.0\\..\\2.0/clusters/list",
                "/api/2.0/token/create",
                "/api/2.0/token/create/x",
                "/api/2.1/Token/Create",
                "/api/2.0/preview/token/create",
                "/api/2.0/fs/files/a.csv",
                "/api/2.0/fs/a.csv",
                "/api/2.0/fs/.csv",
                "/api/2.0/fs/files/a%20b/c.CSV",
                "/api/2.0/fs/files/private/a.csv",
                "/api/2.0/fs/files/privateer/a.csv",
                "/api/2.0/fs/files/private%2fa.csv",
                "/api/2.0/fs/files/;x/private/a.csv",
                "/api/2.0/preview/scim/v2/Me",
                "/api/2.0/preview/scim/v2/Me/",
                "/oidc/v1/toke%6e",
                "/oidc/v1/authorize",
                "/OIDC/jwks.json",
                "/oidc/jwks.json",
                "/oidc/.well-known/openid-configuration",
                "/oidcx",
                "/oidc-x/y");
    }
}
