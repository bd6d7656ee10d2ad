package dev.lakegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All that is wrong or odd with a policy is told at once, with its line.
class PolicyReaderTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    private static final String SOUND = """
            [gateway]
            address = "https://lakegate.acme.example"
            certificate = "gateway.pem"
            default = "deny"

            [issuer.acme]
            provider = "okta"
            issuer = "https://acme.okta.com/oauth2/aus1"
            audience = "urn:lakegate"
            clients = ["0oa1"]
            scopes = ["lakegate"]
            email_domains = ["acme.example"]

            [workspace.prod]
            host = "prod.lakegate.acme.example"
            upstream = "adb-1234567890.12.azuredatabricks.net"

            [group.data-science]
            acme = ["Data Science"]

            [[person]]
            issuer = "acme"
            email = "Alice@ACME.example"
            identity = "Alice@acme.example"

            [[rule]]
            name = "read"
            effect = "allow"
            groups = ["data-science"]
            methods = ["GET"]
            paths = ["/api/**"]
            """;

    @TempDir
    private Path folder;

    @Test
    void a_sound_policy_is_read_with_what_its_provider_is_used_to() throws IOException {
        PolicyReader.Outcome outcome = read(SOUND);

        assertThat(outcome.findings().problems()).isEmpty();
        assertThat(outcome.findings().warnings()).isEmpty();
        Policy policy = outcome.policy().orElseThrow();
        assertThat(policy.gateway().listen()).containsExactly(":443");
        assertThat(policy.gateway().certificate()).isEqualTo(folder.resolve("gateway.pem"));
        assertThat(policy.issuers().getFirst().tokenTypes()).containsExactlyInAnyOrder("none", "jwt");
        assertThat(policy.workspaces().getFirst().nodes()).containsExactly("adb-1234567890.12.azuredatabricks.net:443");
        assertThat(policy.people().getFirst().identity()).isEqualTo("alice@acme.example");
        assertThat(policy.people().getFirst().known()).isEqualTo(new MappedPerson.Known.ByEmail("alice@acme.example"));
        assertThat(policy.rules().getFirst().groups()).isEqualTo(policy.groups());
    }

    @Test
    void all_problems_are_told_at_once_each_with_its_line_and_a_remedy() throws IOException {
        PolicyReader.Outcome outcome = read("""
                [gateway]
                adress = "https://lakegate.acme.example"
                certificate = "gateway.pem"
                admin = "0.0.0.0:8404"
                default = "perhaps"

                [issuer.acme]
                issuer = "http://acme.okta.com"
                algorithms = ["RS256", "HS256"]
                clients = ["0oa1"]
                scopes = ["lakegate"]

                [workspace.prod]
                host = "Prod.acme.example"
                nodes = ["http://10.0.0.1:80"]
                verify = "none"

                [group.data-science]
                okta = ["x"]

                [[rule]]
                name = "read"
                effect = "allow"
                groups = ["data-sience"]
                paths = ["/api/../x", "API"]
                """);

        assertThat(outcome.policy()).isEmpty();
        assertThat(outcome.findings().problems())
                .extracting(ConfigurationProblem::toString)
                .allMatch(line -> line.startsWith(folder.resolve("gateway.toml") + ":"))
                .anyMatch(line -> line.contains(":1: 'address' is missing"))
                .anyMatch(line -> line.contains(":2: 'adress' is not a setting in [gateway]; did you mean 'address'?"))
                .anyMatch(line -> line.contains(":4: 'admin'") && line.contains("loopback"))
                .anyMatch(line -> line.contains(":5: 'default'") && line.contains("\"allow\" or \"deny\""))
                .anyMatch(line -> line.contains(":8: 'issuer'") && line.contains("https"))
                .anyMatch(line -> line.contains(":9: 'algorithms'") && line.contains("RS256"))
                .anyMatch(line -> line.contains(":7: 'audience' is missing"))
                .anyMatch(line -> line.contains(":14: 'host'"))
                .anyMatch(line -> line.contains(":15: 'nodes'") && line.contains("plain HTTP is refused"))
                .anyMatch(line -> line.contains(":16: 'verify' is refused"))
                .anyMatch(line -> line.contains(":19: there is no issuer 'okta'"))
                .anyMatch(line -> line.contains(":24: there is no group 'data-sience'; did you mean 'data-science'?"))
                .anyMatch(line -> line.contains(":25: 'paths'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            audience = "urn:lakegate"               | audience = ""                                | in [issuer.acme]
            audience = "urn:lakegate"               | audience = "a b"                             | in [issuer.acme]
            clients = ["0oa1"]                      | clients = []                                 | no token would count
            clients = ["0oa1"]                      | clients = ["a b"]                            | in [issuer.acme]
            email_domains = ["acme.example"]        | email_domains = ["other.example"]            | may not assert addresses of acme.example
            host = "prod.lakegate.acme.example"     | host = "lakegate.acme.example"               | the gateway's own name
            acme = ["Data Science"]                 | acme = ["a\\"b"]                             | in [group.data-science]
            name = "read"                           | name = "built-in"                            | the gateway's own
            groups = ["data-science"]               | groups = []                                  | would mean all
            certificate = "gateway.pem"             | certificate = "a\\"b"                         | a path without quotes
            certificate = "gateway.pem"             | certificate = "a\\tb"                         | a path without quotes
            paths = ["/api/**"]                     | paths = []                                   | is empty
            paths = ["/api/**"]                     | paths = ["/api/**x"]                         | a path in small letters
            paths = ["/api/**"]                     | paths = ["/a%2fb"]                           | a path in small letters
            methods = ["GET"]                       | methods = ["get"]                            | in capitals
            identity = "Alice@acme.example"         | identity = "a b"                             | a workspace identity such as
            email = "Alice@ACME.example"            | subject = "a#b"                              | the subject as its tokens have it
            default = "deny"                        | default = "deny"\\nlisten = ["443"]          | an address such as
            default = "deny"                        | default = "deny"\\naudit = "udp://x:1"       | datagram socket
            default = "deny"                        | default = "deny"\\n[client]\\nversion = "1.4" | a release of lakegate such as
            default = "deny"                        | default = deny                               | unexpected
            """)
    void what_is_not_sound_is_a_problem(String sound, String unsound, String problem) throws IOException {
        String text = SOUND.replace(sound, unsound.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(SOUND);
        PolicyReader.Outcome outcome = read(text);

        assertThat(outcome.policy()).isEmpty();
        assertThat(outcome.findings().problems())
                .extracting(ConfigurationProblem::toString)
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(problem));
    }

    @Test
    void what_haproxy_would_let_pass_silently_is_a_warning() throws IOException {
        PolicyReader.Outcome outcome = read(SOUND + """

                [[rule]]
                name = "read-clusters"
                effect = "deny"
                groups = ["data-science"]
                methods = ["GET"]
                paths = ["/api/2.0/clusters/*"]

                [group.unused]
                acme = ["x"]

                [[person]]
                issuer = "acme"
                subject = "alice2"
                identity = "alice@acme.example"

                [workspace.typo]
                host = "typo.lakegate.acme.example"
                upstream = "adb-1.azuredatabricks.com"

                [issuer.acme.client_secret.first]
                created = 2026-01-01
                expires = 2026-12-01
                """);

        assertThat(outcome.policy()).isPresent();
        assertThat(outcome.findings().warnings())
                .extracting(ConfigurationProblem::toString)
                .anyMatch(line -> line.contains("rule 'read-clusters' is never reached: rule 'read' (line 26)"))
                .anyMatch(line -> line.contains("nothing uses group 'unused'"))
                .anyMatch(line -> line.contains("two people of 'acme' are mapped to alice@acme.example"))
                .anyMatch(line -> line.contains("does not look like a workspace of Databricks"))
                .anyMatch(line -> line.contains("no client secret of issuer 'acme' is valid for 30 days more"))
                .hasSize(5);
    }

    @Test
    void a_secret_in_the_policy_is_refused_without_being_repeated() throws IOException {
        PolicyReader.Outcome outcome = read(SOUND + """

                [issuer.acme.client_secret.first]
                value = "s3cr3t-value"
                created = 2026-01-01
                expires = 2027-12-01
                """);

        assertThat(outcome.findings().problems())
                .extracting(ConfigurationProblem::toString)
                .anyMatch(line -> line.contains("a secret does not belong into this file"))
                .noneMatch(line -> line.contains("s3cr3t-value"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/**,        /api/2.0/x,       true",
        "/api/**,        /api/**,          true",
        "/api/*,         /api/x,           true",
        "/api/*,         /api/*,           true",
        "/**,            /,                true",
        "/api/*,         /api/**,          false",
        "/api/a*,        /api/*,           false",
        "/api/a*,        /api/abc,         true",
        "/api/**/x,      /api/a/b/x,       true",
        "/api/**/x,      /api/a/b/y,       false",
        "/api/*/x,       /api/**/x,        false"
    })
    void one_pattern_covers_another_where_that_is_plain(String earlier, String later, boolean covers) {
        assertThat(new PathGlob(earlier).covers(new PathGlob(later))).isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/*.csv,    /a/.csv,       true",
        "/a/*.csv,    /a/b.csvx,     false",
        "/a/*b*,      /a/xbx,        true",
        "/a/*b*c,     /a/cb,         false",
        "/a/ab*ba,    /a/aba,        false",
        "/a/**,       /a,            true",
        "/a/**,       /ab,           false",
        "/a/**/z,     /a/z,          true",
        "/a/**/b/**/c, /a/b/x/b/c,   true",
        "/a.b,        /axb,          false",
        "/,           /a,            false"
    })
    void a_pattern_and_its_expression_match_alike(String pattern, String path, boolean matches) {
        PathGlob glob = new PathGlob(pattern);
        assertThat(glob.matches(path)).isEqualTo(matches);
        assertThat(path.matches("(?s)" + glob.expression())).isEqualTo(matches);
    }

    private PolicyReader.Outcome read(String toml) throws IOException {
        Path file = folder.resolve("gateway.toml");
        Files.writeString(file, toml);
        return PolicyReader.read(file, TODAY);
    }
}
