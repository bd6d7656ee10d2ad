package dev.lakegate.clients;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The environment variables by which Databricks' SDKs, its command line, MLflow and Spark Connect use a route.
///
/// @param noProxy     names that clients reach directly already; loopback is added, which Python's clients need
/// @param trackingUri where MLflow is told to go already: a server of its own is left to it
/// @param cluster     for Spark Connect, whose address names one
public record ClientEnvironment(
        LocalRoute route, String noProxy, Optional<String> trackingUri, Optional<ClusterId> cluster) {
    private static final String MLFLOW_BY_DATABRICKS = "databricks";

    /// In surroundings that have variables already.
    public static ClientEnvironment within(
            Map<String, String> environment, LocalRoute route, Optional<ClusterId> cluster) {
        return new ClientEnvironment(
                route,
                environment.getOrDefault("NO_PROXY", "") + "," + environment.getOrDefault("no_proxy", ""),
                Optional.ofNullable(environment.get("MLFLOW_TRACKING_URI")).filter(uri -> !uri.isBlank()),
                cluster);
    }

    /// The words in which the variables are printed.
    public enum Shell {
        SH,
        FISH,
        POWERSHELL,
        DOTENV,
        JSON
    }

    public String in(Shell shell) {
        return switch (shell) {
            case SH -> lines("export ", "=", value -> value.replace("'", "'\\''"));
            case FISH -> lines("set -gx ", " ", ClientEnvironment::backslashed);
            case POWERSHELL -> lines("$env:", " = ", value -> value.replace("'", "''"));
            // between double quotes many readers expand $
            case DOTENV -> lines("", "=", ClientEnvironment::backslashed);
            case JSON -> new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(variables()) + "\n";
        };
    }

    /// The variables themselves, the local key among their values.
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("DATABRICKS_HOST", route.address());
        variables.put("DATABRICKS_TOKEN", route.localKey().reveal());
        variables.put("DATABRICKS_AUTH_TYPE", "pat");
        if (trackingUri.orElse(MLFLOW_BY_DATABRICKS).equals(MLFLOW_BY_DATABRICKS)) {
            variables.put("MLFLOW_TRACKING_URI", MLFLOW_BY_DATABRICKS);
        }
        // by its name: gRPC's clients take a token without TLS on localhost alone, not on 127.0.0.1
        cluster.ifPresent(id -> variables.put(
                "SPARK_REMOTE",
                "sc://localhost:" + route.port() + "/;token=" + route.localKey().reveal() + ";x-databricks-cluster-id="
                        + id.value()));
        String direct = Stream.concat(Stream.of(noProxy.split(",")), Stream.of("127.0.0.1", "localhost"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .collect(Collectors.joining(","));
        variables.put("NO_PROXY", direct);
        // curl and Python's clients look at this one first
        variables.put("no_proxy", direct);
        return variables;
    }

    /// Each value between single quotes.
    private String lines(String before, String between, UnaryOperator<String> escape) {
        return variables().entrySet().stream()
                .map(variable -> before + variable.getKey() + between + "'" + escape.apply(variable.getValue()) + "'")
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String backslashed(String value) {
        return value.replace("\\", "\\\\").replace("'", "\\'");
    }
}
