package dev.lakegate.sandbox.workspace;

import dev.lakegate.sandbox.workspace.Warehouse.Column;
import dev.lakegate.sandbox.workspace.Warehouse.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The warehouse by its statement API, with results in the answer itself. A driver may name the warehouse and
/// its session in the path, or not.
final class SqlStatements {
    static final String PREFIX = "/api/2.0/sql/";

    void answer(Call call, Principal caller) throws IOException, Refusal {
        String path = call.path().replaceFirst("/$", "");
        if (call.method().equals("POST") && path.endsWith("/sessions")) {
            call.json(200, Json.object("session_id", UUID.randomUUID().toString()));
        } else if (call.method().equals("POST") && path.endsWith("/statements")) {
            execute(call, caller);
        } else if (call.method().equals("DELETE")) {
            call.json(200, Map.of());
        } else {
            throw Refusal.noSuchApi(call);
        }
    }

    private static void execute(Call call, Principal caller) throws IOException, Refusal {
        JsonNode asked = call.jsonBody();
        String query = asked.path("statement").asString();
        String id = UUID.randomUUID().toString();
        var table = Warehouse.answer(query, caller);
        if (table.isEmpty()) {
            var error = Json.object("error_code", "BAD_REQUEST", "message", Warehouse.notUnderstood(query));
            var failed = Json.object("state", "FAILED", "error", error, "sql_state", "42601");
            call.json(200, Json.object("statement_id", id, "status", failed));
            return;
        }
        call.json(
                200,
                Json.object(
                        "statement_id",
                        id,
                        "status",
                        Json.object("state", "SUCCEEDED"),
                        "manifest",
                        manifest(table.get()),
                        "result",
                        result(table.get())));
    }

    private static Map<String, Object> manifest(Table table) {
        List<Map<String, Object>> columns = IntStream.range(0, table.columns().size())
                .mapToObj(position -> column(table.columns().get(position), position))
                .toList();
        int rows = table.rows().size();
        return Json.object(
                "format",
                "JSON_ARRAY",
                "schema",
                Json.object("column_count", columns.size(), "columns", columns),
                "total_chunk_count",
                1,
                "chunks",
                List.of(Json.object("chunk_index", 0, "row_offset", 0, "row_count", rows)),
                "total_row_count",
                rows,
                "truncated",
                false);
    }

    private static Map<String, Object> column(Column column, int position) {
        String type = column.type().name();
        return Json.object("name", column.name(), "type_text", type, "type_name", type, "position", position);
    }

    private static Map<String, Object> result(Table table) {
        List<List<String>> rows = table.rows().stream()
                .map(row -> row.stream().map(value -> value.toString()).toList())
                .toList();
        return Json.object("chunk_index", 0, "row_offset", 0, "row_count", rows.size(), "data_array", rows);
    }
}
