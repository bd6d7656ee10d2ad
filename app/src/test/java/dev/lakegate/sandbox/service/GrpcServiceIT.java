package dev.lakegate.sandbox.service;

import dev.lakegate.sandbox.Certificates;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The client and the service, nothing between them.
@Timeout(60)
class GrpcServiceIT extends GrpcContract {
    @TempDir
    static Path folder;

    private static GrpcService service;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        var certificates = Certificates.create(folder);
        service = new GrpcService(certificates.server("grpc.lakegate.test"));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", service.port())
                .overrideAuthority("grpc.lakegate.test")
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(certificates.caPem().toFile())
                        .build())
                .build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        service.close();
    }

    @Override
    protected Channel channel() {
        return channel;
    }

    @Override
    protected GrpcService service() {
        return service;
    }
}
