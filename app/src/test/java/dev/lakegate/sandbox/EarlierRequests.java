package dev.lakegate.sandbox;

import dev.lakegate.audit.AuditEntry;
import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.AuditSettings.OnFailure;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.peer.LocalProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Made-up requests of the last four hours in the audit log of a laptop that was not started yet,
/// as a day brings them.
final class EarlierRequests {
    private static final long SEED = 7;

    private EarlierRequests() {}

    static void write(Laptop laptop, int count) throws ProblemException {
        AuditSettings settings = new AuditSettings(
                16_000_000, Duration.ofDays(90), 1_000, 1_000_000_000, OnFailure.SERVE, List.of(), true);
        AuditLog log = new AuditLog(laptop.auditFolder(), settings, InstantSource.system());
        Random random = new Random(SEED);
        Instant now = Instant.now();
        for (int number = 0; number < count; number++) {
            double share = (double) number / count;
            Instant at = now.minusMillis((long) (4 * 3_600_000 * (1 - Math.sqrt(share))));
            log.append(request(at, random));
        }
        log.append(request(
                now.minusSeconds(8),
                "prod",
                "DELETE",
                "/api/2.0/clusters/delete",
                403,
                "denied_by_policy",
                9_100,
                412,
                random));
        log.close();
    }

    private static AuditEntry request(Instant at, Random random) {
        List<String> paths = List.of(
                "/api/2.0/mlflow/runs/log-batch",
                "/api/2.1/unity-catalog/tables",
                "/api/2.0/sql/statements",
                "/api/2.1/jobs/runs/get",
                "/serving-endpoints/chat/invocations",
                "/api/2.0/fs/files/Volumes/main/raw/events.parquet");
        String path = paths.get(random.nextInt(paths.size()));
        int luck = random.nextInt(1_000);
        int status = luck < 4 ? 500 : luck < 22 ? 404 : 200;
        long micros = (long) (7_000 * Math.exp(random.nextGaussian() * 0.9));
        return request(
                at,
                random.nextInt(5) == 0 ? "dev" : "prod",
                path.contains("log-batch") || path.contains("sql") || path.contains("invocations") ? "POST" : "GET",
                path,
                status,
                null,
                micros,
                600 + random.nextInt(40_000),
                random);
    }

    private static AuditEntry request(
            Instant at,
            String route,
            String method,
            String path,
            int status,
            @Nullable String denial,
            long micros,
            long bytes,
            Random random) {
        List<String> programs = List.of("python3.13", "jupyter-lab", "java", "dbt", "code");
        int program = random.nextInt(programs.size());
        byte[] trace = new byte[16];
        random.nextBytes(trace);
        return new AuditEntry(
                at,
                UUID.nameUUIDFromBytes(trace).toString(),
                HexFormat.of().formatHex(trace),
                route,
                method,
                path,
                Map.of(),
                status,
                null,
                denial,
                "alice@acme.example",
                "alice@acme.example",
                denial == null ? "everyone-reads" : "deny-clusters",
                "node-1",
                UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8)).toString(),
                AdmittedBy.KEY,
                new LocalProgram(4_100 + program * 17L, programs.get(program)),
                null,
                bytes / 9,
                bytes,
                micros);
    }
}
