package dev.lakegate.proxy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// Which fields of a request and of an answer pass the proxy. Names are compared with `_` read as `-`, since
/// servers behind CGI-like interfaces read them so (CVE-2025-64484).
final class FieldPolicy {
    /// RFC 9110 §7.6.1, and the older ones still sent.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /// Fields by which somewhere an identity or an origin is asserted: only the gateway may set them. The list
    /// of the gateway, the resource `haproxy.cfg` of `gateway.render`, is the same.
    private static final Set<String> IDENTITY = Set.of(
            "forwarded",
            "remote-user",
            "x-client-ip",
            "x-real-ip",
            "x-remote-user",
            "x-user",
            "x-cluster-client-ip",
            "true-client-ip");

    private static final List<String> IDENTITY_PREFIXES = List.of(
            "x-auth-",
            "x-forwarded",
            "x-goog-authenticated-user",
            "x-goog-iap",
            "x-lakegate-",
            "x-ms-client-principal",
            "x-original-",
            "x-remote-",
            "x-rewrite-",
            "x-user-");

    /// Replaced by the proxy's own, or meant for this machine alone: cookies know no ports, so those that
    /// arrive belong to whatever else runs on localhost.
    private static final Set<String> OF_THE_LOCAL_HOP =
            Set.of("authorization", "cookie", "expect", "host", "traceparent", "x-request-id");

    /// True of the gateway's name, but not of the local one. `Set-Cookie` would reach every port of localhost.
    private static final Set<String> OF_THE_REMOTE_HOP =
            Set.of("alt-svc", "set-cookie", "strict-transport-security", "x-request-id");

    private FieldPolicy() {}

    static boolean mayGoUpstream(HttpField field, Set<String> namedByConnection) {
        String name = normalised(field);
        return !HOP_BY_HOP.contains(name)
                && !OF_THE_LOCAL_HOP.contains(name)
                && !isIdentity(name)
                && (namedByConnection.isEmpty() || !namedByConnection.contains(name));
    }

    static boolean mayGoToTheClient(HttpField field, Set<String> namedByConnection) {
        String name = normalised(field);
        return !HOP_BY_HOP.contains(name)
                && !OF_THE_REMOTE_HOP.contains(name)
                && !name.startsWith("x-lakegate-")
                && (namedByConnection.isEmpty() || !namedByConnection.contains(name));
    }

    /// What may follow a body (RFC 9110 §6.5.1): nothing that frames a message or tells an identity.
    static HttpFields trailersForTheGateway(HttpFields received) {
        HttpFields.Mutable passing = HttpFields.build();
        for (HttpField field : received) {
            if (mayGoUpstream(field, Set.of()) && field.getHeader() != HttpHeader.CONTENT_LENGTH) {
                passing.add(field);
            }
        }
        return passing;
    }

    /// As [#trailersForTheGateway], the other way.
    static HttpFields trailersForTheClient(HttpFields received) {
        HttpFields.Mutable passing = HttpFields.build();
        for (HttpField field : received) {
            if (mayGoToTheClient(field, Set.of()) && field.getHeader() != HttpHeader.CONTENT_LENGTH) {
                passing.add(field);
            }
        }
        return passing;
    }

    static boolean isIdentity(String normalisedName) {
        if (IDENTITY.contains(normalisedName)) {
            return true;
        }
        for (String prefix : IDENTITY_PREFIXES) {
            if (normalisedName.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /// What `Connection` names is of this hop alone (RFC 9110 §7.6.1); mostly it names nothing but `keep-
    /// alive`.
    static Set<String> namedByConnection(HttpFields fields) {
        if (!fields.contains(HttpHeader.CONNECTION)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : fields.getValuesList(HttpHeader.CONNECTION)) {
            Arrays.stream(value.split(",")).map(FieldPolicy::normalised).forEach(names::add);
        }
        return names;
    }

    private static String normalised(HttpField field) {
        String name = field.getLowerCaseName();
        return name.indexOf('_') < 0 ? name : name.replace('_', '-');
    }

    private static String normalised(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
