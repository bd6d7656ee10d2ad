package dev.lakegate.proxy;

import dev.lakegate.audit.run.Run;
import dev.lakegate.audit.run.RunEndpoint;
import dev.lakegate.audit.run.RunReader;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks on while the bodies of a request that is about a run pass, for the run's id. It changes and holds back nothing
/// of them, and what goes wrong here harms no request.
final class RunWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    private final RunEndpoint endpoint;
    private @Nullable RunReader body; // the request's; null when there is nothing to look for in it
    private @Nullable RunReader answer; // likewise
    private volatile @Nullable Run found;

    private RunWatch(RunEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// Null for a request that is about no run.
    static @Nullable RunWatch of(Request request) {
        Optional<RunEndpoint> endpoint = RunEndpoint.at(request.getHttpURI().getPath());
        if (endpoint.isEmpty()) {
            return null;
        }
        RunWatch watch = new RunWatch(endpoint.get());
        if (!endpoint.get().starts()) {
            String query = request.getHttpURI().getQuery();
            watch.found = query == null ? null : endpoint.get().in(query).orElse(null);
            watch.body = watch.reader(request.getHeaders());
        }
        return watch;
    }

    private @Nullable RunReader reader(HttpFields fields) {
        return RunReader.of(endpoint, fields.get(HttpHeader.CONTENT_ENCODING)).orElse(null);
    }

    void bodyPassed(ByteBuffer part) {
        look(body, part);
    }

    void answerBegins(HttpFields fields) {
        if (endpoint.starts()) {
            answer = reader(fields);
        }
    }

    void answerPassed(ByteBuffer part) {
        look(answer, part);
    }

    private void look(@Nullable RunReader reader, ByteBuffer part) {
        if (reader == null || found != null) {
            return;
        }
        try {
            found = reader.read(part).orElse(null);
        } catch (RuntimeException unforeseen) {
            LOG.warn("A run's id could not be looked for", unforeseen);
        }
    }

    /// So far.
    @Nullable
    Run found() {
        return found;
    }
}
