package dev.lakegate.telemetry.traces;

import org.jspecify.annotations.Nullable;

/// Decides of each request whether its spans are told. Does not block.
public interface RequestTracer {
    /// Where no traces are asked for: whoever comes after may sample what begins here.
    RequestTracer NONE = new RequestTracer() {
        @Override
        public boolean samples() {
            return true;
        }

        @Override
        public @Nullable RequestSpans begins(@Nullable String traceparent, String server, long beginNanos) {
            return null;
        }
    };

    /// Whether the next trace that begins with a request of ours is sampled.
    boolean samples();

    /// The spans of a request whose trace is sampled; null where nobody is told of them.
    ///
    /// @param traceparent the client's, well-formed; null for a trace that begins here
    /// @param server      the name of the server that the client means
    /// @param beginNanos  when its first byte came, as [System#nanoTime()] tells it
    @Nullable
    RequestSpans begins(@Nullable String traceparent, String server, long beginNanos);
}
