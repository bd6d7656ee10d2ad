package dev.lakegate.proxy.upstream;

import dev.lakegate.network.TrustRoots;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS to a gateway that these authorities vouch for, made when it is started and no sooner.
final class GatewayTls extends SslContextFactory.Client {
    private final TrustRoots trustRoots;

    GatewayTls(TrustRoots trustRoots) {
        this.trustRoots = trustRoots;
    }

    @Override
    protected void doStart() throws Exception {
        setSslContext(trustRoots.sslContext());
        super.doStart();
    }
}
