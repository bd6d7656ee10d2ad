package dev.lakegate.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakegate.clients.ClientEnvironment.Shell;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ClientEnvironmentTest {
    private static final String KEY = "lgk_0123456789012345678901234567890123456789012";

    private static final String CLUSTER = "1122-163200-lake0001";

    private static final LocalRoute ROUTE =
            new LocalRoute(new RouteName("prod"), 8765, new Secret(KEY), Path.of("/keys/prod.key"), Optional.empty());

    /// Everything a shell could trip over; no comma, which separates names.
    private static final String HOSTILE = "o'ne\"two $HOME `id` \\ %s $1 ; # \\\\' end\\";

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void a_posix_shell_reads_back_exactly_what_was_meant(String shell) throws Exception {
        assumeTrue(isInstalled(shell), shell + " is not installed");

        assertThat(readBack(shell, hostile().in(Shell.SH))).isEqualTo(meant());
    }

    @Test
    void fish_reads_back_exactly_what_was_meant() throws Exception {
        assumeTrue(isInstalled("fish"), "fish is not installed");

        assertThat(readBack("fish", hostile().in(Shell.FISH))).isEqualTo(meant());
    }

    @Test
    void powershells_only_special_character_between_single_quotes_is_doubled() {
        assertThat(environment("o'ne $x").in(Shell.POWERSHELL))
                .contains("$env:DATABRICKS_HOST = 'http://127.0.0.1:8765'\n")
                .contains("$env:NO_PROXY = 'o''ne $x,127.0.0.1,localhost'\n");
    }

    @Test
    void a_dotenv_file_quotes_so_that_nothing_is_expanded() {
        assertThat(hostile().in(Shell.DOTENV))
                .contains("DATABRICKS_HOST='http://127.0.0.1:8765'\n")
                .contains("NO_PROXY='o\\'ne\"two $HOME `id` \\\\ %s $1 ; # \\\\\\\\\\' end\\\\,127.0.0.1,localhost'\n");
    }

    @Test
    void json_is_for_programs() {
        Map<?, ?> read = new JsonMapper().readValue(hostile().in(Shell.JSON), Map.class);

        assertThat(read).isEqualTo(meant());
    }

    @Test
    void every_shell_is_told_of_the_same_variables() {
        for (Shell shell : Shell.values()) {
            assertThat(hostile().in(shell))
                    .contains("DATABRICKS_HOST", "DATABRICKS_TOKEN", "DATABRICKS_AUTH_TYPE", "NO_PROXY", KEY)
                    .contains("MLFLOW_TRACKING_URI", "SPARK_REMOTE", "no_proxy")
                    .endsWith("\n");
        }
    }

    @Test
    void loopback_is_added_to_no_proxy_once_and_what_was_there_stays() {
        assertThat(noProxy(Map.of())).isEqualTo("127.0.0.1,localhost");
        assertThat(noProxy(Map.of("NO_PROXY", ""))).isEqualTo("127.0.0.1,localhost");
        assertThat(noProxy(Map.of("NO_PROXY", " .corp.example , localhost,,10.0.0.0/8")))
                .isEqualTo(".corp.example,localhost,10.0.0.0/8,127.0.0.1");
    }

    @Test
    void both_spellings_of_no_proxy_are_joined_since_clients_look_at_one_of_them() {
        assertThat(noProxy(Map.of("NO_PROXY", ".corp.example", "no_proxy", "lake.example,.corp.example")))
                .isEqualTo(".corp.example,lake.example,127.0.0.1,localhost");
    }

    @Test
    void mlflow_is_sent_through_the_route_unless_it_was_sent_to_a_server_of_its_own() {
        assertThat(variables(Map.of())).containsEntry("MLFLOW_TRACKING_URI", "databricks");
        assertThat(variables(Map.of("MLFLOW_TRACKING_URI", ""))).containsEntry("MLFLOW_TRACKING_URI", "databricks");
        assertThat(variables(Map.of("MLFLOW_TRACKING_URI", "databricks")))
                .containsEntry("MLFLOW_TRACKING_URI", "databricks");
        assertThat(variables(Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")))
                .doesNotContainKey("MLFLOW_TRACKING_URI");
    }

    @Test
    void spark_is_told_of_a_cluster_where_one_is_named_and_of_nothing_otherwise() {
        assertThat(hostile().variables())
                .containsEntry(
                        "SPARK_REMOTE", "sc://localhost:8765/;token=" + KEY + ";x-databricks-cluster-id=" + CLUSTER);
        assertThat(variables(Map.of())).doesNotContainKey("SPARK_REMOTE");
    }

    @Test
    void a_clusters_id_cannot_carry_more_than_an_id() {
        assertThatThrownBy(() -> new ClusterId("a;token=b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_record_does_not_print_the_key() {
        assertThat(hostile().toString()).doesNotContain(KEY);
    }

    private static String noProxy(Map<String, String> now) {
        Map<String, String> variables = variables(now);
        assertThat(variables.get("no_proxy")).isEqualTo(variables.get("NO_PROXY"));
        return String.valueOf(variables.get("NO_PROXY"));
    }

    private static Map<String, String> variables(Map<String, String> now) {
        return ClientEnvironment.within(now, ROUTE, Optional.empty()).variables();
    }

    private static ClientEnvironment hostile() {
        return environment(HOSTILE);
    }

    private static ClientEnvironment environment(String noProxy) {
        return ClientEnvironment.within(Map.of("NO_PROXY", noProxy), ROUTE, Optional.of(new ClusterId(CLUSTER)));
    }

    private static Map<String, String> meant() {
        String direct = HOSTILE + ",127.0.0.1,localhost";
        return Map.of(
                "DATABRICKS_HOST",
                "http://127.0.0.1:8765",
                "DATABRICKS_TOKEN",
                KEY,
                "DATABRICKS_AUTH_TYPE",
                "pat",
                "MLFLOW_TRACKING_URI",
                "databricks",
                "SPARK_REMOTE",
                "sc://localhost:8765/;token=" + KEY + ";x-databricks-cluster-id=" + CLUSTER,
                "NO_PROXY",
                direct,
                "no_proxy",
                direct);
    }

    /// Has the shell evaluate the lines and a program of its print the variables that it was given.
    private static Map<String, String> readBack(String shell, String lines) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell, "-c"));
        command.add(lines + "\nenv -0");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> meant().containsKey(name));
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();

        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : printed.split("\0", -1)) {
            String[] parts = variable.split("=", 2);
            if (meant().containsKey(parts[0])) {
                variables.put(parts[0], parts[1]);
            }
        }
        return variables;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
