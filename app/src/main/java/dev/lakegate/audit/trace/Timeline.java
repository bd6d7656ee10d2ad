package dev.lakegate.audit.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a request's time went. Times are in microseconds from its beginning at the proxy; those of the gateway are
/// whole
/// milliseconds, by its own clock.
///
/// @param micros  from the first byte of the request to the last of the answer
/// @param parts   in the order in which they are to be read
/// @param skew    by how much the gateway's clock seems to be ahead of the proxy's, at least; empty when it fits
public record Timeline(long micros, List<Part> parts, Optional<Duration> skew) {
    public Timeline {
        parts = List.copyOf(parts);
    }

    /// Whose time it is.
    public enum Where {
        PROXY,
        GATEWAY,
        WORKSPACE,
        /// While the answer passes, all three are at work.
        ANSWER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A stretch of it.
    ///
    /// @param isWhole whether it is all the time at one place, of which others are parts
    public record Part(Where where, String what, boolean isWhole, long fromMicros, long micros) {}

    static Timeline of(Optional<LocalLine> local, List<GatewayLine> gateway) {
        List<Part> parts = new ArrayList<>();
        long whole = local.map(line -> Math.max(0, line.number("duration_us")))
                .orElseGet(() -> gateway.stream()
                        .mapToLong(line -> 1_000 * Math.max(0, line.millis("total")))
                        .sum());
        if (local.isPresent()) {
            parts.add(new Part(Where.PROXY, "from the first byte to the last", true, 0, whole));
        }
        Optional<Duration> skew = Optional.empty();
        for (GatewayLine line : gateway) {
            long total = 1_000 * Math.max(0, line.millis("total"));
            long from = local.map(proxy -> micros(proxy, line) - total).orElse(0L);
            long latest = Math.max(0, whole - total);
            long fitting = Math.clamp(from, 0, latest);
            // less than that is what both clocks' milliseconds are worth
            if (Math.abs(from - fitting) > 5_000) {
                skew = Optional.of(Duration.ofNanos(1_000 * (from - fitting)));
            }
            parts.addAll(parts(line, fitting, total));
        }
        return new Timeline(whole, parts, skew);
    }

    /// When the gateway was done, counted from the beginning at the proxy, were both clocks the same.
    private static long micros(LocalLine proxy, GatewayLine line) {
        return 1_000 * (line.ended().toEpochMilli() - proxy.began().toEpochMilli());
    }

    private static List<Part> parts(GatewayLine line, long from, long total) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                Where.GATEWAY,
                line.text("deny").map(code -> "until it denied: " + code).orElse("until the answer had left"),
                true,
                from,
                total));
        long at = from;
        at = add(parts, Where.GATEWAY, "received the request's fields", at, line.millis("request"));
        at = add(parts, Where.GATEWAY, "held it in its queue", at, line.millis("queue"));
        at = add(parts, Where.GATEWAY, "connected to the node", at, line.millis("connect"));
        at = add(parts, Where.WORKSPACE, "until its answer began", at, line.millis("response"));
        long rest = from + total - at;
        if (rest > 0 && line.text("deny").isEmpty()) {
            parts.add(new Part(Where.ANSWER, "passed, all of it", false, at, rest));
        }
        return parts;
    }

    /// Returns where the next begins.
    private static long add(List<Part> parts, Where where, String what, long at, long millis) {
        if (millis > 0 || (millis == 0 && where == Where.WORKSPACE)) {
            parts.add(new Part(where, what, false, at, 1_000 * millis));
        }
        return at + 1_000 * Math.max(0, millis);
    }

    /// How much of it passed there and nowhere further on; what the proxy has is the network between both as well.
    public long micros(Where where) {
        long steps = parts.stream()
                .filter(part -> part.where() == where && !part.isWhole())
                .mapToLong(Part::micros)
                .sum();
        return switch (where) {
            case PROXY -> Math.max(0, whole(Where.PROXY) - whole(Where.GATEWAY));
            case GATEWAY -> Math.max(0, whole(Where.GATEWAY) - micros(Where.WORKSPACE) - micros(Where.ANSWER));
            case WORKSPACE, ANSWER -> steps;
        };
    }

    private long whole(Where where) {
        return parts.stream()
                .filter(part -> part.where() == where && part.isWhole())
                .mapToLong(Part::micros)
                .sum();
    }
}
