package dev.lakegate.bench.peer;

import dev.lakegate.bench.load.GrpcLoad;
import dev.lakegate.sandbox.Certificates.ServerCertificate;
import dev.lakegate.sandbox.service.GrpcMethods;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A server of grpc-java over TLS that answers with what it was sent, once or as often as there is room.
final class GrpcOrigin implements AutoCloseable {
    private static final int MESSAGE = 1024;

    /// Held, as a logger that nobody holds forgets its level.
    private static final Logger OF_STREAMS = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    private final Server server;

    GrpcOrigin(ServerCertificate certificate) throws IOException {
        OF_STREAMS.setLevel(Level.OFF); // it tells of each stream that a client has cancelled
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
                .useTransportSecurity(
                        certificate.chainPem().toFile(), certificate.keyPem().toFile())
                .directExecutor()
                .addService(ServerServiceDefinition.builder(GrpcMethods.SERVICE)
                        .addMethod(GrpcLoad.ECHO, ServerCalls.asyncUnaryCall(GrpcOrigin::echo))
                        .addMethod(GrpcLoad.STREAM, ServerCalls.asyncServerStreamingCall(GrpcOrigin::stream))
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
