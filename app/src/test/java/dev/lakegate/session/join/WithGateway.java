package dev.lakegate.session.join;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lakegate.config.Locations;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Gateways on this machine's loopback, each with a certificate of one authority, and a home with nothing in
/// it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithGateway {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpsServer> servers = new ArrayList<>();
    private Certificates certificates;

    /// A gateway that answers as it is told.
    protected URI gateway;

    protected Locations locations;

    private volatile HttpHandler answer = exchange -> exchange.close();

    @BeforeAll
    void makeCertificates(@TempDir Path folder) {
        certificates = Certificates.create(folder.resolve("certificates"));
    }

    @BeforeEach
    void start(@TempDir Path home) throws Exception {
        locations = new Locations(
                home.resolve("config/lakegate.toml"),
                home.resolve("state"),
                home.resolve("run/control.sock"),
                home.resolve("managed.toml"));
        gateway = anotherGateway("127.0.0.1");
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        servers.clear();
    }

    @AfterAll
    void close() {
        threads.close();
    }

    /// One more, which gives the same answers; its certificate is for that name.
    protected URI anotherGateway(String certified) throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(certificates.server(certified).serving()));
        server.createContext("/", exchange -> answer.handle(exchange));
        server.setExecutor(threads);
        server.start();
        servers.add(server);
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    protected Path caFile() {
        return certificates.caPem();
    }

    protected void answers(HttpHandler handler) {
        answer = handler;
    }

    protected void answers(int status, String type, String body) {
        answers(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (HttpExchange open = exchange) {
                open.getResponseBody().write(bytes);
            }
        });
    }

    /// As its own, with what is replaced in it.
    protected void offers(String... replacements) {
        answers(200, "application/json", descriptor(gateway, replacements));
    }

    protected static String descriptor(URI gateway, String... replacements) {
        String text = """
                {
                  "version": 1,
                  "resource": "%s",
                  "profiles": [{
                    "name": "acme",
                    "provider": "other",
                    "issuer": "https://login.acme.example",
                    "client_id": "lakegate",
                    "audience": "urn:lakegate",
                    "routes": [{"name": "prod", "workspace": "prod.acme.example", "port": 18701}]
                  }]
                }
                """.formatted(gateway);
        for (int pair = 0; pair < replacements.length; pair += 2) {
            text = text.replace(replacements[pair], replacements[pair + 1]);
        }
        return text;
    }

    protected String file() throws IOException {
        return Files.readString(locations.configFile());
    }

    protected void writeFile(String text) throws IOException {
        Files.createDirectories(locations.configFile().getParent());
        Files.writeString(locations.configFile(), text);
    }

    protected Outcome join(String typed, String... arguments) {
        List<String> all = new ArrayList<>(List.of("join", gateway.toString(), "--ca-file", caFile().toString()));
        all.addAll(List.of(arguments));
        return lakegate(typed, all.toArray(String[]::new));
    }

    protected Outcome lakegate(String typed, String... arguments) {
        return lakegate(Map.of(), typed, arguments);
    }

    protected Outcome lakegate(Map<String, String> environment, String typed, String... arguments) {
        return Laptop.run(locations, environment, new StringReader(typed), arguments);
    }
}
