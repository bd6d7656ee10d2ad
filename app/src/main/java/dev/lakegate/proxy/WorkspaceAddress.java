package dev.lakegate.proxy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The workspace's own address, wherever an answer tells it to a client.
final class WorkspaceAddress {
    /// Scheme, user, host, port and the rest (RFC 3986 §3). Not `java.net.URI`, which refuses the `|` and `{}`
    /// that real addresses contain: taken for no address they would send the client past the gateway.
    private static final Pattern FORM = Pattern.compile(
            "(?:https?:)?//(?:[^/?#]*@)?(?<host>[^/?#@:]+?)\\.?(?::[0-9]*)?(?<rest>[/?#].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private WorkspaceAddress() {}

    /// The same address at the proxy, when it is one of the workspace; else as it was.
    ///
    /// @param localOrigin scheme, host and port by which the client called the proxy
    static String toLocal(String address, String workspace, String localOrigin) {
        Matcher parts = FORM.matcher(address);
        if (!parts.matches() || !workspace.equalsIgnoreCase(parts.group("host"))) {
            return address;
        }
        String rest = parts.group("rest");
        return localOrigin + (rest == null ? "" : rest);
    }
}
