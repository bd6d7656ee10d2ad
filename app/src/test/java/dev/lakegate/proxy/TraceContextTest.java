package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.telemetry.traces.RequestTracer;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String WELL_FORMED = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void a_well_formed_trace_is_continued_as_it_came() {
        assertThat(of(WELL_FORMED)).isEqualTo(new TraceContext(TRACE, WELL_FORMED, null));
    }

    @ParameterizedTest
    @EmptySource
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
                "garbage"
            })
    void anything_else_begins_a_new_trace(String received) {
        TraceContext made = of(received);

        assertThat(made.traceparent())
                .isNotEqualTo(received)
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .startsWith("00-" + made.traceId() + "-");
        assertThat(of(made.traceparent())).isEqualTo(made);
    }

    @Test
    void of_two_traces_none_is_the_clients() {
        HttpFields.Mutable fields = HttpFields.build().add("traceparent", WELL_FORMED);
        assertThat(of(fields).traceId()).isEqualTo(TRACE);

        fields.add("Traceparent", WELL_FORMED);
        assertThat(of(fields).traceId()).isNotEqualTo(TRACE);
        assertThat(of(HttpFields.EMPTY).traceId()).hasSize(32);
    }

    @RepeatedTest(50)
    void each_new_trace_is_another_and_well_formed() {
        TraceContext first = of(HttpFields.EMPTY);
        TraceContext second = of(HttpFields.EMPTY);

        assertThat(first.traceId()).hasSize(32).isNotEqualTo(second.traceId());
        assertThat(of(first.traceparent())).isEqualTo(first);
    }

    private static TraceContext of(String received) {
        return of(HttpFields.build().add("traceparent", received));
    }

    private static TraceContext of(HttpFields received) {
        return TraceContext.of(received, RequestTracer.NONE, "prod.acme.example", System.nanoTime());
    }
}
