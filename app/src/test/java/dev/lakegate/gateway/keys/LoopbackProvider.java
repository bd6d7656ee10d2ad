package dev.lakegate.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lakegate.sandbox.Certificates.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A provider of the test's own on a loopback port, with a discovery document and a key set.
final class LoopbackProvider implements AutoCloseable {
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final HttpServer server;
    private final String issuer;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Headers> keySetRequests = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private volatile HttpHandler keySet = exchange -> answer(exchange, 404, "");
    private volatile HttpHandler discovery;

    private LoopbackProvider(HttpServer server, String scheme) {
        this.server = server;
        issuer = scheme + "://127.0.0.1:" + server.getAddress().getPort();
        discovery = discovered(issuer, issuer + "/keys");
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    static LoopbackProvider plain() throws IOException {
        return new LoopbackProvider(HttpServer.create(loopback(), 0), "http");
    }

    static LoopbackProvider withCertificate(ServerCertificate certificate)
            throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        char[] password = certificate.password().toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(certificate.pkcs12().toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new LoopbackProvider(server, "https");
    }

    String issuer() {
        return issuer;
    }

    /// What was asked for, in order.
    List<String> paths() {
        return paths;
    }

    /// The fields of each request for the key set.
    List<Headers> keySetRequests() {
        return keySetRequests;
    }

    void publishes(String jwks, String... fieldsAndValues) {
        answersKeySet(200, jwks, fieldsAndValues);
    }

    void answersKeySet(int status, String body, String... fieldsAndValues) {
        keySet = exchange -> answer(exchange, status, body, fieldsAndValues);
    }

    void handlesKeySet(HttpHandler handler) {
        keySet = handler;
    }

    void discovers(String ofIssuer, String jwksUri) {
        discovery = discovered(ofIssuer, jwksUri);
    }

    void answersDiscovery(int status, String body, String... fieldsAndValues) {
        discovery = exchange -> answer(exchange, status, body, fieldsAndValues);
    }

    void untilTheTestIsOver() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    static void answer(HttpExchange exchange, int status, String body, String... fieldsAndValues) throws IOException {
        try (exchange) {
            for (int index = 0; index < fieldsAndValues.length; index += 2) {
                exchange.getResponseHeaders().add(fieldsAndValues[index], fieldsAndValues[index + 1]);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        paths.add(path);
        if (path.equals(DISCOVERY)) {
            discovery.handle(exchange);
        } else if (path.equals("/keys")) {
            keySetRequests.add(exchange.getRequestHeaders());
            keySet.handle(exchange);
        } else {
            answer(exchange, 404, "");
        }
    }

    private static HttpHandler discovered(String ofIssuer, String jwksUri) {
        return exchange -> answer(exchange, 200, "{\"issuer\":\"" + ofIssuer + "\",\"jwks_uri\":\"" + jwksUri + "\"}");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
