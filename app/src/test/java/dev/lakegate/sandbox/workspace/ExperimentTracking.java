package dev.lakegate.sandbox.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// MLflow's experiments and their runs, kept in memory; 64-bit numbers are strings, as JSON of protobuf has them.
final class ExperimentTracking {
    static final String PREFIX = "/api/2.0/mlflow/";

    private static final Pattern FILTER = Pattern.compile("metrics\\.(\\w+) > ([0-9.]+)");

    /// Names by id.
    private final Map<String, String> experiments = new LinkedHashMap<>();

    private final Map<String, Run> runs = new LinkedHashMap<>();

    private static final class Run {
        private final String id;
        private final String experiment;
        private final String startTime;
        private String status = "RUNNING";
        private final List<Map<String, Object>> params = new ArrayList<>();
        private final List<Map<String, Object>> metrics = new ArrayList<>();

        Run(String id, String experiment, String startTime) {
            this.id = id;
            this.experiment = experiment;
            this.startTime = startTime;
        }

        Map<String, Object> info() {
            return Json.object(
                    "run_id", id,
                    "run_uuid", id,
                    "experiment_id", experiment,
                    "status", status,
                    "start_time", startTime,
                    "lifecycle_stage", "active");
        }

        Map<String, Object> all() {
            var data = Json.object("params", params, "metrics", metrics, "tags", List.of());
            return Json.object("info", info(), "data", data);
        }

        /// Whether it is what `metrics.NAME > NUMBER` asks for, the only filter known here.
        boolean matches(String filter) {
            if (filter.isEmpty()) {
                return true;
            }
            var asked = FILTER.matcher(filter);
            return asked.matches()
                    && metrics.stream()
                            .anyMatch(metric -> asked.group(1).equals(metric.get("key"))
                                    && (double) metric.get("value") > Double.parseDouble(asked.group(2)));
        }
    }

    synchronized void answer(Call call) throws IOException, Refusal {
        switch (call.method() + " " + call.path().substring(PREFIX.length())) {
            case "POST experiments/create" -> createExperiment(call);
            case "GET experiments/get-by-name" -> experimentByName(call, call.query("experiment_name", ""));
            case "POST runs/create" -> createRun(call);
            case "GET runs/get" ->
                call.json(200, Json.object("run", run(call.query("run_id", "")).all()));
            case "POST runs/log-parameter" -> logParameter(call);
            case "POST runs/log-metric" -> logMetric(call);
            case "POST runs/update" -> update(call);
            case "POST runs/search" -> search(call);
            default -> throw Refusal.noSuchApi(call);
        }
    }

    private void createExperiment(Call call) throws IOException, Refusal {
        String name = call.jsonBody().path("name").asString();
        if (experiments.containsValue(name)) {
            throw Refusal.api(400, "RESOURCE_ALREADY_EXISTS", "Experiment '" + name + "' already exists.");
        }
        String id = Integer.toString(1001 + experiments.size());
        experiments.put(id, name);
        call.json(200, Json.object("experiment_id", id));
    }

    private void experimentByName(Call call, String name) throws Refusal {
        for (var experiment : experiments.entrySet()) {
            if (experiment.getValue().equals(name)) {
                var found = Json.object("experiment_id", experiment.getKey(), "name", name);
                call.json(200, Json.object("experiment", found));
                return;
            }
        }
        throw Refusal.api(404, "RESOURCE_DOES_NOT_EXIST", "Node " + name + " does not exist.");
    }

    private void createRun(Call call) throws IOException, Refusal {
        JsonNode asked = call.jsonBody();
        String experiment = asked.path("experiment_id").asString();
        if (!experiments.containsKey(experiment)) {
            throw Refusal.api(404, "RESOURCE_DOES_NOT_EXIST", "No experiment was found for id: " + experiment);
        }
        var run = new Run(
                "%032x".formatted(runs.size() + 1),
                experiment,
                asked.path("start_time").asString("0"));
        runs.put(run.id, run);
        var created = Json.object("run", run.all());
        // as a workspace does for whoever takes it
        if (call.fields().contains("Accept-Encoding", "gzip")) {
            call.gzippedJson(Json.text(created));
        } else {
            call.json(200, created);
        }
    }

    private void logParameter(Call call) throws IOException, Refusal {
        JsonNode asked = call.jsonBody();
        run(asked.path("run_id").asString())
                .params
                .add(Json.object(
                        "key",
                        asked.path("key").asString(),
                        "value",
                        asked.path("value").asString()));
        call.json(200, Map.of());
    }

    private void logMetric(Call call) throws IOException, Refusal {
        JsonNode asked = call.jsonBody();
        run(asked.path("run_id").asString())
                .metrics
                .add(Json.object(
                        "key",
                        asked.path("key").asString(),
                        "value",
                        asked.path("value").asDouble(),
                        "timestamp",
                        asked.path("timestamp").asString("0"),
                        "step",
                        asked.path("step").asString("0")));
        call.json(200, Map.of());
    }

    private void update(Call call) throws IOException, Refusal {
        JsonNode asked = call.jsonBody();
        Run run = run(asked.path("run_id").asString());
        run.status = asked.path("status").asString();
        call.json(200, Json.object("run_info", run.info()));
    }

    private void search(Call call) throws IOException, Refusal {
        JsonNode asked = call.jsonBody();
        List<String> wanted = asked.path("experiment_ids")
                .valueStream()
                .map(id -> id.asString())
                .toList();
        String filter = asked.path("filter").asString("");
        call.json(
                200,
                Json.object(
                        "runs",
                        runs.values().stream()
                                .filter(run -> wanted.contains(run.experiment) && run.matches(filter))
                                .map(run -> run.all())
                                .toList()));
    }

    private Run run(String id) throws Refusal {
        Run run = runs.get(id);
        if (run == null) {
            throw Refusal.api(404, "RESOURCE_DOES_NOT_EXIST", "Run '" + id + "' not found.");
        }
        return run;
    }
}
