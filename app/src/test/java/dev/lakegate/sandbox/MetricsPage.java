package dev.lakegate.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a laptop's metrics are at one moment, as a Prometheus server reads them.
public final class MetricsPage {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<Sample> samples;

    private MetricsPage(List<Sample> samples) {
        this.samples = samples;
    }

    /// One line.
    public record Sample(String name, Map<String, String> labels, double value) {}

    /// Fetches the page of a laptop whose configuration has `metrics.prometheus_port = $PORT_METRICS`.
    public static MetricsPage of(Laptop laptop) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(laptop, Map.of("Authorization", "Bearer " + key(laptop)));
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return parse(answer.body());
    }

    /// Asks for the page with these fields.
    public static HttpResponse<String> ask(Laptop laptop, Map<String, String> fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(laptop));
        fields.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public static URI address(Laptop laptop) {
        return URI.create("http://127.0.0.1:" + laptop.port("metrics") + "/metrics");
    }

    /// What whoever fetches the page has to show.
    public static String key(Laptop laptop) throws IOException {
        return Files.readString(keyFile(laptop)).strip();
    }

    public static Path keyFile(Laptop laptop) {
        return laptop.locations().stateFolder().resolve("metrics").resolve("prometheus.key");
    }

    static MetricsPage parse(String page) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String line : page.lines().toList()) {
            if (line.startsWith("#") || line.isEmpty()) {
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new IOException("no sample: " + line);
            }
            Map<String, String> labels = new TreeMap<>();
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
        }
        return new MetricsPage(samples);
    }

    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /// The one sample of that name with exactly these labels; 0 when there is none yet.
    ///
    /// @param namesAndValues of the labels
    public double value(String name, String... namesAndValues) {
        Map<String, String> labels = new TreeMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            labels.put(namesAndValues[index], namesAndValues[index + 1]);
        }
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
                .mapToDouble(Sample::value)
                .findFirst()
                .orElse(0);
    }
}
