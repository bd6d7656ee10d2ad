package dev.lakegate.telemetry.traces;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.SpanFlags;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Spans in the words of the OpenTelemetry protocol, as far as ours go: they have no events and no links, and texts and
/// numbers as attributes. All are of one program and one scope.
final class OtlpSpans {
    private OtlpSpans() {}

    /// An `ExportTraceServiceRequest` of these spans, of which there is one at least.
    static byte[] message(Collection<SpanData> spans) {
        SpanData any = spans.iterator().next();
        ScopeSpans.Builder ofScope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder()
                        .setName(any.getInstrumentationScopeInfo().getName())
                        .setVersion(
                                String.valueOf(any.getInstrumentationScopeInfo().getVersion())));
        spans.forEach(span -> ofScope.addSpans(span(span)));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAllAttributes(attributes(any.getResource().getAttributes())))
                        .addScopeSpans(ofScope))
                .build()
                .toByteArray();
    }

    private static Span span(SpanData span) {
        SpanContext parent = span.getParentSpanContext();
        Span.Builder told = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(span.getSpanContext().getTraceIdBytes()))
                .setSpanId(ByteString.copyFrom(span.getSpanContext().getSpanIdBytes()))
                .setFlags(flags(span.getSpanContext(), parent))
                .setName(span.getName())
                .setKind(kind(span))
                .setStartTimeUnixNano(span.getStartEpochNanos())
                .setEndTimeUnixNano(span.getEndEpochNanos())
                .addAllAttributes(attributes(span.getAttributes()))
                .setStatus(status(span));
        if (parent.isValid()) {
            told.setParentSpanId(ByteString.copyFrom(parent.getSpanIdBytes()));
        }
        return told.build();
    }

    /// Those of W3C Trace Context, and whether the parent is another program's.
    private static int flags(SpanContext span, SpanContext parent) {
        int known = span.getTraceFlags().asByte() | SpanFlags.SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK_VALUE;
        return parent.isRemote() ? known | SpanFlags.SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK_VALUE : known;
    }

    private static SpanKind kind(SpanData span) {
        return switch (span.getKind()) {
            case INTERNAL -> SpanKind.SPAN_KIND_INTERNAL;
            case SERVER -> SpanKind.SPAN_KIND_SERVER;
            case CLIENT -> SpanKind.SPAN_KIND_CLIENT;
            case PRODUCER -> SpanKind.SPAN_KIND_PRODUCER;
            case CONSUMER -> SpanKind.SPAN_KIND_CONSUMER;
        };
    }

    private static Status status(SpanData span) {
        return Status.newBuilder()
                .setCode(
                        switch (span.getStatus().getStatusCode()) {
                            case UNSET -> StatusCode.STATUS_CODE_UNSET;
                            case OK -> StatusCode.STATUS_CODE_OK;
                            case ERROR -> StatusCode.STATUS_CODE_ERROR;
                        })
                .build();
    }

    private static List<KeyValue> attributes(Attributes attributes) {
        List<KeyValue> all = new ArrayList<>(attributes.size());
        attributes.forEach((key, value) -> all.add(KeyValue.newBuilder()
                .setKey(key.getKey())
                .setValue(
                        value instanceof Long number
                                ? AnyValue.newBuilder().setIntValue(number)
                                : AnyValue.newBuilder().setStringValue(value.toString()))
                .build()));
        return all;
    }
}
