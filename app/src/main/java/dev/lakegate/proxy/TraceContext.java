package dev.lakegate.proxy;

import dev.lakegate.telemetry.traces.RequestSpans;
import dev.lakegate.telemetry.traces.RequestTracer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// W3C Trace Context: the client's own trace is continued, else a new one begins. Where the request has spans, those
/// upstream hang under them.
///
/// @param traceId     32 lower-case hexadecimal digits
/// @param traceparent the field's value as sent upstream
/// @param spans       null where the trace is not sampled, or nobody is told of ours
record TraceContext(
        String traceId, String traceparent, @Nullable RequestSpans spans) {
    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private static final int SAMPLED = 1;

    /// Of several fields none can be told to be the client's.
    ///
    /// @param server     the name of the server that the client means
    /// @param beginNanos of the request, as [System#nanoTime()] tells it
    static TraceContext of(HttpFields received, RequestTracer tracer, String server, long beginNanos) {
        List<String> values = received.getValuesList("traceparent");
        String only = values.size() == 1 ? values.getFirst() : null;
        return only != null && FORM.matcher(only).matches()
                ? continuing(only, tracer, server, beginNanos)
                : beginning(tracer, server, beginNanos);
    }

    private static TraceContext continuing(String received, RequestTracer tracer, String server, long beginNanos) {
        boolean isSampled = (Character.digit(received.charAt(54), 16) & SAMPLED) != 0;
        RequestSpans spans = isSampled ? tracer.begins(received, server, beginNanos) : null;
        String traceparent =
                spans == null ? received : received.substring(0, 36) + spans.spanId() + received.substring(52);
        return new TraceContext(received.substring(3, 35), traceparent, spans);
    }

    private static TraceContext beginning(RequestTracer tracer, String server, long beginNanos) {
        boolean isSampled = tracer.samples();
        RequestSpans spans = isSampled ? tracer.begins(null, server, beginNanos) : null;
        if (spans != null) {
            return new TraceContext(spans.traceId(), "00-" + spans.traceId() + "-" + spans.spanId() + "-01", spans);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String traceId = hex(random.nextLong()) + hex(random.nextLong() | 1);
        String parentId = hex(random.nextLong() | 1);
        return new TraceContext(traceId, "00-" + traceId + "-" + parentId + (isSampled ? "-01" : "-00"), null);
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
