package dev.lakegate.audit;

import dev.lakegate.audit.run.Run;
import dev.lakegate.model.CallerProblem.ClientGone;
import dev.lakegate.os.peer.LocalProgram;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request as the local trail keeps it: who, what, how it ended. No field value and no body is ever among it, and
/// of
/// the query what the configuration lists.
///
/// @param at               when the request began
/// @param requestId        the proxy's id, which gateway and workspace log too
/// @param traceId          of the W3C trace context; null when the request was refused before it had one
/// @param route            null when the request could not be read far enough
/// @param method           null likewise
/// @param path             the raw path without its query; null likewise
/// @param query            the parameters that may be told, by name
/// @param status           as sent to the client; 0 when it went away before
/// @param problem          the code of the problem, null when the answer is the workspace's
/// @param denial           the gateway's code, when it was the gateway that denied
/// @param person           the label of whoever was signed in
/// @param principal        whom the gateway mapped the person to
/// @param rule             the gateway's deciding rule
/// @param node             the workspace node that answered
/// @param gatewayRequestId the gateway's own id of the request
/// @param admittedBy       null when the request was refused, or answered without any proof
/// @param client           who sent it, where that is looked for and was found
/// @param run              that it started or was about, where those are looked for
/// @param durationMicros   from the request's first byte to the answer's last, or to the end of its tunnel
public record AuditEntry(
        Instant at,
        String requestId,
        @Nullable String traceId,
        @Nullable String route,
        @Nullable String method,
        @Nullable String path,
        Map<String, String> query,
        int status,
        @Nullable String problem,
        @Nullable String denial,
        @Nullable String person,
        @Nullable String principal,
        @Nullable String rule,
        @Nullable String node,
        @Nullable String gatewayRequestId,
        @Nullable AdmittedBy admittedBy,
        @Nullable LocalProgram client,
        @Nullable Run run,
        long bytesIn,
        long bytesOut,
        long durationMicros)
        implements AuditEvent {
    private static final String CLIENT_GONE = new ClientGone().code();

    public AuditEntry {
        query = Map.copyOf(query);
    }

    /// A denial is the gateway's, a refusal the proxy's own answer in place of one; all else is a request.
    @Override
    public String name() {
        if (denial != null) {
            return "denial";
        }
        boolean isAnsweredHere = problem != null && gatewayRequestId == null && !problem.equals(CLIENT_GONE);
        return isAnsweredHere ? "refusal" : "request";
    }

    /// What a caller has shown.
    public enum AdmittedBy {
        KEY,
        /// Nothing but that it could open a socket that only this user can.
        SOCKET,
        /// Nothing but that it is a program of this user's.
        SAME_USER,
        /// The cookie of a browser that entered by a one-time address.
        BROWSER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The same exchange, which went on as a tunnel.
    public AuditEntry withTunnel(long bytesUp, long bytesDown, long micros) {
        return with(client, bytesIn + bytesUp, bytesOut + bytesDown, micros);
    }

    /// The same, sent by this program.
    public AuditEntry withClient(LocalProgram program) {
        return with(program, bytesIn, bytesOut, durationMicros);
    }

    private AuditEntry with(@Nullable LocalProgram program, long in, long out, long micros) {
        return new AuditEntry(
                at,
                requestId,
                traceId,
                route,
                method,
                path,
                query,
                status,
                problem,
                denial,
                person,
                principal,
                rule,
                node,
                gatewayRequestId,
                admittedBy,
                program,
                run,
                in,
                out,
                micros);
    }
}
