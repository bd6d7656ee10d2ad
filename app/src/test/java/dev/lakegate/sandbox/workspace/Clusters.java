package dev.lakegate.sandbox.workspace;

import java.util.LinkedHashMap;
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
        var page = new LinkedHashMap<String, Object>();
        page.put("clusters", CLUSTERS.subList((int) from, (int) to));
        page.put("next_page_token", to < CLUSTERS.size() ? Long.toString(to) : "");
        page.put("prev_page_token", "");
        call.json(200, page);
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
        var cluster = new LinkedHashMap<String, Object>();
        cluster.put("cluster_id", id);
        cluster.put("cluster_name", name);
        cluster.put("creator_user_name", creator);
        cluster.put("state", state);
        cluster.put("spark_version", "17.3.x-scala2.13");
        cluster.put("node_type_id", "m6id.xlarge");
        cluster.put("driver_node_type_id", "m6id.xlarge");
        cluster.put("num_workers", workers);
        cluster.put("autotermination_minutes", 60);
        cluster.put("data_security_mode", "USER_ISOLATION");
        cluster.put("cluster_source", "UI");
        cluster.put("start_time", 1_795_364_520_000L);
        return cluster;
    }
}
