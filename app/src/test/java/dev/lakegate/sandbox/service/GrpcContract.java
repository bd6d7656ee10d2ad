package dev.lakegate.sandbox.service;

import static io.grpc.CallOptions.DEFAULT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a client of grpc-java can do with [GrpcService], whatever is between them.
public abstract class GrpcContract {
    private static final int LARGE = 5_000_000;
    private static final int MANY = 1_000;
    private static final int STREAMS = 100;

    /// One connection, by which the service is reached as somebody who may.
    protected abstract Channel channel();

    protected abstract GrpcService service();

    @Test
    void a_unary_call_is_answered() {
        assertThat(echo("größer than 🙂?")).isEqualTo("größer than 🙂?");
        assertThat(echo("")).isEmpty();
    }

    @Test
    void a_message_of_5_mb_goes_and_comes() {
        byte[] large = new byte[LARGE];
        new Random(3).nextBytes(large);

        byte[] answer = ClientCalls.blockingUnaryCall(
                channel(), GrpcService.ECHO, DEFAULT.withMaxInboundMessageSize(GrpcService.MESSAGE_BYTES), large);

        assertThat(answer).isEqualTo(large);
    }

    @Test
    void the_client_streams() throws Exception {
        var answers = new Answers();
        var requests = ClientCalls.asyncClientStreamingCall(call(GrpcService.GATHER, DEFAULT), answers);

        for (int message = 0; message < MANY; message++) {
            requests.onNext(new byte[message]);
        }
        requests.onCompleted();

        assertThat(answers.next()).isEqualTo("1000 messages, 499500 bytes");
        assertThat(answers.end().isOk()).isTrue();
    }

    @Test
    void the_server_streams() {
        var answers = ClientCalls.blockingServerStreamingCall(
                channel(), GrpcService.COUNT, DEFAULT, Integer.toString(MANY).getBytes(UTF_8));

        List<String> received = new ArrayList<>();
        answers.forEachRemaining(message -> received.add(new String(message, UTF_8)));
        assertThat(received)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, MANY)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void both_stream_and_each_message_is_answered_before_the_next_is_sent() throws Exception {
        var answers = new Answers();
        var requests = talk(answers);
        for (int message = 0; message < 10; message++) {
            say(requests, "message " + message);
            assertThat(answers.next()).isEqualTo("message " + message);
        }
        requests.onCompleted();
        assertThat(answers.end().isOk()).isTrue();
    }

    @Test
    void a_refusal_in_trailers_only_keeps_its_status_words_and_fields() {
        var sent = new Metadata();
        sent.put(GrpcService.TEXT, "traced");
        Channel traced = ClientInterceptors.intercept(channel(), MetadataUtils.newAttachHeadersInterceptor(sent));

        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(traced, GrpcService.REFUSE, DEFAULT, new byte[0]))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
                    assertThat(refused.getStatus().getDescription()).isEqualTo(GrpcService.REFUSED);
                    assertThat(refused.getTrailers().get(GrpcService.TEXT)).isEqualTo("traced");
                });
    }

    @Test
    void an_error_after_messages_comes_after_them() throws Exception {
        var answers = new Answers();
        var requests = talk(answers);
        say(requests, "one");
        say(requests, "ABORTED");

        assertThat(answers.next()).isEqualTo("one");
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(answers.end().getDescription()).isEqualTo("as told");
    }

    @Test
    void fields_go_and_come_back_among_the_answers_fields_and_trailers() {
        byte[] bytes = {0, 1, -1, 127, -128};
        var sent = new Metadata();
        sent.put(GrpcService.TEXT, "a b");
        sent.put(GrpcService.BYTES, bytes);
        var fields = new AtomicReference<Metadata>();
        var trailers = new AtomicReference<Metadata>();
        Channel echoing = ClientInterceptors.intercept(
                channel(),
                MetadataUtils.newAttachHeadersInterceptor(sent),
                MetadataUtils.newCaptureMetadataInterceptor(fields, trailers));

        ClientCalls.blockingUnaryCall(echoing, GrpcService.ECHO, DEFAULT, new byte[0]);

        for (var came : List.of(fields, trailers)) {
            assertThat(came.get().get(GrpcService.TEXT)).isEqualTo("a b");
            assertThat(came.get().get(GrpcService.BYTES)).isEqualTo(bytes);
        }
    }

    @Test
    void the_server_knows_the_clients_deadline_and_is_told_when_it_has_passed() throws Exception {
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                        channel(), GrpcService.WAIT, DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS), new byte[0]))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        late -> assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));

        service().awaitWaiting();
        service().awaitCancelled();
        var deadline = service().received().getLast().deadline().orElseThrow();
        assertThat(deadline.timeRemaining(TimeUnit.SECONDS)).isBetween(-20L, 1L);
    }

    @Test
    void a_call_that_the_client_cancels_is_cancelled_at_the_server() throws Exception {
        var answers = new Answers();
        var call = channel().newCall(GrpcService.WAIT, DEFAULT);
        ClientCalls.asyncUnaryCall(call, new byte[0], answers);
        service().awaitWaiting();

        call.cancel("not needed any more", null);

        service().awaitCancelled();
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void a_call_that_the_server_cancels_ends_while_the_client_still_sends() throws Exception {
        var answers = new Answers();
        var requests = talk(answers);
        say(requests, "CANCELLED");

        assertThat(answers.end().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(echo("the connection lives on")).isEqualTo("the connection lives on");
    }

    @Test
    void a_hundred_streams_are_open_at_a_time_on_one_connection() throws Exception {
        record Talk(StreamObserver<byte[]> requests, Answers answers) {}
        List<Talk> talks = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            var answers = new Answers();
            talks.add(new Talk(talk(answers), answers));
        }
        for (int stream = 0; stream < STREAMS; stream++) {
            say(talks.get(stream).requests, "stream " + stream);
        }
        for (int stream = 0; stream < STREAMS; stream++) {
            assertThat(talks.get(stream).answers.next()).isEqualTo("stream " + stream);
        }
        assertThat(service().talking()).isEqualTo(STREAMS);
        for (Talk talk : talks) {
            talk.requests.onCompleted();
            assertThat(talk.answers.end().isOk()).isTrue();
        }
        assertThat(service().talking()).isZero();
    }

    /// What the service answers to this.
    protected final String echo(String request) {
        return new String(
                ClientCalls.blockingUnaryCall(channel(), GrpcService.ECHO, DEFAULT, request.getBytes(UTF_8)), UTF_8);
    }

    private StreamObserver<byte[]> talk(Answers answers) {
        return ClientCalls.asyncBidiStreamingCall(call(GrpcService.TALK, DEFAULT), answers);
    }

    private ClientCall<byte[], byte[]> call(MethodDescriptor<byte[], byte[]> method, CallOptions options) {
        return channel().newCall(method, options);
    }

    private static void say(StreamObserver<byte[]> requests, String message) {
        requests.onNext(message.getBytes(UTF_8));
    }
}
