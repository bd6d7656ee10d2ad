package dev.lakegate.telemetry.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

/// The figures that are told now. They come and go with profiles and routes, whose names they have.
final class Watched {
    private final MeterRegistry registry;
    private final Map<Series, Standing> standing = new HashMap<>();

    Watched(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Series(String name, Map<String, String> labels) {
        static Series of(Figure figure) {
            return new Series(figure.name(), figure.labels());
        }

        Tags tags() {
            Tags tags = Tags.empty();
            for (Map.Entry<String, String> label : labels.entrySet()) {
                tags = tags.and(label.getKey(), label.getValue());
            }
            return tags;
        }
    }

    /// @param value what the meter looks up, which another may take the place of
    private record Standing(Meter meter, AtomicReference<DoubleSupplier> value) {}

    synchronized void set(Iterable<Figure> figures) {
        Map<Series, Figure> wanted = new HashMap<>();
        figures.forEach(figure -> wanted.put(Series.of(figure), figure));
        standing.entrySet().removeIf(known -> {
            boolean gone = !wanted.containsKey(known.getKey());
            if (gone) {
                registry.remove(known.getValue().meter());
            }
            return gone;
        });
        wanted.forEach((series, figure) -> {
            Standing known = standing.get(series);
            if (known == null) {
                standing.put(series, begin(series, figure));
            } else {
                known.value().set(figure.value());
            }
        });
    }

    private Standing begin(Series series, Figure figure) {
        AtomicReference<DoubleSupplier> value = new AtomicReference<>(figure.value());
        Meter meter = switch (figure.kind()) {
            case LEVEL ->
                Gauge.builder(figure.name(), value, Watched::now)
                        .description(figure.help())
                        .tags(series.tags())
                        .strongReference(true)
                        .register(registry);
            // the registry has it weakly, and this map as it should
            case COUNT ->
                FunctionCounter.builder(figure.name(), value, Watched::now)
                        .description(figure.help())
                        .tags(series.tags())
                        .register(registry);
        };
        return new Standing(meter, value);
    }

    private static double now(AtomicReference<DoubleSupplier> value) {
        return Objects.requireNonNull(value.get()).getAsDouble();
    }
}
