package dev.lakegate.proxy;

import dev.lakegate.audit.AuditEntry;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.model.CallerProblem.BadRequest;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.Logs;
import dev.lakegate.telemetry.metrics.RequestMeter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Step 5 of a request: its audit line. The server calls this once at the end of every request, however it
/// ended, those too that were no HTTP and never became a [ProxiedRequest].
final class RequestAudit implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestAudit.class);

    private static final String FACTS = RequestFacts.class.getName();

    private static final int LONGEST_VALUE = 256;

    private final AuditTrail log;
    private final Set<String> queryNames;
    private final RequestMeter meter;

    /// @param queryNames parameters of a query that may be told
    RequestAudit(AuditTrail log, Set<String> queryNames, RequestMeter meter) {
        this.log = log;
        this.queryNames = queryNames;
        this.meter = meter;
    }

    /// The facts of this request, begun at the first call.
    static RequestFacts facts(Request request) {
        if (request.getAttribute(FACTS) instanceof RequestFacts known) {
            return known;
        }
        RequestFacts facts = new RequestFacts(routeOf(request), ConnectedClient.of(request));
        request.setAttribute(FACTS, facts);
        return facts;
    }

    @Override
    public void log(Request request, Response response) {
        RequestFacts facts = facts(request);
        if (facts.trace == null && facts.problem == null) {
            facts.problem = new BadRequest(response.getStatus());
        }
        long begun = request.getBeginNanoTime();
        facts.whenEnded(facts.entry(request, response, told(request.getHttpURI().getQuery())), begun, entry -> {
            log.append(entry);
            tell(entry);
            EndedRequest ended = facts.ended(entry, begun);
            meter.ended(ended);
            facts.traced(ended);
        });
    }

    /// For who looks at the program's log alone.
    private static void tell(AuditEntry entry) {
        if (LOG.isDebugEnabled()) {
            MDC.put(Logs.REQUEST_ID, entry.requestId());
            LOG.debug(
                    "{} {} {} ended with {}{} after {} µs",
                    entry.route(),
                    entry.method(),
                    entry.path(),
                    entry.status(),
                    entry.problem() == null ? "" : " (" + entry.problem() + ")",
                    entry.durationMicros());
            MDC.remove(Logs.REQUEST_ID);
        }
    }

    /// The parameters that the configuration lists; mostly it lists none.
    private Map<String, String> told(@Nullable String query) {
        if (queryNames.isEmpty() || query == null) {
            return Map.of();
        }
        Map<String, String> told = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && queryNames.contains(parameter.substring(0, equals))) {
                String value = parameter.substring(equals + 1);
                told.put(parameter.substring(0, equals), value.substring(0, Math.min(value.length(), LONGEST_VALUE)));
            }
        }
        return told;
    }

    private static @Nullable String routeOf(Request request) {
        return request.getConnectionMetaData().getConnector() instanceof RouteConnector connector
                ? connector.listening().served().route().route().name().value()
                : null;
    }
}
