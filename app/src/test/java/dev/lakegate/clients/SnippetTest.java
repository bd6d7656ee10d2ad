package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import dev.lakegate.sandbox.Command;
import dev.lakegate.sandbox.Command.Outcome;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is printed for each client. Those that can be run are run in `journey.SnippetsIT`.
class SnippetTest {
    private static final String KEY = "lgk_0123456789012345678901234567890123456789012";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void each_snippet_names_the_routes_port_and_has_no_blank_left(Client client) throws Exception {
        String text = Snippet.of(client, withTls()).text();

        assertThat(text).doesNotContainPattern("\\{\\{[a-z_]").endsWith("\n").contains("route \"prod\"");
        if (Snippet.insistsOnHttps(client)) {
            assertThat(text).contains("18765", "/ca/prod.pem").doesNotContain(" 8765");
        } else if (client != Client.DATABRICKS_CLI) {
            assertThat(text).contains("8765").doesNotContain("18765");
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_snippet_carries_the_key_and_each_says_where_it_comes_from(Client client) throws Exception {
        String text = Snippet.of(client, withTls()).text();

        assertThat(text).doesNotContain("lgk_");
        assertThat(text).containsAnyOf("/keys/prod.key", "lakegate exec prod --");
    }

    @Test
    void a_client_that_insists_on_https_is_told_how_its_route_gets_a_tls_port() {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> Snippet.of(Client.SQL_NODE, route(Optional.empty())));

        assertThat(problem.problem().code()).isEqualTo("tls_port_needed");
        assertThat(problem.problem().text().toString()).contains("sql-node insists on https", "'prod'", "'tls_port'");
    }

    @Test
    void every_other_client_needs_no_tls_port() throws Exception {
        for (Client client : Client.values()) {
            if (client != Client.SQL_NODE) {
                assertThat(Snippet.of(client, route(Optional.empty())).text()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_its_language_can_check_of_a_snippet_is_right(Client client) throws Exception {
        Path file = folder.resolve(client.file());
        String text = Snippet.of(client, withTls()).text();
        Files.writeString(file, text);
        String language = client.file().replaceFirst(".*\\.", "");

        switch (language) {
            case "py" -> assertRight(Command.of(folder, "python3", "-m", "py_compile", file.toString()));
            case "mjs" -> assertRight(Command.of(folder, "node", "--check", file.toString()));
            case "sh" -> assertRight(Command.of(folder, "sh", "-n", file.toString()));
            case "java" -> assertCompiles(text);
            // no compiler and no reader for these here
            case "go", "yml" -> assertThat(text).contains(client == Client.DBT ? "type: databricks" : "package main");
            default -> throw new IllegalStateException(language);
        }
    }

    @Test
    void a_key_file_may_lie_in_a_folder_with_blanks_and_quotes() throws Exception {
        Path keys = Files.createDirectories(folder.resolve("Application Support/o'brien \"x\""));
        Path keyFile = Files.writeString(keys.resolve("prod.key"), KEY + "\n");
        LocalRoute route = new LocalRoute(new RouteName("prod"), 8765, new Secret(KEY), keyFile, Optional.empty());
        Path cell = folder.resolve("cell.py");
        Files.writeString(cell, Snippet.of(Client.JUPYTER, route).text() + "print(os.environ['DATABRICKS_TOKEN'])\n");

        assertThat(Command.of(folder, "python3", cell.toString()).run()).isEqualTo(new Outcome(0, KEY + "\n", ""));
    }

    @Test
    void a_client_is_known_by_the_name_that_the_list_shows() {
        assertThat(Arrays.stream(Client.values()).map(Client::toString))
                .contains("python-sdk", "java-sdk", "go-sdk", "databricks-cli", "jdbc", "odbc", "sql-python")
                .contains("sql-node", "dbt", "mlflow", "spark-connect", "databricks-connect", "openai", "jupyter")
                .contains("vscode", "curl")
                .allSatisfy(name -> assertThat(Client.named(name)).isPresent());
        assertThat(Client.named("Python-SDK")).contains(Client.PYTHON_SDK);
        assertThat(Client.named("python_sdk")).isEmpty();
    }

    private static void assertRight(Command check) throws Exception {
        Outcome outcome = check.run();
        assertThat(outcome.status()).as(outcome.err()).isZero();
    }

    private void assertCompiles(String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///ThroughLakegate.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        List<String> options = List.of("-proc:none", "-d", folder.toString());
        assertThat(compiler.getTask(said, null, null, options, null, List.of(source))
                        .call())
                .as(said.toString())
                .isTrue();
    }

    private static LocalRoute withTls() {
        return route(Optional.of(new LocalRoute.TlsPort(18765, Path.of("/ca/prod.pem"))));
    }

    private static LocalRoute route(Optional<LocalRoute.TlsPort> tls) {
        return new LocalRoute(new RouteName("prod"), 8765, new Secret(KEY), Path.of("/keys/prod.key"), tls);
    }
}
