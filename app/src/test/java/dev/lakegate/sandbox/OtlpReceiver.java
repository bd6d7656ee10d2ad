package dev.lakegate.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A collector of the OpenTelemetry protocol over HTTP, which reads every message by the protocol's own definition.
public final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final boolean refuses;
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Received> messages = new CopyOnWriteArrayList<>();
    private final List<ReceivedSpans> traces = new CopyOnWriteArrayList<>();

    private OtlpReceiver(int port, boolean refuses) throws IOException {
        this.refuses = refuses;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 8);
        server.createContext(
                "/v1/metrics",
                exchange -> receive(
                        exchange,
                        body -> messages.add(new Received(
                                exchange.getRequestHeaders(), ExportMetricsServiceRequest.parseFrom(body)))));
        server.createContext(
                "/v1/traces",
                exchange -> receive(
                        exchange,
                        body -> traces.add(new ReceivedSpans(
                                exchange.getRequestHeaders(), ExportTraceServiceRequest.parseFrom(body)))));
        server.start();
    }

    public static OtlpReceiver start(int port) throws IOException {
        return new OtlpReceiver(port, false);
    }

    /// One that takes nothing, as a collector that is overloaded.
    public static OtlpReceiver refusing(int port) throws IOException {
        return new OtlpReceiver(port, true);
    }

    /// One message.
    public record Received(Headers fields, ExportMetricsServiceRequest message) {
        public @Nullable String field(String name) {
            return fields.getFirst(name);
        }

        public Map<String, String> resource() {
            return attributes(message.getResourceMetrics(0).getResource().getAttributesList());
        }

        public Metric metric(String name) {
            return metrics()
                    .filter(metric -> metric.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        private Stream<Metric> metrics() {
            return message.getResourceMetricsList().stream()
                    .flatMap(resource -> resource.getScopeMetricsList().stream())
                    .flatMap(scope -> scope.getMetricsList().stream());
        }
    }

    private record ReceivedSpans(Headers fields, ExportTraceServiceRequest message) {}

    public static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasIntValue()
                                ? String.valueOf(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }

    public URI address() {
        return addressOf("metrics");
    }

    /// Where it takes traces.
    public URI addressOfTraces() {
        return addressOf("traces");
    }

    private URI addressOf(String what) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/" + what);
    }

    /// All spans that came so far, in their order of begin, a request's before those of its steps.
    public List<Span> spans() {
        return resourceSpans()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano)
                        .thenComparing(Span::getEndTimeUnixNano, Comparator.reverseOrder())
                        .thenComparing(Span::getKindValue, Comparator.reverseOrder()))
                .toList();
    }

    /// Whose spans they are, once for each message.
    public List<Map<String, String>> resourcesOfSpans() {
        return resourceSpans()
                .map(resource -> attributes(resource.getResource().getAttributesList()))
                .toList();
    }

    private Stream<ResourceSpans> resourceSpans() {
        return traces.stream().flatMap(received -> received.message().getResourceSpansList().stream());
    }

    /// The value of this field of each message with spans.
    public List<@Nullable String> fieldsOfSpans(String name) {
        return traces.stream().map(received -> received.fields().getFirst(name)).toList();
    }

    /// All messages with spans, what their definition does not know included.
    public byte[] bytesOfSpans() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        traces.forEach(received -> all.writeBytes(received.message().toByteArray()));
        return all.toByteArray();
    }

    public int refused() {
        return refused.get();
    }

    /// The last message that has this metric; null before there is one.
    public @Nullable Received last(String metric) {
        return messages.reversed().stream()
                .filter(received ->
                        received.metrics().anyMatch(one -> one.getName().equals(metric)))
                .findFirst()
                .orElse(null);
    }

    @FunctionalInterface
    private interface Reader {
        void read(byte[] body) throws IOException;
    }

    private void receive(HttpExchange exchange, Reader reader) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (refuses) {
                refused.incrementAndGet();
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            reader.read(body);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
