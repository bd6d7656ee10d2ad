package dev.lakegate.telemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Counts codes, each in a series of its own; so many of them that no gateway, whatever it answers, makes them
/// endless.
final class Codes {
    private static final int MOST = 100;
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final String name;
    private final String help;
    private final String route;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    Codes(MeterRegistry registry, String name, String help, String route) {
        this.registry = registry;
        this.name = name;
        this.help = help;
        this.route = route;
    }

    void count(String code) {
        Counter known = counters.get(code);
        (known == null ? counter(code) : known).increment();
    }

    private Counter counter(String code) {
        boolean isGood = counters.size() < MOST && FORM.matcher(code).matches();
        return counters.computeIfAbsent(
                isGood ? code : OTHER,
                label -> Counter.builder(name)
                        .description(help)
                        .tag("route", route)
                        .tag("code", label)
                        .register(registry));
    }
}
