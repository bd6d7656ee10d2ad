package dev.lakegate.sandbox.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Calls of the kinds that people make, one after the other.
public final class GrpcTraffic {
    private static final byte[] MESSAGE = new byte[2_000];

    private GrpcTraffic() {}

    /// Blocks until all have been answered.
    ///
    /// @param times so many of each kind
    public static void send(Channel channel, int times) {
        for (int time = 0; time < times; time++) {
            ClientCalls.blockingUnaryCall(channel, GrpcService.ECHO, CallOptions.DEFAULT, MESSAGE);
            Iterator<byte[]> numbers = ClientCalls.blockingServerStreamingCall(
                    channel, GrpcService.COUNT, CallOptions.DEFAULT, "20".getBytes(UTF_8));
            numbers.forEachRemaining(_ -> {});
            gather(channel);
        }
    }

    private static void gather(Channel channel) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        StreamObserver<byte[]> messages = ClientCalls.asyncClientStreamingCall(
                channel.newCall(GrpcService.GATHER, CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(byte[] answer) {
                        // how many it were is of no interest
                    }

                    @Override
                    public void onError(Throwable failure) {
                        ended.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(null);
                    }
                });
        List.of(MESSAGE, MESSAGE, MESSAGE).forEach(messages::onNext);
        messages.onCompleted();
        ended.join();
    }
}
