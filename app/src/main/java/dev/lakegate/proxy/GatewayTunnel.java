package dev.lakegate.proxy;

import dev.lakegate.config.outbound.OutboundProxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.alpn.client.ALPNClientConnectionFactory;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/// The way to the gateway through an outbound proxy.
///
/// Jetty's own names the origin in its `CONNECT`, which is a workspace's public name here and leads past the
/// gateway. So this one names the gateway; inside the tunnel TLS is for the workspace's name as ever. Requests
/// know nothing of the proxy, nor the proxy anything of them.
final class GatewayTunnel extends ProxyConfiguration.Proxy {
    private static final Origin.Protocol HTTP_1_1 = new Origin.Protocol(List.of("http/1.1"), false);

    private final OutboundProxy proxy;
    private final String gateway;

    /// @param gateway its host and port
    GatewayTunnel(OutboundProxy proxy, String gateway) {
        super(new Origin.Address(proxy.host(), proxy.port()), false, null, HTTP_1_1);
        this.proxy = proxy;
        this.gateway = gateway;
    }

    @Override
    public boolean matches(Origin origin) {
        return true;
    }

    @Override
    public ClientConnectionFactory newClientConnectionFactory(ClientConnectionFactory inside) {
        return new ClientConnectionFactory() {
            @Override
            public Connection newConnection(EndPoint endPoint, Map<String, Object> context) {
                HttpClient client = destination(context).getHttpClient();
                return customize(
                        new TunnelConnection(
                                endPoint, client, proxy, gateway, context, encrypted(client, inside, context)),
                        context);
            }
        };
    }

    /// What the connection becomes once the tunnel stands: the same as without a proxy.
    private static ClientConnectionFactory encrypted(
            HttpClient client, ClientConnectionFactory inside, Map<String, Object> context) {
        Origin origin = destination(context).getOrigin();
        List<String> protocols = origin.getProtocol().getProtocols();
        ClientConnectionFactory negotiated = origin.getProtocol().isNegotiate()
                ? new ALPNClientConnectionFactory(client.getExecutor(), inside, protocols)
                : inside;
        ClientConnectionFactory encrypted =
                client.getClientConnector().newSslClientConnectionFactory(client.getSslContextFactory(), negotiated);
        return (endPoint, unchanged) -> {
            // the name that TLS asks for and checks; without an address, since the proxy's is not the gateway's
            Origin.Address workspace = origin.getAddress();
            unchanged.put(
                    ClientConnector.REMOTE_SOCKET_ADDRESS_CONTEXT_KEY,
                    InetSocketAddress.createUnresolved(workspace.getHost(), workspace.getPort()));
            return encrypted.newConnection(endPoint, unchanged);
        };
    }

    private static Destination destination(Map<String, Object> context) {
        return Objects.requireNonNull((Destination) context.get(Destination.CONTEXT_KEY));
    }
}
