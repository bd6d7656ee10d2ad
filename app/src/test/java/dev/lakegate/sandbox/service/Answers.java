package dev.lakegate.sandbox.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a gRPC client gets, to be waited for.
final class Answers implements StreamObserver<byte[]> {
    private static final long PATIENCE_SECONDS = 20;

    /// Messages, and the status after the last.
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    private final CompletableFuture<Status> end = new CompletableFuture<>();

    @Override
    public void onNext(byte[] message) {
        received.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    private void end(Status status) {
        received.add(status);
        end.complete(status);
    }

    /// The next message as text.
    String next() throws InterruptedException {
        Object next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next instanceof byte[] message) {
            return new String(message, UTF_8);
        }
        throw new AssertionError(next == null ? "no message has come" : "the call has ended: " + next);
    }

    /// How the call ended; messages that were not taken are lost.
    Status end() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
