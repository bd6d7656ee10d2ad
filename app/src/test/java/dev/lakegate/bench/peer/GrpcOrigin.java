package dev.lakegate.bench.peer;

import dev.lakegate.bench.load.GrpcMethods;
import dev.lakegate.sandbox.Certificates.ServerCertificate;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A server of grpc-java over TLS that answers with what it was sent, once or as often as there is room.
final class GrpcOrigin implements AutoCloseable {
    private static final int MESSAGE = 1024;

    private final Server server;

    GrpcOrigin(ServerCertificate certificate) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
                .useTransportSecurity(
                        certificate.chainPem().toFile(), certificate.keyPem().toFile())
                .directExecutor()
                .addService(ServerServiceDefinition.builder(GrpcMethods.SERVICE)
                        .addMethod(GrpcMethods.ECHO, ServerCalls.asyncUnaryCall(GrpcOrigin::echo))
                        .addMethod(GrpcMethods.STREAM, ServerCalls.asyncServerStreamingCall(GrpcOrigin::stream))
                        .build())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    private static void echo(byte[] message, StreamObserver<byte[]> answers) {
        answers.onNext(message);
        answers.onCompleted();
    }

    /// Until the client cancels.
    private static void stream(byte[] message, StreamObserver<byte[]> answers) {
        ServerCallStreamObserver<byte[]> stream = (ServerCallStreamObserver<byte[]>) answers;
        byte[] each = new byte[MESSAGE];
        stream.setOnCancelHandler(() -> {});
        stream.setOnReadyHandler(() -> {
            while (stream.isReady() && !stream.isCancelled()) {
                stream.onNext(each);
            }
        });
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
