package dev.lakegate.telemetry.metrics;

import dev.lakegate.config.MetricsSettings;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.otlp.Collector;
import dev.lakegate.telemetry.otlp.ProgramResource;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The program's meters, for as long as it runs, and who is told of them. Made only where somebody is to be told.
public final class Metrics implements RequestMeter, AutoCloseable {
    private static final String NO_ROUTE = "none";
    private static final String NO_PROBLEM = "none";

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<OtlpPush> pushes = new ArrayList<>();
    private final MeterRegistry registry;
    private final Watched watched;
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();

    /// Sends from now on what is to be sent.
    ///
    /// @param settings  under which the metrics are not off
    /// @param collector of `settings.otlp()`
    public Metrics(MetricsSettings settings, ProgramResource program, Collector collector) {
        if (settings.otlp().isPresent()) {
            pushes.add(OtlpPush.start(settings, program, collector));
        }
        registry = registry(settings);
        watched = new Watched(registry);
        Gauge.builder("lakegate.build.info", () -> 1)
                .description("The program's version")
                .tag("version", program.version())
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        pauses.bindTo(registry);
    }

    /// The one that is asked for, so that a request is counted once; both where both are.
    private MeterRegistry registry(MetricsSettings settings) {
        if (pushes.isEmpty()) {
            return prometheus;
        }
        MeterRegistry sent = pushes.getFirst().registry();
        if (settings.prometheusPort().isEmpty()) {
            return sent;
        }
        CompositeMeterRegistry both = new CompositeMeterRegistry(Clock.SYSTEM);
        both.add(prometheus);
        both.add(sent);
        return both;
    }

    @Override
    public void ended(EndedRequest request) {
        String route = request.route() == null ? NO_ROUTE : request.route();
        RouteMeters known = routes.get(route);
        (known == null ? routes.computeIfAbsent(route, name -> new RouteMeters(registry, name)) : known).count(request);
    }

    /// An identity token was fetched with the refresh token, or not.
    ///
    /// @param problem why not; null when it was
    public void renewed(String profile, @Nullable String problem, long micros) {
        renewals(profile, problem).record(micros, TimeUnit.MICROSECONDS);
    }

    /// A workspace token was fetched for the identity token, or not.
    ///
    /// @param problem why not; null when it was
    public void exchanged(String route, @Nullable String problem, long micros) {
        exchanges(route, problem).record(micros, TimeUnit.MICROSECONDS);
    }

    /// Somebody signed in, or not.
    ///
    /// @param way     as the audit log has it
    /// @param problem why not; null when somebody did
    public void signedIn(String profile, String way, @Nullable String problem) {
        Counter.builder("lakegate.sign.ins")
                .description("Sign-ins, those that failed among them")
                .tag("profile", profile)
                .tag("way", way)
                .tag("problem", problem == null ? NO_PROBLEM : problem)
                .register(registry)
                .increment();
    }

    private Timer renewals(String profile, @Nullable String problem) {
        return Timer.builder("lakegate.renewals")
                .description("Identity tokens fetched with the refresh token")
                .tag("profile", profile)
                .tag("problem", problem == null ? NO_PROBLEM : problem)
                .register(registry);
    }

    private Timer exchanges(String route, @Nullable String problem) {
        return Timer.builder("lakegate.exchanges")
                .description("Workspace tokens fetched for the identity token")
                .tag("route", route)
                .tag("problem", problem == null ? NO_PROBLEM : problem)
                .register(registry);
    }

    /// What there is to tell of from now on, with a beginning at 0 of what has not happened yet; no figure but these is
    /// told any more.
    ///
    /// @param profiles  their names
    /// @param exchanges the names of the routes whose workspace tokens are exchanged
    public void watch(List<String> profiles, List<String> exchanges, List<Figure> figures) {
        profiles.forEach(profile -> renewals(profile, null));
        exchanges.forEach(route -> exchanges(route, null));
        watched.set(figures);
    }

    /// All of them in Prometheus' text format. Blocks for the figures.
    public String page() {
        return prometheus.scrape();
    }

    /// Sends what is still to be sent, for which it waits a moment.
    @Override
    public void close() {
        pauses.close();
        pushes.forEach(OtlpPush::close);
        prometheus.close();
    }
}
