package dev.lakegate.proxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.model.GatewayProblem.GatewayUnreachable;
import dev.lakegate.model.GatewayProblem.GatewayUntrusted;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyRefused;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyUnreachable;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.ForwardProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The gateway's connections by way of an outbound proxy, to a gateway that this machine does not know.
@Timeout(30)
class OutboundTunnelTest {
    private static final String GATEWAY = "gateway.outside.test";
    private static final String WORKSPACE = "prod.lakegate.test";
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static HttpsServer gateway;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.create(folder.resolve("certificates"));
        gateway = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        gateway.setHttpsConfigurator(
                new HttpsConfigurator(certificates.server(WORKSPACE).serving()));
        gateway.createContext("/", exchange -> {
            exchange.getRequestHeaders().forEach((name, values) -> RECEIVED.add(name + ": " + values));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.stop(0);
    }

    @Test
    void connect_names_the_gateway_while_tls_and_host_name_the_workspace() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.open().knows(GATEWAY, "127.0.0.1")) {
            RECEIVED.clear();

            assertThat(ask(proxy.address(), WORKSPACE)).isTrue();

            assertThat(proxy.targets()).containsExactly(GATEWAY + ":" + port());
            assertThat(RECEIVED).contains("Host: [" + WORKSPACE + ":" + port() + "]");
        }
    }

    @Test
    void the_identity_stays_inside_the_tunnel_and_the_proxys_password_outside() throws Exception {
        Files.writeString(folder.resolve("proxy-password"), "correct horse");
        try (ForwardProxy proxy = ForwardProxy.of("alice", "correct horse").knows(GATEWAY, "127.0.0.1")) {
            RECEIVED.clear();

            ask(proxy.address().replace("//", "//alice@") + "\"\nproxy_password_file = \"proxy-password", WORKSPACE);

            assertThat(RECEIVED)
                    .filteredOn(field -> field.toLowerCase(Locale.ROOT).contains("authorization"))
                    .containsExactly("Proxy-authorization: [Bearer of-the-identity]");
            assertThat(proxy.received())
                    .singleElement()
                    .satisfies(connect -> assertThat(connect.fields())
                            .filteredOn(field -> field.toLowerCase(Locale.ROOT).contains("authorization"))
                            .containsExactly("Proxy-Authorization: Basic YWxpY2U6Y29ycmVjdCBob3JzZQ=="));
        }
    }

    @Test
    void a_gateway_that_does_not_prove_the_workspaces_name_is_not_believed() {
        try (ForwardProxy proxy = ForwardProxy.open().knows(GATEWAY, "127.0.0.1")) {
            RECEIVED.clear();
            assertThat(problem(proxy.address(), "other.lakegate.test")).isInstanceOf(GatewayUntrusted.class);
            assertThat(RECEIVED).isEmpty();
        }
    }

    @Test
    void a_proxy_that_wants_to_know_who_calls_or_does_not_permit_the_gateway_refuses() {
        try (ForwardProxy wants = ForwardProxy.of("alice", "correct horse").knows(GATEWAY, "127.0.0.1");
                ForwardProxy forbids = ForwardProxy.open()) {
            assertThat(problem(wants.address(), WORKSPACE))
                    .isEqualTo(new OutboundProxyRefused(wants.address(), GATEWAY + ":" + port(), 407));
            assertThat(problem(forbids.address(), WORKSPACE))
                    .isEqualTo(new OutboundProxyRefused(forbids.address(), GATEWAY + ":" + port(), 403));
        }
    }

    @Test
    void a_proxy_that_is_not_there_is_named() {
        ForwardProxy gone = ForwardProxy.open();
        gone.close();
        assertThat(problem(gone.address(), WORKSPACE))
                .isInstanceOfSatisfying(
                        OutboundProxyUnreachable.class,
                        unreachable -> assertThat(unreachable.proxy()).isEqualTo(gone.address()));
    }

    @Test
    void what_answers_and_is_no_proxy_is_told() throws Exception {
        Map<String, String> reasons = Map.of(
                "", "it ended the connection",
                "HTTP/1.1 200", "it ended the connection",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n", "it does not answer in HTTP");
        for (Map.Entry<String, String> each : reasons.entrySet()) {
            try (ServerSocket server = answering(each.getKey())) {
                String address = "http://127.0.0.1:" + server.getLocalPort();
                assertThat(problem(address, WORKSPACE))
                        .isEqualTo(new OutboundProxyUnreachable(address, each.getValue()));
            }
        }
    }

    @Test
    void a_proxy_that_cannot_reach_the_gateway_says_so_for_it() throws Exception {
        try (ServerSocket server = answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(problem("http://127.0.0.1:" + server.getLocalPort(), WORKSPACE))
                    .isInstanceOfSatisfying(
                            GatewayUnreachable.class,
                            unreachable -> assertThat(unreachable.reason()).contains("answers with status 503"));
        }
    }

    @Test
    void an_answer_in_two_parts_with_fields_is_one() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.startVirtualThread(() -> relayInParts(server));

            assertThat(ask("http://127.0.0.1:" + server.getLocalPort(), WORKSPACE))
                    .isTrue();
        }
    }

    /// One that lets through after an answer written byte by byte.
    private static void relayInParts(ServerSocket server) {
        try (Socket client = server.accept();
                Socket there = new Socket(InetAddress.ofLiteral("127.0.0.1"), port())) {
            client.setTcpNoDelay(true);
            readHead(client);
            for (byte each : "HTTP/1.1 200 Connection established\r\nVia: 1.1 other\r\n\r\n".getBytes(ISO_8859_1)) {
                client.getOutputStream().write(each);
                client.getOutputStream().flush();
            }
            Thread back = Thread.startVirtualThread(() -> copy(there, client));
            copy(client, there);
            back.join();
        } catch (IOException | InterruptedException over) {
            // the test is over
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException over) {
            // as above
        }
    }

    private static ServerSocket answering(String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
        Thread.startVirtualThread(() -> {
            while (true) {
                try (Socket client = server.accept()) {
                    readHead(client);
                    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return server;
    }

    private static void readHead(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("the request ended");
            }
            head.append((char) next);
        }
    }

    private static Problem problem(String proxy, String workspace) {
        return catchThrowableOfType(ProblemException.class, () -> ask(proxy, workspace))
                .problem();
    }

    /// @param proxy as the configuration has it between quotes
    private static boolean ask(String proxy, String workspace) throws IOException, ProblemException {
        Path file = Files.writeString(
                folder.resolve("lakegate.toml"), """
                [network]
                proxy = "%s"

                [profile.acme]
                issuer = "https://id.acme.example"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://%s:%d"
                ca_file = "%s"

                [profile.acme.route.prod]
                port = 8765
                """.formatted(proxy, GATEWAY, port(), certificates.caPem()));
        Locations locations =
                new Locations(file, folder.resolve("state"), folder.resolve("s"), folder.resolve("managed.toml"));
        Configuration configuration = new ConfigurationLoader(locations, Map.of(), Map.of()).load();
        Profile profile = configuration.profiles().getFirst();
        TrustRoots trustRoots = TrustRoots.with(configuration.network(), profile.caFile());
        try (ProxyThreads threads = ProxyThreads.start();
                Upstream upstream = Upstream.start(profile, trustRoots, configuration.network(), threads, _ -> {})) {
            return upstream.document(
                            workspace, "/", List.of(new HttpField("Proxy-Authorization", "Bearer of-the-identity")))
                    .isPresent();
        }
    }

    private static int port() {
        return gateway.getAddress().getPort();
    }
}
