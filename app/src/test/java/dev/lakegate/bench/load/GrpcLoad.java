package dev.lakegate.bench.load;

import dev.lakegate.sandbox.service.GrpcMethods;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/// grpc-java's client, on one connection, as fast as it goes.
public final class GrpcLoad implements AutoCloseable {
    /// One message, which is answered by itself.
    public static final MethodDescriptor<byte[], byte[]> ECHO = GrpcMethods.unary("Echo");

    /// Messages of 1 KB until the client has enough.
    public static final MethodDescriptor<byte[], byte[]> STREAM = GrpcMethods.serverStreaming("Stream");

    private final ManagedChannel connection;
    private final Channel channel;
    private final LongAdder messages = new LongAdder();
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private volatile boolean over;

    /// Connects at the first call.
    ///
    /// @param ca of the server, where the endpoint is one with TLS
    public GrpcLoad(Endpoint endpoint, Path ca) throws IOException {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress("127.0.0.1", endpoint.port()).directExecutor();
        if (endpoint.tls().isPresent()) {
            builder.sslContext(GrpcSslContexts.forClient()
                            .trustManager(ca.toFile())
                            .build())
                    .overrideAuthority("prod.lakegate.test");
        } else {
            builder.usePlaintext();
        }
        connection = builder.build();
        Metadata fields = new Metadata();
        for (String field : endpoint.fields()) {
            int colon = field.indexOf(':');
            String name = field.substring(0, colon);
            if (!name.equals("Host")) {
                fields.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), field.substring(colon + 2));
            }
        }
        channel = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(fields));
    }

    /// What came within the time.
    ///
    /// @param latencies of calls that wait for each other; none for streams
    public record Seen(double perSecond, long messages, Latencies latencies) {}

    /// Calls one after another, so many at a time. Blocks for that time.
    public Seen unary(int atATime, int bytes, Duration time) throws IOException, InterruptedException {
        byte[] message = new byte[bytes];
        return during(time, () -> {
            for (int number = 0; number < atATime; number++) {
                call(message);
            }
        });
    }

    /// Streams from the server, each as fast as it comes. Blocks for that time.
    public Seen streams(int streams, Duration time) throws IOException, InterruptedException {
        return during(time, () -> {
            for (int number = 0; number < streams; number++) {
                ClientCalls.asyncServerStreamingCall(
                        channel.newCall(STREAM, CallOptions.DEFAULT), new byte[0], new Counting());
            }
        });
    }

    private Seen during(Duration time, Runnable calls) throws IOException, InterruptedException {
        long start = System.nanoTime();
        calls.run();
        try {
            failed.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException allWell) {
            over = true;
        } catch (ExecutionException failure) {
            throw new IOException("a call failed", failure);
        }
        long seen = messages.sum();
        if (seen == 0) {
            throw new IOException("no call was answered within " + time);
        }
        double perSecond = seen / ((System.nanoTime() - start) / 1e9);
        return new Seen(
                perSecond,
                seen,
                new Latencies(latencies.stream().mapToLong(Long::longValue).toArray()));
    }

    private void call(byte[] message) {
        long begun = System.nanoTime();
        ClientCall<byte[], byte[]> call = channel.newCall(ECHO, CallOptions.DEFAULT);
        ClientCalls.asyncUnaryCall(call, message, new Counting() {
            @Override
            public void onCompleted() {
                latencies.add(System.nanoTime() - begun);
                if (!over) {
                    call(message);
                }
            }
        });
    }

    private class Counting implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] message) {
            messages.increment();
        }

        @Override
        public void onError(Throwable failure) {
            if (!over) {
                failed.completeExceptionally(Status.fromThrowable(failure).asException());
            }
        }

        @Override
        public void onCompleted() {
            failed.completeExceptionally(new IOException("a stream has ended"));
        }
    }

    @Override
    public void close() {
        over = true;
        connection.shutdownNow();
    }
}
