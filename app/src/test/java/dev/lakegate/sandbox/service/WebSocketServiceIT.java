package dev.lakegate.sandbox.service;

import dev.lakegate.sandbox.Certificates;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The client and the service, nothing between them.
@Timeout(60)
class WebSocketServiceIT extends WebSocketContract {
    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static WebSocketService service;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.create(folder);
        service = new WebSocketService(certificates.server("127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Override
    protected WebSocketClient newClient() {
        var http = new HttpClient();
        var tls = new SslContextFactory.Client();
        tls.setSslContext(certificates.trusting());
        http.setSslContextFactory(tls);
        return new WebSocketClient(http);
    }

    @Override
    protected URI address(String path) {
        return URI.create("wss://127.0.0.1:" + service.port() + path);
    }

    @Override
    protected void authorize(ClientUpgradeRequest opening) {
        // the service lets everybody in
    }

    @Override
    protected WebSocketService service() {
        return service;
    }
}
