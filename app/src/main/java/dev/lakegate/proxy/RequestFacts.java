package dev.lakegate.proxy;

import dev.lakegate.audit.AuditEntry;
import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.model.GatewayProblem.DeniedByGateway;
import dev.lakegate.model.IdentityProblem.StrongerSignInNeeded;
import dev.lakegate.model.Problem;
import dev.lakegate.proxy.upstream.ByteTunnel;
import dev.lakegate.proxy.upstream.GatewayFields;
import dev.lakegate.proxy.upstream.StepUp;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.traces.RequestSpans;
import dev.lakegate.telemetry.traces.Step;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/// What is learnt about a request on its way, for its audit line. Written by one thread after another, never
/// by two.
final class RequestFacts {
    final String requestId = requestId();
    final @Nullable String route;

    @Nullable
    TraceContext trace;

    @Nullable
    String person;

    @Nullable
    Problem problem;

    /// What the listener refuses, Jetty answers by another response than the one it logs.
    @Nullable
    Response listenersAnswer;

    @Nullable
    AdmittedBy admittedBy;

    final ConnectedClient client;

    /// Null where none is looked for.
    @Nullable
    RunWatch runs;

    private @Nullable ByteTunnel tunnel;
    private final CompletableFuture<@Nullable Void> tunnelEnded = new CompletableFuture<>();
    private final LongAdder bytesIn = new LongAdder();
    private long firstByteNanos;
    private boolean hasFirstByte;
    private @Nullable String denial;
    private @Nullable String principal;
    private @Nullable String rule;
    private @Nullable String node;
    private @Nullable String gatewayRequestId;

    RequestFacts(@Nullable String route, ConnectedClient client) {
        this.route = route;
        this.client = client;
    }

    /// The first failure is the cause of those that follow, on the other side.
    Problem failedFor(Problem cause) {
        if (problem == null) {
            problem = cause;
        }
        return problem;
    }

    /// On its way, where that is traced.
    void enters(Step step) {
        RequestSpans spans = spans();
        if (spans != null) {
            spans.enters(step, System.nanoTime());
        }
    }

    /// It was to be sent, and a connection has to be opened before.
    void waitsForConnection() {
        RequestSpans spans = spans();
        if (spans != null) {
            spans.turnsOutAs(Step.CONNECT);
        }
    }

    private @Nullable RequestSpans spans() {
        return trace == null ? null : trace.spans();
    }

    /// The exchange goes on as a tunnel, and its line is written when that ends.
    void begins(ByteTunnel tunnel) {
        this.tunnel = tunnel;
    }

    /// The tunnel has ended.
    void ended() {
        tunnelEnded.complete(null);
    }

    /// Tells how the request ended: now, or when its tunnel has, and who sent it is found out.
    ///
    /// @param beginNanos of the request, as [System#nanoTime()] tells it
    void whenEnded(AuditEntry entry, long beginNanos, Consumer<AuditEntry> told) {
        var _ = client.program()
                .thenAccept(program ->
                        whenTunnelEnded(program.map(entry::withClient).orElse(entry), beginNanos, told));
    }

    private void whenTunnelEnded(AuditEntry entry, long beginNanos, Consumer<AuditEntry> told) {
        ByteTunnel carrying = tunnel;
        if (carrying == null) {
            told.accept(entry);
            return;
        }
        var _ = tunnelEnded.thenRun(() -> told.accept(
                entry.withTunnel(carrying.bytesUp(), carrying.bytesDown(), (System.nanoTime() - beginNanos) / 1_000)));
    }

    void bodyPassed(ByteBuffer part) {
        bytesIn.add(part.remaining());
        if (runs != null) {
            runs.bodyPassed(part);
        }
    }

    void answerBegins(HttpFields answered) {
        if (runs != null) {
            runs.answerBegins(answered);
        }
    }

    void answerPassed(ByteBuffer part) {
        if (runs != null) {
            runs.answerPassed(part);
        }
    }

    /// Whatever kept the request from going on; the gateway may have denied the call for a token before it.
    void refused(Problem reason) {
        problem = reason;
        if (reason instanceof DeniedByGateway denied) {
            denial = denied.gatewayCode();
            gatewayRequestId = denied.gatewayRequestId();
        } else if (reason instanceof StrongerSignInNeeded) {
            denial = StepUp.DENIAL;
        }
    }

    void learnFrom(HttpFields gatewayAnswer) {
        hasFirstByte = true;
        firstByteNanos = System.nanoTime();
        RequestSpans spans = spans();
        if (spans != null) {
            spans.enters(Step.STREAM, firstByteNanos);
        }
        denial = gatewayAnswer.get(GatewayFields.ERROR);
        principal = gatewayAnswer.get(GatewayFields.PRINCIPAL);
        rule = gatewayAnswer.get(GatewayFields.RULE);
        node = gatewayAnswer.get(GatewayFields.NODE);
        gatewayRequestId = gatewayAnswer.get(GatewayFields.REQUEST_ID);
    }

    /// As the traces tell of it, where they do.
    void traced(EndedRequest how) {
        RequestSpans spans = spans();
        if (spans != null) {
            spans.ends(how);
        }
    }

    /// As metrics and traces tell of it.
    ///
    /// @param beginNanos of the request, as [System#nanoTime()] tells it
    EndedRequest ended(AuditEntry entry, long beginNanos) {
        return new EndedRequest(
                entry.requestId(),
                entry.route(),
                entry.method(),
                entry.status(),
                entry.problem(),
                entry.denial(),
                entry.gatewayRequestId(),
                entry.durationMicros(),
                hasFirstByte ? (firstByteNanos - beginNanos) / 1_000 : EndedRequest.NO_FIRST_BYTE,
                entry.bytesIn(),
                entry.bytesOut());
    }

    /// @param query the parameters that may be told
    AuditEntry entry(Request request, Response logged, Map<String, String> query) {
        Response response = listenersAnswer == null ? logged : listenersAnswer;
        // what Jetty calls a request whose first line it could not read
        boolean wasRead = listenersAnswer == null || !request.getMethod().equals("BAD");
        return new AuditEntry(
                Instant.ofEpochMilli(Request.getTimeStamp(request)),
                requestId,
                trace == null ? null : trace.traceId(),
                route,
                wasRead ? request.getMethod() : null,
                wasRead ? request.getHttpURI().getPath() : null,
                wasRead ? query : Map.of(),
                response.isCommitted() ? response.getStatus() : 0,
                problem == null ? null : problem.code(),
                denial,
                person,
                principal,
                rule,
                node,
                gatewayRequestId,
                admittedBy,
                null, // yet: the connection's, when it is found
                runs == null ? null : runs.found(),
                bytesIn.sum(),
                Response.getContentBytesWritten(response),
                (System.nanoTime() - request.getBeginNanoTime()) / 1_000);
    }

    /// A version-4 UUID (RFC 9562); it names a request and guards nothing, so it needs no secure randomness.
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
