package dev.lakegate.sandbox.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.sandbox.Certificates.ServerCertificate;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A server of the company's own that speaks gRPC over TLS, by grpc-java: a call of each kind, and such as go wrong.
public final class GrpcService implements AutoCloseable {
    /// Comes back among the answer's fields and its trailers.
    public static final Metadata.Key<String> TEXT = Metadata.Key.of("x-sandbox", Metadata.ASCII_STRING_MARSHALLER);

    /// Comes back likewise.
    public static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-sandbox-bin", Metadata.BINARY_BYTE_MARSHALLER);

    /// Why [#REFUSE] is refused.
    static final String REFUSED = "größer than 100 % \"allowed\"";

    static final int MESSAGE_BYTES = 32 << 20;

    private static final int PART = 64 * 1024;

    /// Answers with the request.
    public static final MethodDescriptor<byte[], byte[]> ECHO = GrpcMethods.unary("Echo");

    /// Is refused before anything was sent.
    static final MethodDescriptor<byte[], byte[]> REFUSE = GrpcMethods.unary("Refuse");

    /// Is never answered.
    static final MethodDescriptor<byte[], byte[]> WAIT = GrpcMethods.unary("Wait");

    /// Answers how many messages came, and how many bytes in all.
    static final MethodDescriptor<byte[], byte[]> GATHER = GrpcMethods.clientStreaming("Gather");

    /// Answers with the numbers from 1 to that of the request.
    static final MethodDescriptor<byte[], byte[]> COUNT = GrpcMethods.serverStreaming("Count");

    /// Answers with as many messages of [#PART] bytes as the request tells, each when there is room for it.
    static final MethodDescriptor<byte[], byte[]> DOWNLOAD = GrpcMethods.serverStreaming("Download");

    /// Answers each message with itself at once; ends as told by one that is a status' name.
    public static final MethodDescriptor<byte[], byte[]> TALK = GrpcMethods.bothStreaming("Talk");

    private final Server server;
    private final List<ReceivedCall> received = new CopyOnWriteArrayList<>();
    private final Semaphore waiting = new Semaphore(0);
    private final Semaphore cancelled = new Semaphore(0);
    private final AtomicInteger talking = new AtomicInteger();
    private final AtomicLong downloaded = new AtomicLong();

    /// A call as it reached the server.
    public record ReceivedCall(String method, Metadata fields, Optional<Deadline> deadline) {}

    /// Starts it at any port of 127.0.0.1.
    public GrpcService(ServerCertificate certificate) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
                .useTransportSecurity(
                        certificate.chainPem().toFile(), certificate.keyPem().toFile())
                .maxInboundMessageSize(MESSAGE_BYTES)
                .intercept(new RecordingAndEchoingFields())
                .addService(calls())
                .build()
                .start();
    }

    public int port() {
        return server.getPort();
    }

    /// All calls so far.
    public List<ReceivedCall> received() {
        return List.copyOf(received);
    }

    /// Blocks until one more [#WAIT] has begun.
    void awaitWaiting() throws InterruptedException {
        acquire(waiting, "call that waits");
    }

    /// Blocks until one more call that waited, or was not finished, was cancelled.
    public void awaitCancelled() throws InterruptedException {
        acquire(cancelled, "cancellation");
    }

    /// Bytes of all [#DOWNLOAD] that were handed over to be sent.
    public long downloaded() {
        return downloaded.get();
    }

    /// How many [#TALK] are open now.
    int talking() {
        return talking.get();
    }

    private static void acquire(Semaphore one, String what) throws InterruptedException {
        if (!one.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no " + what + " has reached the server");
        }
    }

    private ServerServiceDefinition calls() {
        return ServerServiceDefinition.builder(GrpcMethods.SERVICE)
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answers) -> {
                    answers.onNext(request);
                    answers.onCompleted();
                }))
                .addMethod(
                        REFUSE,
                        ServerCalls.asyncUnaryCall((_, answers) -> answers.onError(Status.PERMISSION_DENIED
                                .withDescription(REFUSED)
                                .asRuntimeException())))
                .addMethod(WAIT, ServerCalls.asyncUnaryCall((_, answers) -> {
                    ((ServerCallStreamObserver<byte[]>) answers).setOnCancelHandler(cancelled::release);
                    waiting.release();
                }))
                .addMethod(GATHER, ServerCalls.asyncClientStreamingCall(answers -> new Gathering(answers)))
                .addMethod(COUNT, ServerCalls.asyncServerStreamingCall((request, answers) -> {
                    int last = Integer.parseInt(new String(request, UTF_8));
                    for (int number = 1; number <= last; number++) {
                        answers.onNext(Integer.toString(number).getBytes(UTF_8));
                    }
                    answers.onCompleted();
                }))
                .addMethod(
                        DOWNLOAD,
                        ServerCalls.asyncServerStreamingCall((request, answers) ->
                                new Download(request, (ServerCallStreamObserver<byte[]>) answers).begin()))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(answers -> {
                    talking.incrementAndGet();
                    return new Talking(answers);
                }))
                .build();
    }

    private final class Download {
        private final ServerCallStreamObserver<byte[]> answers;
        private int left;

        Download(byte[] request, ServerCallStreamObserver<byte[]> answers) {
            this.answers = answers;
            left = Integer.parseInt(new String(request, UTF_8));
        }

        void begin() {
            answers.setOnCancelHandler(cancelled::release);
            answers.setOnReadyHandler(this::goOn);
        }

        private void goOn() {
            while (left > 0 && answers.isReady()) {
                answers.onNext(new byte[PART]);
                downloaded.addAndGet(PART);
                left--;
                if (left == 0) {
                    answers.onCompleted();
                }
            }
        }
    }

    private static final class Gathering implements StreamObserver<byte[]> {
        private final StreamObserver<byte[]> answer;
        private int messages;
        private long bytes;

        Gathering(StreamObserver<byte[]> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(byte[] message) {
            messages++;
            bytes += message.length;
        }

        @Override
        public void onError(Throwable gone) {
            // the client is told nothing any more
        }

        @Override
        public void onCompleted() {
            answer.onNext((messages + " messages, " + bytes + " bytes").getBytes(UTF_8));
            answer.onCompleted();
        }
    }

    private final class Talking implements StreamObserver<byte[]> {
        private final StreamObserver<byte[]> answers;

        Talking(StreamObserver<byte[]> answers) {
            this.answers = answers;
        }

        @Override
        public void onNext(byte[] message) {
            switch (new String(message, UTF_8)) {
                case "ABORTED" -> end(Status.ABORTED);
                case "CANCELLED" -> end(Status.CANCELLED);
                default -> answers.onNext(message);
            }
        }

        @Override
        public void onError(Throwable gone) {
            talking.decrementAndGet();
        }

        @Override
        public void onCompleted() {
            talking.decrementAndGet();
            answers.onCompleted();
        }

        private void end(Status status) {
            talking.decrementAndGet();
            answers.onError(status.withDescription("as told").asRuntimeException());
        }
    }

    private final class RecordingAndEchoingFields implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata fields, ServerCallHandler<Q, A> next) {
            received.add(new ReceivedCall(
                    call.getMethodDescriptor().getBareMethodName(),
                    fields,
                    Optional.ofNullable(Context.current().getDeadline())));
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void sendHeaders(Metadata answer) {
                            super.sendHeaders(withEchoes(answer, fields));
                        }

                        @Override
                        public void close(Status status, Metadata trailers) {
                            super.close(status, withEchoes(trailers, fields));
                        }
                    },
                    fields);
        }

        private static Metadata withEchoes(Metadata answer, Metadata asked) {
            for (Metadata.Key<?> key : List.of(TEXT, BYTES)) {
                echo(key, asked, answer);
            }
            return answer;
        }

        private static <T> void echo(Metadata.Key<T> key, Metadata asked, Metadata answer) {
            T value = asked.get(key);
            if (value != null) {
                answer.put(key, value);
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
