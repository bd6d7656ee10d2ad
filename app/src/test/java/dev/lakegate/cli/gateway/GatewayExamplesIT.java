package dev.lakegate.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.PackagingScript;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The policies that `lakegate gateway init` writes are sound: what is left to do is to put the company's names in.
class GatewayExamplesIT {
    private static final String CERTIFICATE = "/etc/lakegate/gateway.pem";
    private static final String ALICE = "alice@acme.example";

    @TempDir
    static Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"OKTA", "ENTRA", "KEYCLOAK"})
    void haproxy_takes_the_example_and_nothing_in_it_is_odd(String provider) throws IOException {
        Path policy = withCertificate(written(provider));

        int status = gateway(
                "check",
                "--policy",
                policy.toString(),
                "--folder",
                folder.resolve(provider + "-files").toString(),
                "--haproxy",
                PackagingScript.run("gateway/haproxy").getLast());

        assertThat(status).as(said()).isZero();
        assertThat(said().lines().filter(line -> line.startsWith("warning")))
                .as("only sync can fetch keys")
                .singleElement()
                .asString()
                .contains("no signing key of issuer 'acme' has been fetched yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OKTA", "ENTRA", "KEYCLOAK"})
    void its_people_may_do_what_its_rules_say(String provider) throws IOException {
        Path policy = written(provider);

        assertThat(explain(policy, "GET", "/api/2.0/clusters/list", "data-science"))
                .isZero();
        assertThat(said()).contains("rule                notebooks").contains("workspace identity  " + ALICE);
        assertThat(explain(policy, "POST", "/spark.connect.SparkConnectService/ExecutePlan", "data-science"))
                .isZero();
        assertThat(explain(policy, "GET", "/.well-known/databricks-config", "data-science"))
                .isZero();
        assertThat(explain(policy, "DELETE", "/api/2.0/fs/files/a", "data-science"))
                .isEqualTo(4);
        assertThat(said()).contains("rule                no-deleting");
        assertThat(explain(policy, "POST", "/api/2.1/jobs/create", "data-science"))
                .isEqualTo(4);
        assertThat(said()).contains("rule                default");
        assertThat(explain(policy, "POST", "/api/2.1/jobs/create", "data-engineers"))
                .isZero();
        assertThat(explain(policy, "POST", "/api/2.0/token/create", "data-engineers"))
                .isEqualTo(4);
        assertThat(said()).contains("path_not_allowed");
        assertThat(explain(policy, "GET", "/api/2.0/clusters/list", "nobody")).isEqualTo(4);
        assertThat(said()).contains("group_required");
    }

    @Test
    void an_example_is_never_written_over_a_policy_that_is_there() throws IOException {
        Path policy = Files.writeString(folder.resolve("there.toml"), "mine");

        assertThat(gateway("init", "--policy", policy.toString())).isEqualTo(1);
        assertThat(policy).hasContent("mine");
    }

    private Path written(String provider) throws IOException {
        Path policy = Files.createTempDirectory(folder, provider).resolve("gateway.toml");
        assertThat(gateway("init", "--provider", provider, "--policy", policy.toString()))
                .as(said())
                .isZero();
        return policy;
    }

    private static Path withCertificate(Path policy) throws IOException {
        String text = Files.readString(policy);
        assertThat(text).contains(CERTIFICATE);
        Path pem = Certificates.create(Files.createTempDirectory(folder, "pki"))
                .server("gateway.acme.example", "prod.lake.acme.example")
                .keyAndChainPem();
        return Files.writeString(policy, text.replace(CERTIFICATE, pem.toString()));
    }

    private int explain(Path policy, String method, String path, String group) {
        said.reset();
        return gateway(
                "explain",
                ALICE,
                method,
                path,
                "--group",
                group,
                "--policy",
                policy.toString(),
                "--folder",
                folder.resolve("none").toString());
    }

    private int gateway(String... arguments) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return GatewayCommand.with(new Console(Map.of(), new BufferedReader(new StringReader("")), out, out))
                .execute(arguments);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
