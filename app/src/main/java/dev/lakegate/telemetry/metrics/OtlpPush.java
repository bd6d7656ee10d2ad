package dev.lakegate.telemetry.metrics;

import dev.lakegate.config.MetricsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the metrics in intervals, and once more at the end. A collector that is away is told of once, not at each
/// interval; what it missed are counts, which the next message holds.
final class OtlpPush implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpPush.class);

    /// For the last message.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final URI address;
    private final Collector collector;
    private final OtlpMeterRegistry registry;
    private volatile boolean isAway;

    private OtlpPush(MetricsSettings settings, URI address, String version, Collector collector) {
        this.address = address;
        this.collector = collector;
        this.registry = OtlpMeterRegistry.builder(new Settings(settings.otlpInterval(), address, version))
                .metricsSender(request -> send(request.getMetricsData()))
                .threadFactory(Thread.ofPlatform().daemon().name("metrics-", 0).factory())
                .build();
    }

    static OtlpPush start(MetricsSettings settings, String version, Collector collector) {
        return new OtlpPush(settings, settings.otlp().orElseThrow(), version, collector);
    }

    /// Nothing comes from the environment, where Micrometer would look for resource attributes.
    private record Settings(Duration step, URI address, Map<String, String> resourceAttributes) implements OtlpConfig {
        Settings(Duration step, URI address, String version) {
            this(
                    step,
                    address,
                    Map.of(
                            "service.name",
                            "lakegate",
                            "service.version",
                            version,
                            // of this start: it tells two machines apart and names neither
                            "service.instance.id",
                            UUID.randomUUID().toString()));
        }

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

    private void send(byte[] message) {
        try {
            collector.send(message);
            if (isAway) {
                isAway = false;
                LOG.warn("The metrics are taken by {} again", address);
            }
        } catch (IOException failure) {
            if (!isAway) {
                isAway = true;
                LOG.warn("The metrics cannot be sent to {} ({}); it is tried again", address, failure.getMessage());
            }
        }
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
