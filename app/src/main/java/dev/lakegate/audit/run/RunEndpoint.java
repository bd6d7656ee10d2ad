package dev.lakegate.audit.run;

import dev.lakegate.audit.run.Run.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An operation of the workspace's REST API that is about one run (the references of MLflow 3 and Databricks Jobs 2.2).
///
/// @param starts whether it begins one, whose id the answer tells; else the request tells it
public record RunEndpoint(Kind kind, boolean starts) {
    private static final List<String> PREFIXES = List.of("/api/2.", "/ajax-api/2.");

    private static final Map<String, RunEndpoint> BY_OPERATION = new HashMap<>();

    static {
        add(Kind.MLFLOW, true, "mlflow/runs/create");
        for (String operation : List.of(
                "get",
                "update",
                "delete",
                "restore",
                "log-batch",
                "log-inputs",
                "log-metric",
                "log-model",
                "log-parameter",
                "outputs",
                "set-tag",
                "delete-tag")) {
            add(Kind.MLFLOW, false, "mlflow/runs/" + operation);
        }
        add(Kind.MLFLOW, false, "mlflow/metrics/get-history");
        add(Kind.MLFLOW, false, "mlflow/artifacts/list");
        add(Kind.MLFLOW, false, "mlflow/artifacts/credentials-for-read");
        add(Kind.MLFLOW, false, "mlflow/artifacts/credentials-for-write");
        add(Kind.JOB, true, "jobs/run-now");
        add(Kind.JOB, true, "jobs/runs/submit");
        for (String operation : List.of("get", "get-output", "export", "cancel", "repair", "delete")) {
            add(Kind.JOB, false, "jobs/runs/" + operation);
        }
    }

    private static void add(Kind kind, boolean starts, String operation) {
        BY_OPERATION.put(operation, new RunEndpoint(kind, starts));
    }

    /// Cheap for any other path.
    ///
    /// @param path as it came, not decoded
    public static Optional<RunEndpoint> at(String path) {
        for (String prefix : PREFIXES) {
            if (path.startsWith(prefix)) {
                int version = path.indexOf('/', prefix.length());
                return version < 0
                        ? Optional.empty()
                        : Optional.ofNullable(BY_OPERATION.get(path.substring(version + 1)));
            }
        }
        return Optional.empty();
    }

    /// All that there are, without the API's prefix.
    static Map<String, RunEndpoint> byOperation() {
        return Map.copyOf(BY_OPERATION);
    }

    /// What the query says. Ids need no escaping, so that an escaped value is none.
    public Optional<Run> in(String query) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("run_id=")) {
                return Run.of(kind, parameter.substring("run_id=".length()));
            }
        }
        return Optional.empty();
    }

    /// Where the id stands in the JSON that tells it.
    List<String> place() {
        return kind == Kind.MLFLOW && starts ? List.of("run", "info", "run_id") : List.of("run_id");
    }
}
