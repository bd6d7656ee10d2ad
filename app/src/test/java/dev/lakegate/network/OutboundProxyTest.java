package dev.lakegate.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lakegate.Main;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.NoProxy;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.OutboundProxyProblem;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyRefused;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyUnreachable;
import dev.lakegate.model.Secret;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.ForwardProxy;
import dev.lakegate.sandbox.LoopbackNames;
import dev.lakegate.sandbox.workspace.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls of the JDK's client by way of an outbound proxy to a host that this machine does not know.
@Timeout(30)
class OutboundProxyTest {
    private static final String HOST = "provider.outside.test";
    private static final String PASSWORD = "pass:wörd";
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static HttpsServer provider;
    private static Path authority;
    private static TrustRoots trustRoots;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.create(folder);
        provider = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        provider.setHttpsConfigurator(new HttpsConfigurator(
                certificates.server(HOST, LoopbackNames.PROVIDER, "127.0.0.1").serving()));
        provider.createContext("/", exchange -> {
            exchange.getRequestHeaders().forEach((name, values) -> RECEIVED.add(name + ": " + values));
            int status = exchange.getRequestURI().getPath().equals("/denied") ? 401 : 200;
            exchange.sendResponseHeaders(status, 2);
            exchange.getResponseBody().write("ok".getBytes(UTF_8));
            exchange.close();
        });
        provider.start();
        authority = certificates.caPem();
        trustRoots = TrustRoots.with(NetworkSettings.DIRECT, Optional.of(authority));
    }

    @AfterAll
    static void stop() {
        provider.stop(0);
    }

    @Test
    void a_host_is_called_through_the_proxy_which_gets_no_field_of_the_request() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.open().knows(HOST, "127.0.0.1")) {
            assertThat(call(through(proxy), HOST, "/").body()).isEqualTo("ok");

            assertThat(proxy.received()).singleElement().satisfies(connect -> {
                assertThat(connect.method()).isEqualTo("CONNECT");
                assertThat(connect.target()).isEqualTo(HOST + ":" + port());
                assertThat(connect.fields())
                        .noneMatch(field -> field.toLowerCase(Locale.ROOT).contains("authorization"))
                        .noneMatch(field -> field.contains("X-Of-The-Request"));
            });
        }
    }

    @Test
    void the_proxy_is_told_who_calls_and_nobody_else_is() throws Exception {
        RECEIVED.clear();
        try (ForwardProxy proxy = ForwardProxy.of("alice", PASSWORD).knows(HOST, "127.0.0.1")) {
            assertThat(call(through(proxy, "alice", PASSWORD), HOST, "/").status())
                    .isEqualTo(200);
            // at the first go: it is not asked first
            assertThat(proxy.received()).hasSize(1);
        }
        assertThat(RECEIVED)
                .anyMatch(field -> field.startsWith("X-of-the-request: "))
                .noneMatch(field -> field.toLowerCase(Locale.ROOT).startsWith("proxy-"));
    }

    @Test
    void nor_is_anybody_told_inside_over_http_2() throws Exception {
        try (Workspace inside = Workspace.start("prod.lakegate.test", 1, certificates, folder.resolve("inside"));
                ForwardProxy proxy = ForwardProxy.of("alice", PASSWORD).knows(inside.host(), "127.0.0.1");
                HttpCalls calls = new HttpCalls(trustRoots, through(proxy, "alice", PASSWORD))) {
            URI address =
                    URI.create("https://" + inside.host() + ":" + inside.ports().getFirst() + "/");

            calls.send("GET", address, Map.of("X-Of-The-Request", List.of("yes")), Optional.empty());

            assertThat(proxy.received()).hasSize(1);
            assertThat(inside.requests()).singleElement().satisfies(request -> {
                assertThat(request.protocol()).isEqualTo("HTTP/2.0");
                assertThat(request.field("X-Of-The-Request")).contains("yes");
                assertThat(request.fields().stream())
                        .noneMatch(field -> field.getLowerCaseName().startsWith("proxy-"));
            });
        }
    }

    @Test
    void a_host_of_no_proxy_is_called_directly_and_learns_nothing_of_the_proxys_password() throws Exception {
        RECEIVED.clear();
        try (ForwardProxy proxy = ForwardProxy.of("alice", PASSWORD)) {
            NetworkSettings network = new NetworkSettings(
                    through(proxy, "alice", PASSWORD).proxy(), NoProxy.parse(List.of("lakegate.test")), List.of());

            assertThat(call(network, LoopbackNames.PROVIDER, "/").status()).isEqualTo(200);
            assertThat(call(through(proxy, "alice", PASSWORD), "127.0.0.1", "/").status())
                    .isEqualTo(200);

            assertThat(proxy.received()).isEmpty();
        }
        assertThat(RECEIVED)
                .isNotEmpty()
                .noneMatch(field -> field.toLowerCase(Locale.ROOT).startsWith("proxy-"));
    }

    @Test
    void a_proxy_that_does_not_know_who_calls_refuses() {
        try (ForwardProxy proxy = ForwardProxy.of("alice", PASSWORD).knows(HOST, "127.0.0.1")) {
            String host = HOST + ":" + port();
            assertThat(problem(through(proxy), HOST)).isEqualTo(new OutboundProxyRefused(proxy.address(), host, 407));
            assertThat(problem(through(proxy, "alice", "wrong"), HOST))
                    .isEqualTo(new OutboundProxyRefused(proxy.address(), host, 407));
        }
    }

    @Test
    void a_proxy_that_does_not_permit_the_host_refuses() {
        try (ForwardProxy proxy = ForwardProxy.open()) {
            assertThat(problem(through(proxy), HOST))
                    .isEqualTo(new OutboundProxyRefused(proxy.address(), HOST + ":" + port(), 403));
        }
    }

    @Test
    void a_proxy_that_is_not_there_is_named_and_nothing_is_tried_without_it() {
        ForwardProxy gone = ForwardProxy.open();
        NetworkSettings network = through(gone, "alice", PASSWORD);
        gone.close();

        assertThat(problem(network, LoopbackNames.PROVIDER))
                .isInstanceOfSatisfying(OutboundProxyUnreachable.class, problem -> {
                    assertThat(problem.proxy()).isEqualTo(gone.address());
                    assertThat(problem.text().toString()).doesNotContain("alice", PASSWORD);
                });
    }

    @Test
    void a_401_of_the_host_is_the_hosts() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.of("alice", PASSWORD).knows(HOST, "127.0.0.1")) {
            assertThat(call(through(proxy, "alice", PASSWORD), HOST, "/denied").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_host_that_is_not_trusted_is_no_failure_of_the_proxys() {
        try (ForwardProxy proxy = ForwardProxy.open().knows("other.outside.test", "127.0.0.1")) {
            IOException failure =
                    catchThrowableOfType(IOException.class, () -> call(through(proxy), "other.outside.test", "/"));

            assertThat(failure).isNotInstanceOf(OutboundProxyFailure.class).hasMessageContaining("other.outside.test");
        }
    }

    /// The JDK reads once whether Basic may pass, before its first client; these tests have it on their
    /// command line.
    @Test
    void the_program_itself_tells_a_proxy_who_calls() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.of("alice", "pw").knows(HOST, "127.0.0.1")) {
            ProcessBuilder join = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "join",
                    "https://" + HOST + ":" + port(),
                    "--ca-file",
                    authority.toString());
            join.environment().put("LAKEGATE_HOME", folder.resolve("home").toString());
            join.environment().put("HTTPS_PROXY", proxy.address().replace("//", "//alice:pw@"));
            join.environment().remove("NO_PROXY");
            join.environment().remove("no_proxy");
            join.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = join.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(said).contains("There is no Lakegate descriptor");
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(proxy.received())
                    .singleElement()
                    .satisfies(connect ->
                            assertThat(connect.fields()).contains("Proxy-Authorization: Basic YWxpY2U6cHc="));
        }
    }

    private static HttpCalls.Answer call(NetworkSettings network, String host, String path) throws IOException {
        try (HttpCalls calls = new HttpCalls(trustRoots, network)) {
            return calls.send(
                    "GET",
                    URI.create("https://" + host + ":" + port() + path),
                    Map.of("X-Of-The-Request", List.of("yes")),
                    Optional.empty());
        }
    }

    private static OutboundProxyProblem problem(NetworkSettings network, String host) {
        return catchThrowableOfType(OutboundProxyFailure.class, () -> call(network, host, "/"))
                .problem();
    }

    private static NetworkSettings through(ForwardProxy proxy) {
        return through(new OutboundProxy("127.0.0.1", proxy.port(), Optional.empty(), Optional.empty()));
    }

    private static NetworkSettings through(ForwardProxy proxy, String user, String password) {
        return through(
                new OutboundProxy("127.0.0.1", proxy.port(), Optional.of(user), Optional.of(new Secret(password))));
    }

    private static NetworkSettings through(OutboundProxy proxy) {
        return new NetworkSettings(Optional.of(proxy), NoProxy.NOBODY, List.of());
    }

    private static int port() {
        return provider.getAddress().getPort();
    }
}
