package dev.lakegate.proxy;

import dev.lakegate.audit.AuditEntry;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.model.CallerProblem.BadRequest;
import java.io.UncheckedIOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Step 5 of a request: its audit line. The server calls this once at the end of every request, however it
/// ended, those too that were no HTTP and never became a [ProxiedRequest].
final class RequestAudit implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestAudit.class);
    private static final String FACTS = RequestFacts.class.getName();

    private final AuditLog log;

    RequestAudit(AuditLog log) {
        this.log = log;
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
        facts.whenEnded(
                facts.entry(request, response), request.getBeginNanoTime(), entry -> append(facts.requestId, entry));
    }

    private void append(String requestId, AuditEntry entry) {
        try {
            log.append(entry);
        } catch (UncheckedIOException failure) {
            LOG.error("The audit line of request {} was lost: {}", requestId, failure.getMessage());
        }
    }

    private static @Nullable String routeOf(Request request) {
        return request.getConnectionMetaData().getConnector() instanceof RouteConnector connector
                ? connector.listening().served().route().route().name().value()
                : null;
    }
}
