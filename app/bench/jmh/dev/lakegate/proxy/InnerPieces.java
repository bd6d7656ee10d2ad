package dev.lakegate.proxy;

import dev.lakegate.audit.AuditEntry;
import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.token.CachedTokenSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What each request goes through, with the fields that Databricks' SDK for Python sends and a workspace answers with.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class InnerPieces {
    private static final String KEY = "lgk_GVduisQnRUjFSm1BQLFzjqVm7krX3nSu9kiG_kRTtG0";

    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpURI target = HttpURI.from("/api/2.0/preview/scim/v2/Me");
    private final HttpFields request = HttpFields.build()
            .add("Host", "127.0.0.1:18081")
            .add("User-Agent", "databricks-sdk-py/0.40.0 python/3.12.3 os/linux auth/pat")
            .add("Accept-Encoding", "gzip, deflate, br")
            .add("Accept", "application/json")
            .add("Connection", "keep-alive")
            .add("Authorization", "Bearer " + KEY);
    private final HttpFields answer = HttpFields.build()
            .add("Date", "Sat, 28 Nov 2026 22:26:38 GMT")
            .add("Content-Type", "application/json; charset=utf-8")
            .add("Content-Length", "2048")
            .add("Server", "databricks")
            .add("Vary", "Accept-Encoding")
            .add("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload")
            .add("X-Content-Type-Options", "nosniff")
            .add("X-Request-Id", "3f1d3a1e-8a35-4d4b-9d0f-2f7f4f0f8a11")
            .add("X-Lakegate-Node", "node1");

    private Admission admission;
    private RouteCredentials credentials;
    private Path folder;
    private AuditLog audit;
    private AuditEntry entry;

    @Setup
    public void prepare() throws Exception {
        admission = Admission.toPort(new RouteName("prod"), 18081, new Secret(KEY));
        credentials = new RouteCredentials(IdentityField.PROXY_AUTHORIZATION, always("i"), always("w"));
        credentials.obtain(ProxiedRequest.ON_THE_WAY);
        folder = Files.createTempDirectory("lakegate-jmh-");
        audit = new AuditLog(
                AuditFolder.in(folder),
                new AuditSettings(64 << 20, Duration.ofDays(1), 2, 256 << 20, AuditSettings.OnFailure.SERVE, List.of(), false),
                InstantSource.system());
        entry = new AuditEntry(
                Instant.now(),
                "3f1d3a1e-8a35-4d4b-9d0f-2f7f4f0f8a11",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "prod",
                "GET",
                "/api/2.0/preview/scim/v2/Me",
                Map.of(),
                200,
                null,
                null,
                "alice@acme.example",
                "alice@acme.example",
                "people",
                "node1",
                "0A0B0C0D:1F90_7F000001:20FB_6548:0001",
                AdmittedBy.KEY,
                null,
                null,
                0,
                2048,
                1_234);
    }

    private CachedTokenSource always(String letter) {
        Instant now = Instant.now();
        Token token = new Token(new Secret(letter.repeat(900)), now, now.plusSeconds(36_000));
        return new CachedTokenSource(_ -> token, InstantSource.system(), blocking);
    }

    @TearDown
    public void leave() throws Exception {
        audit.close();
        blocking.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
        }
    }

    @Benchmark
    public Object admission() {
        return admission.of("GET", target, request, ConnectedClient.UNKNOWN);
    }

    @Benchmark
    public int fieldPolicy() {
        int passing = 0;
        Set<String> named = FieldPolicy.namedByConnection(request);
        for (HttpField field : request) {
            passing += FieldPolicy.mayGoUpstream(field, named) ? 1 : 0;
        }
        Set<String> namedByAnswer = FieldPolicy.namedByConnection(answer);
        for (HttpField field : answer) {
            passing += FieldPolicy.mayGoToTheClient(field, namedByAnswer) ? 1 : 0;
        }
        return passing;
    }

    @Benchmark
    public Object tokenLookup() {
        return credentials.ready(ProxiedRequest.ON_THE_WAY);
    }

    @Benchmark
    public void auditLine() {
        audit.append(entry);
    }
}
