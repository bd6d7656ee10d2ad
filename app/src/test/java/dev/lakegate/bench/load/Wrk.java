package dev.lakegate.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Debian's wrk: each connection sends its next request when the last is answered. For how much goes through;
/// how long a request takes is asked of [ConstantRate].
public final class Wrk {
    private static final Pattern RESULT =
            Pattern.compile("seen requests=([0-9]+) microseconds=([0-9]+) failed=([0-9]+) p50=([0-9.]+)");

    private final Path folder;

    /// Runs nothing yet.
    ///
    /// @param folder for its scripts, which hold the fields
    public Wrk(Path folder) {
        this.folder = folder;
    }

    /// What is sent.
    ///
    /// @param close whether each request has a connection of its own
    /// @param body  in bytes, sent by POST; 0 for a GET
    public record Job(String path, int connections, boolean close, int body) {}

    /// What was answered.
    ///
    /// @param p50 of requests that wait for each other, in microseconds
    public record Seen(long requests, double perSecond, double p50) {}

    /// Blocks for about that time. Throws when a request failed.
    public Seen run(Endpoint endpoint, Job job, Duration time) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("wrk.lua"), script(endpoint, job));
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "--threads=1",
                        "--connections=" + job.connections(),
                        "--duration=" + time.toSeconds() + "s",
                        "--timeout=20s",
                        "--script=" + script,
                        endpoint.scheme() + "://127.0.0.1:" + endpoint.port() + job.path())
                .redirectErrorStream(true)
                .start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher result = RESULT.matcher(said);
        if (wrk.waitFor() != 0 || !result.find() || Long.parseLong(result.group(3)) > 0) {
            throw new IOException("wrk did not measure what it should: " + said);
        }
        long requests = Long.parseLong(result.group(1));
        return new Seen(
                requests, requests / (Double.parseDouble(result.group(2)) / 1e6), Double.parseDouble(result.group(4)));
    }

    private static String script(Endpoint endpoint, Job job) {
        List<String> lines = new ArrayList<>();
        for (String field : endpoint.fields()) {
            int colon = field.indexOf(':');
            lines.add("wrk.headers[\"%s\"] = \"%s\"".formatted(field.substring(0, colon), field.substring(colon + 2)));
        }
        if (job.close()) {
            lines.add("wrk.headers[\"Connection\"] = \"close\"");
        }
        if (job.body() > 0) {
            lines.add("wrk.method = \"POST\"");
            lines.add("wrk.headers[\"Content-Type\"] = \"application/json\"");
            lines.add("wrk.body = '{\"text\":\"' .. string.rep('x', " + (job.body() - 11) + ") .. '\"}'");
        }
        lines.add("""
                function done(summary, latency, requests)
                  local e = summary.errors
                  io.write(string.format("seen requests=%d microseconds=%d failed=%d p50=%.1f\\n", summary.requests,
                    summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50)))
                end
                """);
        return String.join("\n", lines);
    }
}
