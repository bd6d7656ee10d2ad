package dev.lakegate.telemetry.traces;

import dev.lakegate.telemetry.EndedRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One sampled request: its span, and one for each step of its way, one after the other without a gap. What becomes a
/// span is only noted on the way, and handed over at the end.
public final class RequestSpans {
    private static final int INTERNAL_SERVER_ERROR = 500;

    /// Those that the semantic conventions let stand for themselves.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

    private final Tracer tracer;
    private final Span request;
    private final long beginNanos;
    /// From [System#nanoTime()] to the nanoseconds since 1970.
    private final long epoch;

    private final List<Past> past = new ArrayList<>(Step.values().length);
    private Step step = Step.ADMIT;
    private long since;
    private boolean ended;

    private RequestSpans(Tracer tracer, Span request, long beginNanos, long epoch) {
        this.tracer = tracer;
        this.request = request;
        this.beginNanos = beginNanos;
        this.epoch = epoch;
        this.since = beginNanos;
    }

    /// @param begun the request's span but for its begin
    static RequestSpans begin(Tracer tracer, SpanBuilder begun, long beginNanos) {
        Instant now = Instant.now();
        long epoch = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
        Span request = begun.setStartTimestamp(beginNanos + epoch, TimeUnit.NANOSECONDS)
                .startSpan();
        return new RequestSpans(tracer, request, beginNanos, epoch);
    }

    private record Past(Step step, long begin, long end) {}

    /// In hexadecimal digits.
    public String traceId() {
        return request.getSpanContext().getTraceId();
    }

    /// Under which the spans of whoever comes after hang, in hexadecimal digits.
    public String spanId() {
        return request.getSpanContext().getSpanId();
    }

    /// One step is over and the next begins.
    ///
    /// @param nanos when, as [System#nanoTime()] tells it
    public synchronized void enters(Step next, long nanos) {
        if (!ended) {
            past.add(new Past(step, since, nanos));
            step = next;
            since = nanos;
        }
    }

    /// What has just begun turns out to be this step.
    public synchronized void turnsOutAs(Step other) {
        step = other;
    }

    /// Hands all of it over.
    public synchronized void ends(EndedRequest how) {
        ended = true;
        long end = Math.max(since, beginNanos + TimeUnit.MICROSECONDS.toNanos(how.micros()));
        Context within = request.storeInContext(Context.root());
        past.forEach(one -> span(one, within).end(one.end + epoch, TimeUnit.NANOSECONDS));
        Span last = span(new Past(step, since, end), within);
        if (how.problem() != null) {
            fail(last, how.problem());
        }
        last.end(end + epoch, TimeUnit.NANOSECONDS);
        describe(how);
        request.end(end + epoch, TimeUnit.NANOSECONDS);
    }

    private Span span(Past one, Context within) {
        return tracer.spanBuilder(one.step.span())
                .setParent(within)
                .setStartTimestamp(one.begin + epoch, TimeUnit.NANOSECONDS)
                .startSpan();
    }

    private static void fail(Span span, String error) {
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", error);
    }

    private void describe(EndedRequest how) {
        String method = how.method() != null && METHODS.contains(how.method()) ? how.method() : "_OTHER";
        request.updateName((method.equals("_OTHER") ? "HTTP" : method) + " " + how.route());
        request.setAttribute("http.request.method", method);
        request.setAttribute("lakegate.route", String.valueOf(how.route()));
        request.setAttribute("lakegate.request_id", how.requestId());
        if (how.gatewayRequestId() != null) {
            request.setAttribute("lakegate.gateway_request_id", how.gatewayRequestId());
        }
        if (how.status() > 0) {
            request.setAttribute("http.response.status_code", how.status());
        }
        if (how.denial() != null) {
            request.setAttribute("lakegate.denial", how.denial());
        }
        String error = error(how);
        if (error != null) {
            fail(request, error);
        }
    }

    private static @Nullable String error(EndedRequest how) {
        if (how.problem() != null) {
            return how.problem();
        }
        if (how.denial() != null) {
            return how.denial();
        }
        return how.status() >= INTERNAL_SERVER_ERROR ? String.valueOf(how.status()) : null;
    }
}
