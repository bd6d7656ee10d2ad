package dev.lakegate.proxy;

import dev.lakegate.model.ProblemException;
import dev.lakegate.proxy.RouteCredentials.Credentials;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What makes the first request after a sign-in as quick as the next: tokens obtained, a connection open, the
/// discovery documents at hand. Blocks; what fails here is told by the first request that needs it.
public final class RouteWarmUp implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWarmUp.class);

    private final ProxyRoute route;

    public RouteWarmUp(ProxyRoute route) {
        this.route = route;
    }

    @Override
    public void run() {
        try {
            Credentials credentials = route.credentials().obtain(ProxiedRequest.ON_THE_WAY);
            for (String path : DiscoveryDocument.PATHS) {
                route.upstream()
                        .document(route.route().workspace(), path, credentials.fields())
                        .ifPresent(document -> route.discovery().put(path, document));
            }
        } catch (ProblemException | RejectedExecutionException failure) { // the latter when the program is ending
            LOG.debug("Route {} could not be warmed up: {}", route.route().name(), failure.getMessage());
        }
    }
}
