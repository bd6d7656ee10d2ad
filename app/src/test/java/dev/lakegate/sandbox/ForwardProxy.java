package dev.lakegate.sandbox;

import dev.lakegate.config.outbound.OutboundProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ConnectHandler;

/// The company's outbound proxy: Jetty's `CONNECT`. It knows names that this machine does not, so whoever calls
/// them has come by it, and everything that reaches it is written down.
public final class ForwardProxy implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Map<String, InetAddress> names = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Optional<String> credentials;
    private final int port;

    /// A request as the proxy got it.
    ///
    /// @param fields all lines, `name: value`
    public record Received(String method, String target, List<String> fields) {}

    private ForwardProxy(Optional<String> credentials, int wanted) {
        this.credentials = credentials;
        connector.setHost("127.0.0.1");
        connector.setPort(wanted);
        server.addConnector(connector);
        server.setHandler(new Tunnels());
        try {
            server.start();
            this.port = connector.getLocalPort();
        } catch (Exception failure) {
            throw new IllegalStateException("the outbound proxy could not be started", failure);
        }
    }

    /// One that lets everybody through.
    public static ForwardProxy open() {
        return new ForwardProxy(Optional.empty(), 0);
    }

    /// One that wants Basic.
    public static ForwardProxy of(String user, String password) {
        return new ForwardProxy(Optional.of(basic(user, password)), 0);
    }

    /// The same again, where it was.
    public ForwardProxy restarted() {
        ForwardProxy again = new ForwardProxy(credentials, port());
        again.names.putAll(names);
        return again;
    }

    /// Leads a name to an address of this machine.
    public ForwardProxy knows(String name, String address) {
        names.put(name, InetAddress.ofLiteral(address));
        return this;
    }

    public int port() {
        return port;
    }

    /// As a configuration has it, without who asks.
    public String address() {
        return new OutboundProxy("127.0.0.1", port(), Optional.empty(), Optional.empty()).address();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /// What was asked for, each host once.
    public List<String> targets() {
        return received.stream().map(Received::target).distinct().sorted().toList();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the outbound proxy could not be stopped", failure);
        }
    }

    private final class Tunnels extends ConnectHandler {

        @Override
        protected boolean handleAuthentication(Request request, Response response, String address) {
            received.add(new Received(
                    request.getMethod(),
                    address,
                    request.getHeaders().stream().map(HttpField::toString).toList()));
            String shown = request.getHeaders().get("Proxy-Authorization");
            if (credentials.isEmpty() || credentials.get().equals(shown)) {
                return true;
            }
            response.getHeaders().put("Proxy-Authenticate", "Basic realm=\"outbound\"");
            return false;
        }

        @Override
        protected InetSocketAddress newConnectAddress(String host, int port) {
            return new InetSocketAddress(
                    Optional.ofNullable(names.get(host)).orElse(InetAddress.ofLiteral("127.0.0.1")), port);
        }

        @Override
        public boolean validateDestination(String host, int port) {
            return names.containsKey(host);
        }
    }
}
