package dev.lakegate.network;

/// Lets the JDK's HTTP client tell an outbound proxy who calls.
public final class BasicThroughTunnels {
    private BasicThroughTunnels() {}

    /// For the whole program, before its first HTTP client, when the JDK reads this once.
    ///
    /// The JDK leaves Basic out of `CONNECT` unless told otherwise, since it crosses the way to the proxy
    /// unencrypted. There is no other way to such a proxy, and it is sent only where somebody has set a user
    /// for that proxy.
    public static void permit() {
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }
}
