package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.service.GrpcContract;
import dev.lakegate.sandbox.service.GrpcService;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// grpc-java through the proxy and the gateway: plain HTTP/2 on this machine, TLS beyond.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class GrpcIT extends GrpcContract {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> USER =
            Metadata.Key.of("X-Forwarded-User", Metadata.ASCII_STRING_MARSHALLER);

    private final GrpcService service;
    private final Laptop laptop;
    private final ManagedChannel connection;

    GrpcIT(GrpcService service, Laptop laptop) {
        this.service = service;
        this.laptop = laptop;
        connection = NettyChannelBuilder.forAddress("127.0.0.1", laptop.port("grpc"))
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        connection.shutdownNow();
    }

    @Override
    protected Channel channel() {
        var access = new Metadata();
        access.put(AUTHORIZATION, "Bearer " + laptop.localKey("grpc"));
        return ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(access));
    }

    @Override
    protected GrpcService service() {
        return service;
    }

    @Test
    void the_server_is_told_that_it_is_alice_and_no_secret() {
        echo("who am I?");

        var fields = service.received().getLast().fields();
        assertThat(fields.getAll(USER)).containsExactly(AlicesLaptop.ALICE);
        assertThat(fields.containsKey(AUTHORIZATION)).isFalse();
    }
}
