package dev.lakegate;

import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.MetricsSettings;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.MetricsPortTaken;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.telemetry.metrics.Metrics;
import dev.lakegate.telemetry.metrics.PrometheusEndpoint;
import dev.lakegate.telemetry.metrics.RequestMeter;
import dev.lakegate.telemetry.otlp.Collector;
import dev.lakegate.telemetry.otlp.ProgramResource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The program's metrics and whom they are given to; where nobody asks for any, nothing, and no library of theirs is
/// loaded.
final class ProgramMetrics implements AutoCloseable {
    /// By which the key's file is called.
    private static final RouteName SCRAPER = new RouteName("prometheus");

    private final AuditLog auditLog;
    private final LongSupplier lostSpans;
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final List<ProblemException> problems = new ArrayList<>();
    private Optional<Metrics> metrics = Optional.empty();

    private ProgramMetrics(AuditLog auditLog, LongSupplier lostSpans) {
        this.auditLog = auditLog;
        this.lostSpans = lostSpans;
    }

    /// Counts, listens and sends from now on, as the configuration asks.
    ///
    /// @param lostSpans is looked up, as the audit log is
    /// @param keys      of those who fetch the metrics
    static ProgramMetrics start(
            Configuration configuration,
            ProgramResource program,
            AuditLog auditLog,
            LongSupplier lostSpans,
            LocalKeys keys)
            throws ProblemException {
        ProgramMetrics started = new ProgramMetrics(auditLog, lostSpans);
        if (!configuration.metrics().areOff()) {
            started.begin(configuration, program, keys);
        }
        return started;
    }

    private void begin(Configuration configuration, ProgramResource program, LocalKeys keys) throws ProblemException {
        MetricsSettings settings = configuration.metrics();
        Metrics made = new Metrics(settings, program, collector(configuration));
        closings.push(made::close);
        metrics = Optional.of(made);
        if (settings.prometheusPort().isPresent()) {
            serve(made, settings.prometheusPort().get(), keys);
        }
    }

    private Collector collector(Configuration configuration) throws ProblemException {
        MetricsSettings settings = configuration.metrics();
        if (settings.otlp().isEmpty()) {
            return _ -> {};
        }
        OtlpCollector collector =
                OtlpCollector.at(settings.otlp().get(), settings.otlpAuthorizationFile(), configuration.network());
        closings.push(collector::close);
        return collector;
    }

    /// Whoever holds the port may have been sent the key.
    private void serve(Metrics made, int port, LocalKeys keys) throws ProblemException {
        try {
            PrometheusEndpoint endpoint = PrometheusEndpoint.open(port, keys.of(SCRAPER), made::page);
            closings.push(endpoint::close);
        } catch (IOException taken) {
            var _ = keys.rotate(SCRAPER);
            problems.add(new ProblemException(new MetricsPortTaken(port), taken));
        }
    }

    /// What keeps somebody from getting them though the program runs.
    List<ProblemException> problems() {
        return List.copyOf(problems);
    }

    RequestMeter requests() {
        return metrics.isPresent() ? metrics.get() : RequestMeter.NONE;
    }

    /// The same trail, which is counted on the way.
    AuditTrail over(AuditTrail trail) {
        return metrics.isPresent() ? new MeteredTrail(trail, metrics.get()) : trail;
    }

    /// From now on these profiles and their routes are told of.
    void watch(List<ProfileGraph> graphs) {
        metrics.ifPresent(made -> made.watch(
                graphs.stream().map(graph -> graph.name().value()).toList(),
                graphs.stream()
                        .flatMap(graph -> graph.routes().stream())
                        .filter(wired -> wired.route().credential() == Credential.WORKSPACE)
                        .map(wired -> wired.route().name().value())
                        .toList(),
                ProgramFigures.of(auditLog, lostSpans, graphs)));
    }

    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
