package dev.lakegate.gateway.render;

import dev.lakegate.gateway.keys.SigningKey;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Issuer.ClientSecretDates;
import dev.lakegate.gateway.policy.Policy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// What Prometheus is told beside HAProxy's own figures. HAProxy computes the keys' age when it is asked, so it
/// grows
/// also when nothing fetches keys any more.
final class Metrics {
    private Metrics() {}

    /// Served as a log format: `%` is HAProxy's.
    static String page(Policy policy, List<SigningKey> keys) {
        StringBuilder page = new StringBuilder();
        page.append(
                "# HELP lakegate_gateway_key_age_seconds Time since the issuer's signing keys were last fetched.\n");
        page.append("# TYPE lakegate_gateway_key_age_seconds gauge\n");
        for (Issuer issuer : policy.issuers()) {
            page.append("lakegate_gateway_key_age_seconds{issuer=\"%s\"} %%[date,sub(txn.fetched_%s)]%n"
                    .formatted(issuer.name(), variable(issuer)));
        }
        page.append("# HELP lakegate_gateway_keys Signing keys of the issuer that are accepted.\n");
        page.append("# TYPE lakegate_gateway_keys gauge\n");
        for (Issuer issuer : policy.issuers()) {
            page.append("lakegate_gateway_keys{issuer=\"%s\"} %d%n"
                    .formatted(
                            issuer.name(),
                            keys.stream()
                                    .filter(key -> key.issuer().equals(issuer.name()))
                                    .count()));
        }
        page.append("# HELP lakegate_gateway_client_secret_expiry_timestamp_seconds When a client secret expires.\n");
        page.append("# TYPE lakegate_gateway_client_secret_expiry_timestamp_seconds gauge\n");
        for (Issuer issuer : policy.issuers()) {
            for (ClientSecretDates secret : issuer.clientSecrets()) {
                page.append(("lakegate_gateway_client_secret_expiry_timestamp_seconds"
                                + "{issuer=\"%s\",secret=\"%s\"} %d%n")
                        .formatted(
                                issuer.name(),
                                secret.name(),
                                secret.expires().atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
            }
        }
        return page.toString();
    }

    /// Of an admin page's request.
    static String variables(Policy policy) {
        StringBuilder lines = new StringBuilder();
        for (Issuer issuer : policy.issuers()) {
            lines.append(("    http-request set-var(txn.fetched_%s) \"str(%s),"
                            + "map_str_int('${LAKEGATE_DIR}/%s',0)\" if { path /metrics/lakegate }%n")
                    .formatted(variable(issuer), issuer.name(), Rendering.FETCHED));
        }
        return lines.toString();
    }

    static String fetched(Policy policy, Map<String, Instant> fetched) {
        StringBuilder lines = new StringBuilder("# <issuer>  Unix seconds when its keys were last fetched\n");
        for (Issuer issuer : policy.issuers()) {
            Instant at = fetched.get(issuer.name());
            if (at != null) {
                lines.append("%s  %d%n".formatted(issuer.name(), at.getEpochSecond()));
            }
        }
        return lines.toString();
    }

    private static String variable(Issuer issuer) {
        return issuer.name().replace('-', '_');
    }
}
