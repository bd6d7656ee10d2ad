package dev.lakegate.proxy;

import dev.lakegate.model.ProblemException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.http.HttpField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What makes the first request after a sign-in as quick as the next: tokens obtained, a connection open, the discovery
/// documents at hand. Blocks; what fails here is told by the first request that needs it.
public final class RouteWarmUp implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWarmUp.class);

    private final ProxyRoute route;

    public RouteWarmUp(ProxyRoute route) {
        this.route = route;
    }

    @Override
    public void run() {
        try {
            List<HttpField> credentials = route.credentials().obtain();
            for (String path : DiscoveryDocument.PATHS) {
                ContentResponse answer = route.upstream()
                        .call(route.upstream()
                                .newRequest(route.route().workspace(), "GET", path, null)
                                .headers(fields -> credentials.forEach(fields::add)));
                if (answer.getStatus() == 200) {
                    route.discovery().put(path, answer.getContent());
                }
            }
        } catch (ProblemException | RejectedExecutionException failure) { // the latter when the program is ending
            LOG.debug("Route {} could not be warmed up: {}", route.route().name(), failure.getMessage());
        }
    }
}
