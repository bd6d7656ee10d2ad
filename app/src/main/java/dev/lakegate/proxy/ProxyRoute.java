package dev.lakegate.proxy;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.model.Secret;
import dev.lakegate.os.peer.Peers;
import dev.lakegate.proxy.browser.BrowserEntry;
import dev.lakegate.proxy.upstream.Upstream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One route as the proxy serves it.
///
/// @param localKey the key that a caller must present
/// @param admission whether a program of this user may do without
/// @param person   the label of whoever is signed in, null when nobody is; for the audit log
/// @param open     what is under way for the route's profile
/// @param peers    tell who opened a connection, where anybody asks and the system tells
/// @param browsers where browsers may enter: a server of the company's own
public record ProxyRoute(
        Route route,
        Profile.Admission admission,
        Secret localKey,
        Supplier<@Nullable String> person,
        RouteCredentials credentials,
        Upstream upstream,
        DiscoveryCache discovery,
        OpenRequests open,
        Optional<Peers> peers,
        Optional<BrowserEntry> browsers) {}
