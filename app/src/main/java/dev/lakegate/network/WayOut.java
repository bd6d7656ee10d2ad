package dev.lakegate.network;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyRefused;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyUnreachable;
import dev.lakegate.model.Reason;
import dev.lakegate.model.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// How the JDK's HTTP client leaves this machine: past the proxies that the JDK itself would find, through the
/// one that is set.
///
/// The client sends a `Proxy-Authorization` field that a request has in the `CONNECT` alone, never inside the
/// tunnel; a test holds it. So a proxy's credentials go along with each request that is to pass it, and there
/// is no `Authenticator`, which would answer the origin's 401 as well. [BasicThroughTunnels] has to be
/// permitted.
final class WayOut extends ProxySelector {
    private static final int HTTPS = 443;
    private static final int AUTHENTICATION_REQUIRED = 407;

    /// The JDK's words for any other answer to a `CONNECT`.
    private static final Pattern REFUSED = Pattern.compile("Tunnel failed, got: (4\\d\\d)");

    private final NetworkSettings settings;

    WayOut(NetworkSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(settings.proxyFor(uri)
                .map(proxy ->
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
                .orElse(Proxy.NO_PROXY));
    }

    /// The `Proxy-Authorization` of a request; empty where no proxy wants one.
    Optional<Secret> authorization(URI uri) {
        return settings.proxyFor(uri).flatMap(OutboundProxy::authorization);
    }

    /// Throws when the answer is the proxy's own.
    void requireOrigins(URI uri, int status) throws OutboundProxyFailure {
        Optional<OutboundProxy> proxy = settings.proxyFor(uri);
        if (proxy.isPresent() && status == AUTHENTICATION_REQUIRED) {
            throw refused(uri, proxy.get(), status);
        }
    }

    /// Throws when the call failed at the proxy.
    void requireOrigins(URI uri, Throwable failure) throws OutboundProxyFailure {
        Optional<OutboundProxy> proxy = settings.proxyFor(uri);
        if (proxy.isEmpty()) {
            return;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher refusal = REFUSED.matcher(String.valueOf(cause.getMessage()));
            if (cause instanceof IOException && refusal.matches()) {
                throw refused(uri, proxy.get(), Integer.parseInt(refusal.group(1)));
            }
            if (cause instanceof SSLException) {
                return;
            }
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof HttpConnectTimeoutException) {
                throw new OutboundProxyFailure(
                        new OutboundProxyUnreachable(proxy.get().address(), Reason.of(cause)));
            }
        }
    }

    private static OutboundProxyFailure refused(URI uri, OutboundProxy proxy, int status) {
        return new OutboundProxyFailure(
                new OutboundProxyRefused(proxy.address(), uri.getHost() + ":" + port(uri), status));
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? HTTPS : uri.getPort();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // there is no other proxy to choose
    }
}
