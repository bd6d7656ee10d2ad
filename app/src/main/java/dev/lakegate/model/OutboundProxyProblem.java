package dev.lakegate.model;

/// What an outbound proxy, by which calls leave this machine, did or failed to do.
public sealed interface OutboundProxyProblem extends Problem {

    /// Nobody answers there.
    ///
    /// @param proxy its address, without user and password
    record OutboundProxyUnreachable(String proxy, String reason) implements OutboundProxyProblem {
        @Override
        public Text text() {
            return new Text(
                    "outbound_proxy_unreachable",
                    "The outbound proxy " + proxy + " could not be reached: " + reason + ".",
                    "Check the network connection (VPN?) and network.proxy in lakegate.toml or HTTPS_PROXY; name the host in network.no_proxy where it can be reached without a proxy.");
        }
    }

    /// It does not let this call through.
    ///
    /// @param proxy  its address, without user and password
    /// @param host   that was to be called, with the port
    /// @param status of its answer (RFC 9110 §15), 407 when it wants to know who calls
    record OutboundProxyRefused(String proxy, String host, int status) implements OutboundProxyProblem {
        private static final int AUTHENTICATION_REQUIRED = 407;

        @Override
        public Text text() {
            return new Text(
                    "outbound_proxy_refused",
                    "The outbound proxy " + proxy + " does not let Lakegate through to " + host
                            + ": it answers with status " + status + ".",
                    status == AUTHENTICATION_REQUIRED
                            ? "Set the user in network.proxy and the password in network.proxy_password_file of lakegate.toml, or correct them."
                            : "Ask the network team to permit this host there, or to name it for network.no_proxy.");
        }
    }
}
