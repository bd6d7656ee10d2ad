package dev.lakegate.proxy;

import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.CrossSite;
import dev.lakegate.model.CallerProblem.HostNotLocal;
import dev.lakegate.model.CallerProblem.LocalKeyMissing;
import dev.lakegate.model.CallerProblem.LocalKeyWrong;
import dev.lakegate.model.CallerProblem.MethodNotSupported;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import dev.lakegate.proxy.Admission.Verdict.Admitted;
import dev.lakegate.proxy.Admission.Verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/// Whether a caller may use a route: it addresses the proxy by a loopback name, is no foreign web page, and
/// knows the local key, or is a program of this user's where the profile takes that for the key. Judged before any
/// token is touched.
final class Admission {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private static final String HTTP = "http";
    private static final int HTTP_PORT = 80;

    private final RouteName route;
    private final Secret localKey;
    private final String scheme;
    private final Set<String> authorities;
    private final boolean keyless;

    private Admission(RouteName route, Secret localKey, String scheme, Set<String> authorities, boolean keyless) {
        this.route = route;
        this.localKey = localKey;
        this.scheme = scheme;
        this.authorities = authorities;
        this.keyless = keyless;
    }

    /// To a port.
    static Admission toPort(RouteName route, int port, Secret localKey) {
        return new Admission(route, localKey, HTTP, authorities(route, port), false);
    }

    /// To a port, over TLS.
    static Admission toTlsPort(RouteName route, int port, Secret localKey) {
        return new Admission(route, localKey, "https", authorities(route, port), false);
    }

    /// To a socket that only this user can open: who comes without a key has proven enough. What stands for a
    /// port in `Host` means nothing there.
    static Admission toSocket(RouteName route, int port, Secret localKey) {
        Set<String> any = new HashSet<>(authorities(route, port));
        any.addAll(authorities(route, HTTP_PORT));
        return new Admission(route, localKey, HTTP, Set.copyOf(any), true);
    }

    /// What comes before `Host` in the address by which the client called.
    String scheme() {
        return scheme;
    }

    /// How a request was judged.
    sealed interface Verdict {
        record Admitted(AdmittedBy by) implements Verdict {}

        record Refused(CallerProblem problem) implements Verdict {}
    }

    /// @param client who opened the request's connection
    Verdict of(String method, HttpURI target, HttpFields fields, ConnectedClient client) {
        if (!isLocal(target, fields)) {
            return new Refused(new HostNotLocal(route));
        }
        if (HttpMethod.CONNECT.is(method) || HttpMethod.TRACE.is(method)) {
            return new Refused(new MethodNotSupported(method));
        }
        if (isCrossSite(fields)) {
            return new Refused(new CrossSite());
        }
        Verdict shown = shown(fields, client);
        return shown instanceof Refused
                ? shown
                : RequestSyntax.refusal(method, target, fields)
                        .<Verdict>map(Refused::new)
                        .orElse(shown);
    }

    private static Set<String> authorities(RouteName route, int port) {
        Set<String> authorities = new HashSet<>();
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", route + ".localhost")) {
            authorities.add(host + ":" + port);
            if (port == HTTP_PORT) {
                authorities.add(host);
            }
        }
        return Set.copyOf(authorities);
    }

    /// DNS rebinding: a foreign name that resolves to this machine still stands in `Host`.
    private boolean isLocal(HttpURI target, HttpFields fields) {
        List<String> hosts = fields.getValuesList(HttpHeader.HOST);
        String authority = target.getAuthority();
        return hosts.size() == 1
                && authorities.contains(hosts.getFirst())
                && (authority == null || authorities.contains(authority));
    }

    private boolean isCrossSite(HttpFields fields) {
        for (String origin : fields.getValuesList(HttpHeader.ORIGIN)) {
            String own = scheme + "://";
            if (!origin.startsWith(own) || !authorities.contains(origin.substring(own.length()))) {
                return true;
            }
        }
        // Node's fetch sends other Sec-Fetch-* fields, which say nothing of the site
        return !OWN_SITE.containsAll(fields.getValuesList("Sec-Fetch-Site"));
    }

    /// A wrong key stays wrong, whoever sends it.
    private Verdict shown(HttpFields fields, ConnectedClient client) {
        List<String> authorization = fields.getValuesList(HttpHeader.AUTHORIZATION);
        if (authorization.isEmpty()) {
            if (keyless) {
                return new Admitted(AdmittedBy.SOCKET);
            }
            return client.isThisUser() && !WebPage.mayHaveSent(fields)
                    ? new Admitted(AdmittedBy.SAME_USER)
                    : new Refused(new LocalKeyMissing(route));
        }
        String presented = authorization.size() == 1 ? presentedKey(authorization.getFirst()) : null;
        return presented != null && localKey.matches(presented)
                ? new Admitted(AdmittedBy.KEY)
                : new Refused(new LocalKeyWrong(route));
    }

    /// The Bearer token (RFC 6750), or the password of Basic (RFC 7617), which JDBC and git-like clients send.
    private static @Nullable String presentedKey(String authorization) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).strip();
        }
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            byte[] pair = Base64.getDecoder().decode(authorization.substring(6).strip());
            String text = new String(pair, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? null : text.substring(colon + 1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
