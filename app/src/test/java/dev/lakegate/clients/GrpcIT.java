package dev.lakegate.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.MetricsPage;
import dev.lakegate.sandbox.service.GrpcContract;
import dev.lakegate.sandbox.service.GrpcService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// grpc-java through the proxy and the gateway: plain HTTP/2 on this machine, TLS beyond.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class GrpcIT extends GrpcContract {
    private static final String ENDED = "lakegate_requests_seconds_count";
    private static final String[] OF_CALLS = {"route", "grpc", "method", "write", "status", "2xx"};

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

    @Test
    void its_calls_are_among_the_metrics_while_they_are_under_way_and_after() throws Exception {
        var ended = new CompletableFuture<@Nullable Void>();
        var requests = ClientCalls.asyncBidiStreamingCall(
                channel().newCall(GrpcService.TALK, CallOptions.DEFAULT), ending(ended));
        requests.onNext(new byte[50_000]);

        var during = Awaitility.await("this call and no other")
                .atMost(Duration.ofSeconds(20))
                .until(() -> MetricsPage.of(laptop), page -> open(page) == 1 && streams(page) > 0);
        assertThat(during.value(
                        "lakegate_gateway_connections", "profile", "acme", "protocol", "http2", "state", "open"))
                .isPositive();
        requests.onCompleted();
        ended.get(20, TimeUnit.SECONDS);

        Awaitility.await("its end").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var after = MetricsPage.of(laptop);
            assertThat(open(after)).isZero();
            assertThat(streams(after)).isLessThan(streams(during));
            assertThat(after.value(ENDED, OF_CALLS)).isEqualTo(during.value(ENDED, OF_CALLS) + 1);
            assertThat(received(after) - received(during)).isGreaterThanOrEqualTo(50_000);
        });
    }

    @Test
    void a_call_that_the_server_ends_while_the_client_still_sends_leaves_no_stream_open() {
        for (int call = 0; call < 5; call++) {
            var ended = new CompletableFuture<@Nullable Void>();
            var requests = ClientCalls.asyncBidiStreamingCall(
                    channel().newCall(GrpcService.TALK, CallOptions.DEFAULT), ending(ended));
            requests.onNext("ABORTED".getBytes(UTF_8));
            assertThat(ended).failsWithin(20, TimeUnit.SECONDS);
        }

        Awaitility.await("no stream")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(streams(MetricsPage.of(laptop))).isZero());
    }

    private static StreamObserver<byte[]> ending(CompletableFuture<@Nullable Void> ended) {
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] answer) {}

            @Override
            public void onError(Throwable failure) {
                ended.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                ended.complete(null);
            }
        };
    }

    private static double open(MetricsPage page) {
        return page.value("lakegate_requests_open", "profile", "acme");
    }

    private static double streams(MetricsPage page) {
        return page.value("lakegate_gateway_streams", "profile", "acme");
    }

    private static double received(MetricsPage page) {
        return page.value("lakegate_received_bytes_total", "route", "grpc");
    }
}
