package dev.lakegate.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.MetricsSettings;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.metrics.Figure.Kind;
import dev.lakegate.telemetry.otlp.ProgramResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How many series there can be, whatever comes, and which figures there are at a time.
class MetricsTest {
    private final Metrics metrics = new Metrics(
            new MetricsSettings(Optional.of(1), Optional.empty(), Duration.ofMinutes(1), Optional.empty()),
            ProgramResource.ofThisStart("1"),
            _ -> {});

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void a_gateway_that_makes_codes_up_gets_no_more_than_a_hundred_series() {
        for (int number = 0; number < 1_000; number++) {
            metrics.ended(request("GET", 403, "made_up_" + number));
        }

        assertThat(lines("lakegate_denials_total{"))
                .hasSize(101)
                .anySatisfy(line ->
                        assertThat(line).isEqualTo("lakegate_denials_total{code=\"other\",route=\"prod\"} 900.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer eyJhbGciOi", "with space", "", "UPPER", "line\nbreak", "eyJ.a.b"})
    void what_is_no_code_is_not_told(String denial) {
        metrics.ended(request("GET", 403, denial));

        assertThat(lines("lakegate_denials_total{"))
                .containsExactly("lakegate_denials_total{code=\"other\",route=\"prod\"} 1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 200, read, 2xx",
        "HEAD, 304, read, 3xx",
        "OPTIONS, 204, read, 2xx",
        "POST, 101, write, 1xx",
        "DELETE, 503, write, 5xx",
        "PROPFIND, 207, other, 2xx",
        "MADE-UP, 999, other, none",
        ", 0, other, none"
    })
    void methods_and_statuses_are_told_by_their_classes(
            @Nullable String method, int status, String told, String statuses) {
        metrics.ended(request(method, status, null));

        assertThat(lines("lakegate_requests_seconds_count"))
                .containsExactly("lakegate_requests_seconds_count{method=\"" + told + "\",route=\"prod\",status=\""
                        + statuses + "\"} 1");
    }

    @Test
    void a_request_that_was_no_http_is_of_no_route() {
        metrics.ended(new EndedRequest(
                "id", null, null, 400, "bad_request", null, null, 10, EndedRequest.NO_FIRST_BYTE, 0, 0));

        assertThat(lines("lakegate_problems_total"))
                .containsExactly("lakegate_problems_total{code=\"bad_request\",route=\"none\"} 1.0");
        assertThat(lines("lakegate_requests_first_byte_seconds_count"))
                .containsExactly("lakegate_requests_first_byte_seconds_count{route=\"none\"} 0");
    }

    @Test
    void a_figure_is_told_for_as_long_as_it_is_watched_and_as_it_is_then() {
        metrics.watch(List.of(), List.of(), List.of(figure("prod", () -> 1), figure("dev", () -> 2)));
        assertThat(lines("lakegate_thing{"))
                .containsExactlyInAnyOrder("lakegate_thing{route=\"prod\"} 1.0", "lakegate_thing{route=\"dev\"} 2.0");

        metrics.watch(List.of(), List.of(), List.of(figure("prod", () -> 3)));
        System.gc();
        assertThat(lines("lakegate_thing{")).containsExactly("lakegate_thing{route=\"prod\"} 3.0");

        metrics.watch(List.of(), List.of(), List.of());
        assertThat(lines("lakegate_thing{")).isEmpty();
    }

    private static Figure figure(String route, DoubleSupplier value) {
        return new Figure("lakegate.thing", Kind.LEVEL, "A thing", Map.of("route", route), value);
    }

    private static EndedRequest request(@Nullable String method, int status, @Nullable String denial) {
        return new EndedRequest("id", "prod", method, status, null, denial, null, 1_000, 500, 1, 2);
    }

    private List<String> lines(String beginning) {
        return metrics.page().lines().filter(line -> line.startsWith(beginning)).toList();
    }
}
