package dev.lakegate.diagnosis.bundle;

import dev.lakegate.audit.AuditFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The audit log's last lines, of each the fields of a list, each in the form it must have. Who, and what of, is not
/// among them.
final class AuditExcerpt {
    static final int LINES = 500;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,18}Z");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");
    private static final Pattern ROUTE = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}");
    private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS");

    private static final Map<String, Pattern> TOLD = new LinkedHashMap<>();

    static {
        TOLD.put("ts", TIME);
        TOLD.put("event", CODE);
        TOLD.put("request_id", ID);
        TOLD.put("trace_id", ID);
        TOLD.put("gateway_request_id", ID);
        TOLD.put("route", ROUTE);
        TOLD.put("method", METHOD);
        TOLD.put("status", NUMBER);
        TOLD.put("problem", CODE);
        TOLD.put("denial", CODE);
        TOLD.put("bytes_in", NUMBER);
        TOLD.put("bytes_out", NUMBER);
        TOLD.put("duration_us", NUMBER);
    }

    /// Version and name of an API; what follows names things and people.
    private static final Pattern API = Pattern.compile(
            "(?<api>/api/\\d\\.\\d/(?:preview/scim|clusters|commands|dbfs|files"
                    + "|fs|git|instance-pools|instance-profiles|jobs|libraries|mlflow|permissions|pipelines|policies|preview|repos"
                    + "|scim|secrets|serving-endpoints|sql|token|token-management|unity-catalog|vector-search|workspace"
                    + "|workspace-conf)|/oidc/v1/token|/oidc/\\.well-known|/\\.well-known|/serving-endpoints|/sql/1\\.0)(?:/.*)?");

    private AuditExcerpt() {}

    /// Fields that are told, for the documentation.
    static List<String> fields() {
        return List.copyOf(TOLD.keySet());
    }

    /// JSON Lines; blocks on the disk.
    static String of(AuditFolder auditLog) {
        try {
            return auditLog.lastLines(LINES).stream()
                    .map(AuditExcerpt::line)
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException absent) {
            return "";
        }
    }

    private static String line(String written) {
        Map<String, Object> told = new LinkedHashMap<>();
        try {
            JsonNode line = JSON.readTree(written);
            TOLD.forEach((name, form) -> {
                if (line.has(name)) {
                    String value = line.path(name).asString("");
                    told.put(name, form.matcher(value).matches() ? value : Redaction.HIDDEN);
                }
            });
            if (line.has("path")) {
                told.put("api", api(line.path("path").asString("")).orElse(Redaction.HIDDEN));
            }
        } catch (JacksonException cut) {
            told.put("event", "unreadable");
        }
        return JSON.writeValueAsString(told);
    }

    private static Optional<String> api(String path) {
        Matcher known = API.matcher(path);
        return known.matches() ? Optional.of(known.group("api")) : Optional.empty();
    }
}
