package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.FreePort;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.MetricsPage;
import dev.lakegate.sandbox.OtlpReceiver;
import dev.lakegate.sandbox.OtlpReceiver.Received;
import dev.lakegate.sandbox.Told;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a collector is sent of the program by the OpenTelemetry protocol.
@ExtendWith(StandardSandbox.class)
class OtlpIT extends WithSandbox {

    @Test
    void a_collector_gets_what_the_requests_were() throws Exception {
        try (OtlpReceiver collector = OtlpReceiver.start(FreePort.next())) {
            String authorization = "Api-Key " + UUID.randomUUID();
            Canaries.add(authorization.substring("Api-Key ".length()));
            Laptop laptop = notStarted(sent(collector, "1s") + sandbox.configuration(), Map.of());
            Files.writeString(laptop.home().resolve("collector.key"), authorization + "\n");
            laptop.start();
            laptop.signIn("alice");
            Notebook.of(laptop, "prod").get(ME);

            Received first = await("the request in a message")
                    .until(() -> collector.last("lakegate.requests"), received -> received != null);
            Metric requests = first.metric("lakegate.requests");
            assertThat(requests.getUnit()).isEqualTo("seconds");
            assertThat(requests.getHistogram().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            HistogramDataPoint point = requests.getHistogram().getDataPoints(0);
            assertThat(point.getCount()).isEqualTo(1);
            assertThat(OtlpReceiver.attributes(point.getAttributesList()))
                    .isEqualTo(Map.of("route", "prod", "method", "read", "status", "2xx"));
            assertThat(point.getExplicitBoundsList()).contains(0.1, 1.0, 900.0);
            assertThat(point.getSum()).isBetween(0.0001, 30.0);
            assertThat(first.resource())
                    .containsEntry("service.name", "lakegate")
                    .containsKeys("service.version", "service.instance.id");
            assertThat(first.field("Authorization")).isEqualTo(authorization);
            assertThat(first.field("Content-Type")).isEqualTo("application/x-protobuf");
            assertThat(first.metric("lakegate.signed.in")
                            .getGauge()
                            .getDataPoints(0)
                            .getAsDouble())
                    .isEqualTo(1);
        }
    }

    @Test
    void what_happened_since_the_last_message_goes_as_the_program_ends() throws Exception {
        try (OtlpReceiver collector = OtlpReceiver.start(FreePort.next())) {
            Laptop laptop = notStarted(sent(collector, "9h") + sandbox.configuration(), Map.of());
            Files.writeString(laptop.home().resolve("collector.key"), "Api-Key none\n");
            laptop.start();
            laptop.signIn("alice");
            audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
            awaitQuiet();
            assertThat(collector.last("lakegate.requests")).isNull();

            laptop.close();

            Received last = collector.last("lakegate.requests");
            assertThat(last).isNotNull();
            assertThat(last.metric("lakegate.requests")
                            .getHistogram()
                            .getDataPoints(0)
                            .getCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_collector_that_never_answers_holds_no_end_up() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Laptop laptop = laptop("metrics.otlp = \"http://127.0.0.1:" + silent.getLocalPort()
                    + "/v1/metrics\"\nmetrics.otlp_interval = \"9h\"\n" + sandbox.configuration());
            long begun = System.nanoTime();

            laptop.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
        }
    }

    @Test
    void a_collector_that_is_away_is_told_of_once_and_gets_everything_when_it_is_back() throws Exception {
        int port = FreePort.next();
        try (Told told = Told.by("dev.lakegate.telemetry.otlp.Delivery")) {
            Laptop laptop = laptop("metrics.otlp = \"http://127.0.0.1:" + port
                    + "/v1/metrics\"\nmetrics.otlp_interval = \"1s\"\n" + sandbox.configuration());
            laptop.signIn("alice");
            audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
            try (OtlpReceiver refusing = OtlpReceiver.refusing(port)) {
                await("messages that are refused").until(() -> refusing.refused() > 1);
            }
            try (OtlpReceiver collector = OtlpReceiver.start(port)) {
                Received received = await("a message after all")
                        .until(() -> collector.last("lakegate.requests"), message -> message != null);

                assertThat(received.metric("lakegate.requests")
                                .getHistogram()
                                .getDataPoints(0)
                                .getCount())
                        .isEqualTo(1);
                await("the word of it").until(() -> told.lines().size() == 2);
                assertThat(told.lines().getFirst()).contains("cannot be sent to");
                assertThat(told.lines().getLast()).contains("again");
                laptop.close();
            }
        }
    }

    @Test
    void both_ways_out_tell_the_same() throws Exception {
        try (OtlpReceiver collector = OtlpReceiver.start(FreePort.next())) {
            Laptop laptop = notStarted(
                    "metrics.prometheus_port = $PORT_METRICS\n" + sent(collector, "1s") + sandbox.configuration(),
                    Map.of());
            Files.writeString(laptop.home().resolve("collector.key"), "Api-Key none\n");
            laptop.start();
            laptop.signIn("alice");
            for (int number = 0; number < 3; number++) {
                audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
            }

            List<String> labels = List.of("route", "prod", "method", "read", "status", "2xx");
            await("three requests at both").untilAsserted(() -> {
                assertThat(MetricsPage.of(laptop)
                                .value("lakegate_requests_seconds_count", labels.toArray(String[]::new)))
                        .isEqualTo(3);
                Received last = collector.last("lakegate.requests");
                assertThat(last).isNotNull();
                assertThat(last.metric("lakegate.requests")
                                .getHistogram()
                                .getDataPoints(0)
                                .getCount())
                        .isEqualTo(3);
            });
        }
    }

    private static String sent(OtlpReceiver collector, String interval) {
        return """
                metrics.otlp = "%s"
                metrics.otlp_interval = "%s"
                metrics.otlp_authorization_file = "collector.key"
                """.formatted(collector.address(), interval);
    }
}
