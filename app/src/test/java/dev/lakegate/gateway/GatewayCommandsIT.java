package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.gateway.explain.Judge;
import dev.lakegate.gateway.explain.TokenJudge;
import dev.lakegate.gateway.explain.Verdict;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.model.Secret;
import dev.lakegate.sandbox.NetworkTeam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What the network team types: init, check, render, diff, explain.
class GatewayCommandsIT extends WithGateway {
    private static NetworkTeam team;

    @BeforeAll
    static void beginWork() {
        team = new NetworkTeam(setup);
    }

    @Test
    void a_sound_policy_is_checked_by_haproxy_too() {
        var outcome = team.gateway("check");
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).contains("HAProxy takes what is made of the policy");
        var json = JsonMapper.shared().readTree(team.gateway("check", "--json").out());
        assertThat(json.path("problems").isEmpty()).isTrue();
        assertThat(json.path("warnings").isEmpty()).isFalse();
    }

    @Test
    void a_check_tells_all_problems_and_what_only_haproxy_finds() throws IOException {
        Path policy = setup.policyFile();
        String before = Files.readString(policy);
        try {
            Files.writeString(policy, before.replace("default = \"allow\"", "default = \"perhaps\"\nlisten2 = 1"));
            var unsound = team.gateway("check");
            assertThat(unsound.status()).isEqualTo(1);
            assertThat(unsound.out())
                    .contains("problem  ")
                    .contains("'default'")
                    .contains("'listen2' is not a setting");
            assertThat(team.gateway("render").err())
                    .contains("configuration_invalid")
                    .contains("'listen2'");

            Files.writeString(policy, before.replaceFirst("ca_file = \"[^\"]+\"", "ca_file = \"/nowhere.pem\""));
            var refused = team.gateway("check");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.out())
                    .contains("haproxy  ")
                    .contains("/nowhere.pem")
                    .contains("[haproxy.cfg:")
                    .doesNotContain("lakegate-check-");
        } finally {
            Files.writeString(policy, before);
        }
    }

    @Test
    void a_diff_shows_just_the_change() throws IOException {
        team.gateway("render");
        assertThat(team.gateway("diff").out()).isEmpty();
        Path policy = setup.policyFile();
        String before = Files.readString(policy);
        try {
            Files.writeString(policy, before + """
                    [[person]]
                    issuer = "acme"
                    subject = "zoe"
                    identity = "zoe@acme.example"
                    """);
            var outcome = team.gateway("diff");
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out().lines().filter(line -> line.startsWith("+") && !line.startsWith("+++")))
                    .anyMatch(line -> line.equals("+acme|zoe  zoe@acme.example"))
                    .allMatch(line -> line.contains("zoe") || line.contains("X-Lakegate-Render"));
        } finally {
            Files.writeString(policy, before);
            setup.keys("acme", acme.jwks());
        }
    }

    @Test
    void explain_names_the_rule_the_identity_and_the_fields() {
        var allowed = team.gateway(
                "explain", "alice@acme.example", "GET", "/api/2.0/clusters/list", "--group", "data-science");
        assertThat(allowed.status()).isZero();
        assertThat(allowed.err()).isEmpty();
        assertThat(team.gateway("explain", "alice", "GET", "/", "--group", "data-scince")
                        .err())
                .contains("no rule asks for 'data-scince'; the policy's groups are: ", "data-science");
        assertThat(allowed.out())
                .contains("GET /api/2.0/clusters/list at prod.lakegate.test: allowed")
                .contains("rule                default")
                .contains("workspace identity  alice@acme.example")
                .contains("Host: prod.lakegate.test");

        var denied = team.gateway(
                "explain", "alice", "POST", "/api/2.0/%74oken/create", "--group", "data-science", "--json");
        assertThat(denied.status()).isEqualTo(4);
        assertThat(JsonMapper.shared().readTree(denied.out()).path("code").asString())
                .isEqualTo("path_not_allowed");
        assertThat(team.gateway("explain", "dave", "GET", "/", "--group", "data-science")
                        .out())
                .contains("denied: user_disabled");
        assertThat(team.gateway("explain", "alice", "GET", "/").out()).contains("denied: group_required");
        assertThat(team.gateway("explain", "carol", "GET", "/").out())
                .contains("denied: no_workspace_identity")
                .contains("workspace identity  none");
    }

    /// All the tokens that running HAProxy denies in `IdentityTokenIT` and `PersonIT`, with the same codes.
    @Test
    void explain_says_of_a_token_what_the_gateway_says() throws IOException {
        Policy policy = setup.policy();
        Revocations revoked =
                Revocations.NONE.withToken("acme", "revoked").withUser(BOB, Instant.ofEpochSecond(1_700_000_000));
        TokenJudge tokens = new TokenJudge(policy, setup.signingKeys(), revoked);
        Judge judge = new Judge(policy, revoked);
        List<String> differences = new ArrayList<>();
        List<Arguments> cases =
                Stream.concat(IdentityTokenIT.spoilt(), PersonIT.nobody()).toList();
        for (Arguments each : cases) {
            String told = switch (tokens.judge(new Secret(each.get()[1].toString()), Instant.now())) {
                case TokenJudge.Outcome.Bad(String code) -> code;
                case TokenJudge.Outcome.Good(var caller) ->
                    judge.judge(caller, "GET", ME, policy.workspaces().getFirst()) instanceof Verdict.Denied denied
                            ? denied.code()
                            : "allowed";
            };
            if (!told.equals(each.get()[2])) {
                differences.add(each.get()[0] + ": HAProxy " + each.get()[2] + ", model " + told);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"okta", "entra", "keycloak"})
    void init_writes_a_policy_to_begin_with_and_never_over_another(String provider) throws IOException {
        Path file = folder.resolve("new " + provider).resolve("gateway.toml");
        var written = NetworkTeam.lakegate("", "gateway", "init", "--provider", provider, "--policy", file.toString());
        assertThat(written.status()).as(written.err()).isZero();
        assertThat(file).isNotEmptyFile();
        Files.writeString(file, "mine");
        assertThat(NetworkTeam.lakegate("", "gateway", "init", "--policy", file.toString())
                        .status())
                .isEqualTo(1);
        assertThat(file).hasContent("mine");
    }
}
