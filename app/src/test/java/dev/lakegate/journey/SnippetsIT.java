package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.clients.Client;
import dev.lakegate.sandbox.Command;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PackagingScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Snippets as they are printed, pasted and run with the clients themselves.
@ExtendWith(StandardSandbox.class)
class SnippetsIT extends WithSandbox {
    private static final String ALICE = "alice@acme.example";

    @TempDir
    Path project;

    @Test
    void curls_snippet_is_answered_as_the_person_who_signed_in() throws Exception {
        Path script = pasted(laptopOf("alice"), "curl", "who-am-i.sh");

        Command.Outcome outcome = Command.of(project, "sh", script.toString()).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("\"" + ALICE + "\"");
    }

    @Test
    void curls_snippet_ends_with_an_error_when_the_proxy_answers_one() throws Exception {
        Path script = pasted(laptop(), "curl", "who-am-i.sh");

        Command.Outcome outcome = Command.of(project, "sh", script.toString()).run();

        assertThat(outcome.status()).isEqualTo(22);
        assertThat(outcome.out()).contains("sign_in_needed");
    }

    @Test
    void the_java_sdks_snippet_compiles_and_is_answered() throws Exception {
        Path source = pasted(laptopOf("alice"), "java-sdk", "ThroughLakegate.java");

        Command.Outcome outcome =
                Command.java(project, Map.of(), source.toString()).run();

        assertThat(outcome.out()).as(outcome.err()).isEqualTo(ALICE + "\n");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void the_openai_clients_snippet_for_node_is_answered() throws Exception {
        Path source = pasted(laptopOf("alice"), "openai-node", "chat.mjs");

        Command.Outcome outcome = node(source, Map.of());

        assertThat(outcome.out()).as(outcome.err()).isEqualTo(ALICE + " said: Who are you?\n");
        assertThat(outcome.status()).isZero();
    }

    /// It insists on https. That a client which checks certificates believes the route's is `EntriesIT`'s: this
    /// version of the driver checks none, and 2.1.0, which does, names a package that npm's registry does not have.
    @Test
    void the_sql_drivers_snippet_for_node_is_answered_over_tls() throws Exception {
        Laptop laptop =
                laptop(sandbox.configuration().replace("port = $PORT_PROD", "port = $PORT_PROD\ntls_port = $PORT_TLS"));
        laptop.signIn("alice");
        Path source = pasted(laptop, "sql-node", "query.mjs");
        Files.writeString(source, Files.readString(source).replace("WAREHOUSE_ID", "abc123"));

        Command.Outcome outcome = node(
                source,
                Map.of(
                        "NODE_EXTRA_CA_CERTS",
                        laptop.locations()
                                .stateFolder()
                                .resolve("tls/authorities.pem")
                                .toString()));

        assertThat(outcome.out()).as(outcome.err()).contains("'current_user()': '" + ALICE + "'");
        assertThat(outcome.status()).isZero();
    }

    private Command.Outcome node(Path source, Map<String, String> environment) throws Exception {
        String libraries = PackagingScript.run(
                        "node-libraries",
                        "snippets",
                        System.getProperty("lakegate.root") + "/app/src/test/sandbox/snippets")
                .getFirst();
        Path modules = project.resolve("node_modules");
        if (Files.notExists(modules)) {
            Files.createSymbolicLink(modules, Path.of(libraries, "node_modules"));
        }
        String node = PackagingScript.run("node").getFirst();
        return Command.of(project, environment, node, source.toString()).run();
    }

    @Test
    void the_first_cell_of_a_notebook_gives_the_later_ones_what_they_need_also_behind_an_outbound_proxy()
            throws Exception {
        Laptop laptop = laptopOf("alice");
        for (String client : List.of("jupyter", "vscode")) {
            Path cell = pasted(laptop, client, client + ".py");
            Files.writeString(cell, Files.readString(cell) + """

                    import urllib.request
                    request = urllib.request.Request(os.environ["DATABRICKS_HOST"] + "/api/2.0/preview/scim/v2/Me")
                    request.add_header("Authorization", "Bearer " + os.environ["DATABRICKS_TOKEN"])
                    print(urllib.request.urlopen(request).read().decode())
                    """);

            Command.Outcome outcome = Command.of(
                            project, Map.of("http_proxy", "http://127.0.0.1:1"), "python3", cell.toString())
                    .run();

            assertThat(outcome.out()).as(outcome.err()).contains(ALICE);
        }
    }

    @Test
    void what_the_snippet_for_databricks_command_line_has_people_type_is_understood() throws Exception {
        Path home = Files.createDirectories(project.resolve("home"));
        Laptop laptop = laptop(sandbox.configuration(), Map.of("HOME", home.toString()));
        List<String> typed = say(laptop, "snippet", "databricks-cli", "prod")
                .out()
                .lines()
                .filter(line -> line.startsWith("lakegate "))
                .toList();
        assertThat(typed)
                .containsExactly(
                        "lakegate configure databricks prod", "lakegate exec prod -- databricks current-user me");

        assertThat(say(laptop, "configure", "databricks", "prod").status()).isZero();
        // its command line is not on this machine
        assertThat(say(laptop, "exec", "prod", "--", "databricks", "current-user", "me")
                        .err())
                .contains("command_not_started", "'databricks'");
        assertThat(home.resolve(".databrickscfg")).content().startsWith("[lakegate-prod]\n");
    }

    @Test
    void without_a_client_all_are_listed_for_people_and_for_programs() throws Exception {
        Laptop laptop = laptop();

        assertThat(say(laptop, "snippet").out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactlyElementsOf(
                        Arrays.stream(Client.values()).map(Client::toString).toList());
        JsonNode list = json(say(laptop, "snippet", "--json"));
        assertThat(list).hasSize(Client.values().length);
        assertThat(list.path(0).propertyNames()).containsExactly("client", "title", "insists_on_https");
        JsonNode one = json(say(laptop, "snippet", "curl", "dev", "--json"));
        assertThat(one.propertyNames()).containsExactly("client", "route", "text");
        assertThat(one.path("text").asString())
                .contains(laptop.address("dev").toString())
                .isEqualTo(say(laptop, "snippet", "curl", "dev").out());
    }

    @Test
    void what_there_is_no_snippet_for_is_said_with_what_to_do() throws Exception {
        Laptop laptop = laptop();

        Laptop.Outcome unknown = say(laptop, "snippet", "excel", "prod");
        Laptop.Outcome noRoute = say(laptop, "snippet", "curl");
        Laptop.Outcome https = say(laptop, "snippet", "sql-node", "prod");

        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("'excel'", "'lakegate snippet' lists");
        assertThat(noRoute.status()).isEqualTo(2);
        assertThat(noRoute.err()).contains("Name one of: dev, prod.");
        assertThat(https.status()).isEqualTo(1);
        assertThat(https.err()).contains("tls_port_needed", "'tls_port'");
        assertThat(https.out()).isEmpty();
    }

    /// Saves what is printed.
    private Path pasted(Laptop laptop, String client, String file) throws Exception {
        return Files.writeString(
                project.resolve(file), say(laptop, "snippet", client, "prod").out());
    }
}
