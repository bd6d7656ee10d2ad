package dev.lakegate.telemetry.traces;

import dev.lakegate.telemetry.otlp.Collector;
import dev.lakegate.telemetry.otlp.Delivery;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;

/// Sends spans in batches from a thread of their own. Whoever ends a span never waits: one for which there is no room
/// is lost.
final class SpanBatches implements SpanProcessor {
    private static final int MOST_WAITING = 4_096;
    private static final int MOST_AT_ONCE = 512;
    private static final Duration LATEST = Duration.ofSeconds(1);

    private final Backlog backlog;
    private final BatchSpanProcessor batches;

    SpanBatches(URI address, Collector collector, Backlog backlog) {
        this.backlog = backlog;
        this.batches = BatchSpanProcessor.builder(new Export(new Delivery("traces", address, collector), backlog))
                .setMaxQueueSize(MOST_WAITING)
                .setMaxExportBatchSize(MOST_AT_ONCE)
                .setScheduleDelay(LATEST)
                .build();
    }

    /// Blocks the thread that sends, and no other.
    private record Export(Delivery delivery, Backlog backlog) implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            if (delivery.send(OtlpSpans.message(spans))) {
                backlog.sent(spans.size());
                return CompletableResultCode.ofSuccess();
            }
            backlog.notTaken(spans.size());
            return CompletableResultCode.ofFailure();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (backlog.takes(MOST_WAITING)) {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return batches.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }
}
