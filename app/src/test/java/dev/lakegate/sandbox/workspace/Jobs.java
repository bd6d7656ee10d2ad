package dev.lakegate.sandbox.workspace;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The runs of jobs, which never come to an end by themselves; ids are numbers of more than 53 bits, as a workspace has
/// them.
final class Jobs {
    static final String PREFIX = "/api/2.2/jobs/";

    private static final long FIRST = 759_600_000_000_000_001L;

    /// States by id.
    private final Map<Long, String> runs = new LinkedHashMap<>();

    synchronized void answer(Call call) throws IOException, Refusal {
        switch (call.method() + " " + call.path().substring(PREFIX.length())) {
            case "POST run-now", "POST runs/submit" -> {
                JsonNode asked = call.jsonBody();
                long id = FIRST + runs.size();
                runs.put(id, "RUNNING");
                call.json(200, Json.object("number_in_job", asked.path("job_id").asLong(0), "run_id", id));
            }
            case "GET runs/get" -> {
                long id = call.query("run_id", 0);
                call.json(200, Json.object("run_id", id, "state", Json.object("life_cycle_state", state(id))));
            }
            case "POST runs/cancel" -> {
                long id = call.jsonBody().path("run_id").asLong();
                var _ = state(id);
                runs.put(id, "TERMINATED");
                call.json(200, Map.of());
            }
            default -> throw Refusal.noSuchApi(call);
        }
    }

    private String state(long id) throws Refusal {
        String state = runs.get(id);
        if (state == null) {
            throw Refusal.api(400, "INVALID_PARAMETER_VALUE", "Run " + id + " does not exist.");
        }
        return state;
    }
}
