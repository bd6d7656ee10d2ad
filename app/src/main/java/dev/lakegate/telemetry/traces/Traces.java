package dev.lakegate.telemetry.traces;

import dev.lakegate.config.TracesSettings;
import dev.lakegate.telemetry.otlp.Collector;
import dev.lakegate.telemetry.otlp.ProgramResource;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The program's traces, for as long as it runs, and who is told of them. Made only where somebody is to be told.
public final class Traces implements RequestTracer, AutoCloseable {
    /// For what waits at the end.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// A gateway may call a denial what it likes.
    private static final int LONGEST_VALUE = 256;

    private final double sampled;
    private final Backlog backlog;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /// Sends from now on what was sampled.
    ///
    /// @param settings  under which the traces are not off
    /// @param collector of `settings.otlp()`
    public Traces(TracesSettings settings, ProgramResource program, Collector collector) {
        URI address = settings.otlp().orElseThrow();
        sampled = settings.sampled();
        backlog = new Backlog(address);
        provider = SdkTracerProvider.builder()
                .setResource(resource(program))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_VALUE)
                        .build())
                .addSpanProcessor(new SpanBatches(address, collector, backlog))
                .build();
        tracer = provider.get("dev.lakegate.proxy", program.version());
    }

    /// Nothing comes from the environment, where OpenTelemetry's defaults would look for it.
    private static Resource resource(ProgramResource program) {
        AttributesBuilder attributes = Attributes.builder();
        program.attributes().forEach(attributes::put);
        return Resource.create(attributes.build());
    }

    @Override
    public boolean samples() {
        return ThreadLocalRandom.current().nextDouble() < sampled;
    }

    @Override
    public RequestSpans begins(@Nullable String traceparent, String server, long beginNanos) {
        SpanBuilder request = tracer.spanBuilder("HTTP")
                .setSpanKind(SpanKind.SERVER)
                .setParent(traceparent == null ? Context.root() : within(traceparent))
                .setAttribute("server.address", server);
        return RequestSpans.begin(tracer, request, beginNanos);
    }

    private static Context within(String traceparent) {
        SpanContext parent = SpanContext.createFromRemoteParent(
                traceparent.substring(3, 35),
                traceparent.substring(36, 52),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        return Span.wrap(parent).storeInContext(Context.root());
    }

    /// How many spans were made and not taken.
    public long lost() {
        return backlog.lost();
    }

    /// Sends what is still to be sent, for which it waits a moment.
    @Override
    public void close() {
        var _ = provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        backlog.end();
    }
}
