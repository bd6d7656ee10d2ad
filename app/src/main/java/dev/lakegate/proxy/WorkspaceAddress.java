package dev.lakegate.proxy;

import java.net.URI;

/// The workspace's own address, wherever an answer tells it to a client.
final class WorkspaceAddress {
    private WorkspaceAddress() {}

    /// The same address at the proxy, when it is one of the workspace; else as it was.
    ///
    /// @param localAuthority host and port by which the client called the proxy
    static String toLocal(String address, String workspace, String localAuthority) {
        if (!address.startsWith("https://") && !address.startsWith("http://")) {
            return address;
        }
        try {
            URI uri = URI.create(address);
            if (!workspace.equalsIgnoreCase(uri.getHost())) {
                return address;
            }
            int afterAuthority =
                    address.indexOf("//") + 2 + uri.getRawAuthority().length();
            return "http://" + localAuthority + address.substring(afterAuthority);
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
