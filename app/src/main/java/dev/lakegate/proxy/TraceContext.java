package dev.lakegate.proxy;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// W3C Trace Context: the client's own trace is continued, else a new one begins.
///
/// @param traceId     32 lower-case hexadecimal digits
/// @param traceparent the field's value as sent upstream
record TraceContext(String traceId, String traceparent) {
    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    /// Of several fields none can be told to be the client's.
    static TraceContext of(HttpFields received) {
        List<String> values = received.getValuesList("traceparent");
        return continuing(values.size() == 1 ? values.getFirst() : null);
    }

    static TraceContext continuing(@Nullable String received) {
        if (received != null && FORM.matcher(received).matches()) {
            return new TraceContext(received.substring(3, 35), received);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String traceId = hex(random.nextLong()) + hex(random.nextLong() | 1);
        return new TraceContext(traceId, "00-" + traceId + "-" + hex(random.nextLong() | 1) + "-01");
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
