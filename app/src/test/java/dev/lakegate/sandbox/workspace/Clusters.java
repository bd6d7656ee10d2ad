package dev.lakegate.sandbox.workspace;

import java.util.List;
import java.util.Map;

/// The workspace's clusters, to be listed and looked at.
final class Clusters {
    private static final List<Map<String, Object>> CLUSTERS = List.of(
            cluster("1122-163200-lake0001", "shared-autoscaling", "alice@acme.example", "RUNNING", 4),
            cluster("1122-163500-lake0002", "bob-notebooks", "bob@acme.example", "TERMINATED", 1),
            cluster("1122-164100-lake0003", "nightly-etl", "alice@acme.example", "PENDING", 8));

    private Clusters() {}

    static void list(Call call) throws Refusal {
        var from = Math.min(call.query("page_token", 0), CLUSTERS.size());
        var to = Math.min(from + Math.max(1, call.query("page_size", 20)), CLUSTERS.size());
        call.json(
                200,
                Json.object(
                        "clusters",
                        CLUSTERS.subList((int) from, (int) to),
                        "next_page_token",
                        to < CLUSTERS.size() ? Long.toString(to) : "",
                        "prev_page_token",
                        ""));
    }

    static void get(Call call) throws Refusal {
        var id = call.query("cluster_id", "");
        var cluster = CLUSTERS.stream()
                .filter(c -> id.equals(c.get("cluster_id")))
                .findFirst()
                .orElseThrow(() -> Refusal.api(400, "INVALID_PARAMETER_VALUE", "Cluster " + id + " does not exist"));
        call.json(200, cluster);
    }

    private static Map<String, Object> cluster(String id, String name, String creator, String state, int workers) {
        return Json.object(
                "cluster_id",
                id,
                "cluster_name",
                name,
                "creator_user_name",
                creator,
                "state",
                state,
                "spark_version",
                "17.3.x-scala2.13",
                "node_type_id",
                "m6id.xlarge",
                "driver_node_type_id",
                "m6id.xlarge",
                "num_workers",
                workers,
                "autotermination_minutes",
                60,
                "data_security_mode",
                "USER_ISOLATION",
                "cluster_source",
                "UI",
                "start_time",
                1_795_364_520_000L);
    }
}
