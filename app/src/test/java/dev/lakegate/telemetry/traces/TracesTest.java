package dev.lakegate.telemetry.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.TracesSettings;
import dev.lakegate.sandbox.OtlpReceiver;
import dev.lakegate.sandbox.Told;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.otlp.Collector;
import dev.lakegate.telemetry.otlp.ProgramResource;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a request's steps and of spans for which there is no room.
@Timeout(30)
class TracesTest {
    private static final URI ADDRESS = URI.create("https://collector.acme.example/v1/traces");

    private final List<Span> sent = new CopyOnWriteArrayList<>();

    @Test
    void a_request_that_was_sent_twice_has_the_steps_of_both_times() throws IOException {
        try (Traces traces = traces(1, this::take)) {
            RequestSpans spans = traces.begins(null, "prod.acme.example", System.nanoTime());
            spans.enters(Step.TOKEN, System.nanoTime());
            spans.enters(Step.FIRST_BYTE, System.nanoTime());
            spans.enters(Step.TOKEN, System.nanoTime());
            spans.enters(Step.FIRST_BYTE, System.nanoTime());
            spans.turnsOutAs(Step.CONNECT);
            spans.enters(Step.FIRST_BYTE, System.nanoTime());
            spans.enters(Step.STREAM, System.nanoTime());
            spans.ends(request("GET", 200, null, null));
            spans.enters(Step.TOKEN, System.nanoTime());
        }

        assertThat(sent)
                .extracting(Span::getName)
                .containsExactly(
                        "admit", "token", "first byte", "token", "connect", "first byte", "stream", "GET prod");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 200, , , GET prod, ",
        "GET, 404, , , GET prod, ",
        "GET, 503, , , GET prod, 503",
        "GET, 403, , rule_denied, GET prod, rule_denied",
        "GET, 403, denied_by_gateway, rule_denied, GET prod, denied_by_gateway",
        "PATCH, 0, client_gone, , PATCH prod, client_gone",
        "MKCOL, 200, , , HTTP prod, ",
        "get, 200, , , HTTP prod, "
    })
    void its_name_and_its_error(
            String method,
            int status,
            @Nullable String problem,
            @Nullable String denial,
            String name,
            @Nullable String error) {
        try (Traces traces = traces(1, this::take)) {
            traces.begins(null, "prod.acme.example", System.nanoTime()).ends(request(method, status, problem, denial));
        }

        Span request = sent.getLast();
        assertThat(request.getName()).isEqualTo(name);
        assertThat(request.getStatus().getCode())
                .isEqualTo(error == null ? StatusCode.STATUS_CODE_UNSET : StatusCode.STATUS_CODE_ERROR);
        assertThat(OtlpReceiver.attributes(request.getAttributesList()).get("error.type"))
                .isEqualTo(error);
    }

    @Test
    void a_gateway_that_answers_with_a_long_denial_makes_no_long_span() {
        try (Traces traces = traces(1, this::take)) {
            traces.begins(null, "prod.acme.example", System.nanoTime())
                    .ends(request("GET", 403, null, "x".repeat(9_000)));
        }

        assertThat(OtlpReceiver.attributes(sent.getLast().getAttributesList()).get("lakegate.denial"))
                .hasSize(256);
    }

    @Test
    void of_ten_thousand_traces_as_many_are_sampled_as_was_asked_for() {
        try (Traces none = traces(0, this::take);
                Traces some = traces(0.25, this::take);
                Traces all = traces(1, this::take)) {
            assertThat(sampled(none)).isZero();
            assertThat(sampled(some)).isBetween(2_000L, 3_000L);
            assertThat(sampled(all)).isEqualTo(10_000);
        }
    }

    private static long sampled(Traces traces) {
        return IntStream.range(0, 10_000).filter(_ -> traces.samples()).count();
    }

    @Test
    void what_there_is_no_room_for_is_left_out_counted_and_told_of_once() throws InterruptedException {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (Told told = Told.by(Backlog.class.getName())) {
            try (Traces traces = traces(1, message -> {
                await(mayAnswer);
                take(message);
            })) {
                for (int number = 0; number < 2_500; number++) {
                    traces.begins(null, "prod.acme.example", System.nanoTime()).ends(request("GET", 200, null, null));
                }

                assertThat(traces.lost()).isEqualTo(5_000 - 4_096);
                mayAnswer.countDown();
            }

            assertThat(sent).hasSize(4_096);
            assertThat(told.lines()).hasSize(2);
            assertThat(told.lines().getFirst()).contains("More spans are made than", "traces.sampled");
            assertThat(told.lines().getLast()).contains("spans in all did not get to");
        }
    }

    @Test
    void what_a_collector_does_not_take_is_counted() {
        Traces traces = traces(1, _ -> {
            throw new IOException("it answered with status 503");
        });
        traces.begins(null, "prod.acme.example", System.nanoTime()).ends(request("GET", 200, null, null));

        traces.close();

        assertThat(traces.lost()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("nobody let it go on");
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(byte[] message) throws IOException {
        ExportTraceServiceRequest.parseFrom(message)
                .getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList().forEach(scope -> sent.addAll(scope.getSpansList())));
    }

    private static Traces traces(double sampled, Collector collector) {
        return new Traces(
                new TracesSettings(Optional.of(ADDRESS), sampled, Optional.empty()),
                ProgramResource.ofThisStart("1"),
                collector);
    }

    private static EndedRequest request(String method, int status, @Nullable String problem, @Nullable String denial) {
        return new EndedRequest("id", "prod", method, status, problem, denial, null, 1_000, 500, 0, 0);
    }
}
