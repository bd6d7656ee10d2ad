package dev.lakegate.bench.peer;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.FreePort;
import dev.lakegate.sandbox.PackagingScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// What all forward to: an HAProxy that answers from memory over TLS 1.3, and has an [OriginService] behind
/// it for what is larger or goes on.
public final class Origin implements AutoCloseable {
    /// In bytes, of the answer from memory.
    public static final int BODY = 2048;

    private final Certificates certificates;
    private final int port;
    private final OriginService service;
    private final GrpcOrigin calls;
    private final Running haProxy;

    /// A port of it.
    ///
    /// @param ca       of its certificate
    /// @param trusting a client's TLS that accepts the certificate
    /// @param alpn     the version of HTTP that is spoken there, by its name in TLS
    public record Destination(int port, Path ca, SSLContext trusting, String alpn) {}

    private Origin(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        certificates = Certificates.create(folder.resolve("pki"));
        port = FreePort.next();
        service = new OriginService();
        calls = new GrpcOrigin(certificates.server("prod.lakegate.test"));
        Map<String, String> variables = Map.of(
                "PORT",
                Integer.toString(port),
                "SERVICE_PORT",
                Integer.toString(service.port()),
                "CERTIFICATE",
                certificates.server("prod.lakegate.test").keyAndChainPem().toString(),
                "BODY",
                Files.writeString(folder.resolve("body"), "b".repeat(BODY)).toString());
        haProxy = Running.start(
                "upstream",
                folder,
                List.of(
                        PackagingScript.run("gateway/haproxy").getLast(),
                        "-db",
                        "-f",
                        Task.configured(folder, "upstream.cfg", variables).toString()),
                Map.of(),
                port);
    }

    /// Blocks until it listens.
    public static Origin start(Path folder) throws IOException, InterruptedException {
        return new Origin(folder);
    }

    public Destination http() {
        return new Destination(port, certificates.caPem(), certificates.trusting(), "http/1.1");
    }

    /// A server of grpc-java.
    public Destination grpc() {
        return new Destination(calls.port(), certificates.caPem(), certificates.trusting(), "h2");
    }

    @Override
    public void close() {
        haProxy.close();
        service.close();
        calls.close();
    }
}
