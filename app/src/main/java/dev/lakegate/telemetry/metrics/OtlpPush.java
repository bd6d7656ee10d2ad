package dev.lakegate.telemetry.metrics;

import dev.lakegate.config.MetricsSettings;
import dev.lakegate.telemetry.otlp.Collector;
import dev.lakegate.telemetry.otlp.Delivery;
import dev.lakegate.telemetry.otlp.ProgramResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends the metrics in intervals, and once more at the end. What a collector missed that was away are counts, which
/// the
/// next message holds.
final class OtlpPush implements AutoCloseable {
    /// For the last message.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OtlpMeterRegistry registry;

    private OtlpPush(Settings settings, Delivery delivery) {
        this.registry = OtlpMeterRegistry.builder(settings)
                .metricsSender(request -> delivery.send(request.getMetricsData()))
                .threadFactory(Thread.ofPlatform().daemon().name("metrics-", 0).factory())
                .build();
    }

    static OtlpPush start(MetricsSettings settings, ProgramResource program, Collector collector) {
        URI address = settings.otlp().orElseThrow();
        return new OtlpPush(
                new Settings(settings.otlpInterval(), address, program.attributes()),
                new Delivery("metrics", address, collector));
    }

    /// Nothing comes from the environment, where Micrometer would look for resource attributes.
    private record Settings(Duration step, URI address, Map<String, String> resourceAttributes) implements OtlpConfig {
        @Override
        public String url() {
            return address.toString();
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public TimeUnit baseTimeUnit() {
            return TimeUnit.SECONDS;
        }

        @Override
        public @Nullable String get(String key) {
            return null;
        }
    }

    MeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        Thread last = Thread.ofVirtual().name("last-metrics").start(registry::close);
        try {
            var _ = last.join(PATIENCE);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
