package dev.lakegate.telemetry;

import org.jspecify.annotations.Nullable;

/// One request that has ended, as far as metrics and traces tell of it: no person, no path, no value of a field or a
/// query.
///
/// @param requestId        the proxy's
/// @param route            null when it could not be read far enough
/// @param method           null likewise
/// @param status           as sent to the client; 0 when it went away before
/// @param problem          the code of the problem, null when the answer is the workspace's
/// @param denial           the gateway's code, when it was the gateway that denied
/// @param gatewayRequestId the gateway's own id of it, where it told one
/// @param micros           from the request's first byte to the answer's last, or to the end of its tunnel
/// @param firstByteMicros  from the request's first byte to the answer's, or [#NO_FIRST_BYTE]
/// @param bytesUp          of the body, and what the client sent through its tunnel
/// @param bytesDown        of the answer's body, and what came back through the tunnel
public record EndedRequest(
        String requestId,
        @Nullable String route,
        @Nullable String method,
        int status,
        @Nullable String problem,
        @Nullable String denial,
        @Nullable String gatewayRequestId,
        long micros,
        long firstByteMicros,
        long bytesUp,
        long bytesDown) {
    /// Nothing came from the gateway.
    public static final long NO_FIRST_BYTE = -1;
}
