package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.HaProxy;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.TokenForge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The dashboard and the alert rules ask only for metrics that a running gateway serves, with labels that they have.
class MonitoringIT {
    private static final Pattern SAMPLE = Pattern.compile("^([a-z_:]+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("([a-z]+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:haproxy|lakegate)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_]\\w*");
    private static final Pattern ALERT = Pattern.compile("^ +expr: (.*)$", Pattern.MULTILINE);
    private static final Pattern LEGEND = Pattern.compile("\\{\\{ *(?:\\$labels\\.)?([a-z]+) *}}");

    /// Of PromQL, and `up`, which is Prometheus' own.
    private static final Set<String> LANGUAGE =
            Set.of("sum", "min", "max", "rate", "increase", "time", "by", "on", "and", "up");

    /// What Prometheus itself adds.
    private static final Set<String> SCRAPED = Set.of("instance", "job");

    @TempDir
    static Path folder;

    private static final Map<String, List<Map<String, String>>> served = new HashMap<>();
    private static final List<String> expressions = new ArrayList<>();
    private static final List<String> texts = new ArrayList<>();

    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        Certificates certificates = Certificates.create(folder.resolve("pki"));
        TokenForge acme = new TokenForge("https://login.acme.example");
        HaProxySetup setup = new HaProxySetup(folder.resolve("gateway"), certificates)
                .issuer(HaProxySetup.ACME, acme.issuer(), acme.jwks())
                .workspace("prod", List.of(1))
                .more("""
                        [issuer.acme.client_secret.spring]
                        created = 2026-01-10
                        expires = 2999-07-10

                        """);
        try (HaProxy gateway = setup.start();
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/metrics", "/metrics/lakegate")) {
                URI address = URI.create("http://127.0.0.1:" + gateway.adminPort() + path);
                String page = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                SAMPLE.matcher(page).results().forEach(MonitoringIT::remember);
            }
        }
        readFiles();
    }

    private static void remember(MatchResult sample) {
        Map<String, String> labels = sample.group(2) == null
                ? Map.of()
                : LABEL.matcher(sample.group(2))
                        .results()
                        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(3)));
        served.computeIfAbsent(sample.group(1), _ -> new ArrayList<>()).add(labels);
    }

    private static void readFiles() throws IOException {
        Path gateway = Path.of(System.getProperty("lakegate.root"), "packaging/gateway");
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(gateway.resolve("grafana-dashboard.json")));
        dashboard.findValuesAsString("expr").forEach(expressions::add);
        dashboard.findValuesAsString("legendFormat").forEach(texts::add);
        assertThat(expressions).hasSizeGreaterThan(15);
        String alerts = Files.readString(gateway.resolve("prometheus-alerts.yml"));
        int before = expressions.size();
        ALERT.matcher(alerts).results().map(line -> line.group(1)).forEach(expressions::add);
        assertThat(expressions).hasSizeGreaterThan(before + 8);
        alerts.lines().filter(line -> line.contains("{{")).forEach(texts::add);
    }

    @Test
    void every_selector_finds_something_at_a_running_gateway() {
        assertThat(expressions)
                .allSatisfy(expression -> SELECTOR.matcher(expression)
                        .results()
                        .forEach(selector -> assertThat(served.getOrDefault(selector.group(1), List.of()))
                                .as(selector.group())
                                .anyMatch(labels -> matches(selector.group(2), labels))));
    }

    @Test
    void nothing_else_stands_in_an_expression_but_promql() {
        assertThat(expressions).allSatisfy(expression -> {
            String rest = expression.replaceAll("\\{[^}]*}", "").replaceAll("\\[[^]]*]", "");
            rest = GROUPING.matcher(rest).replaceAll("");
            assertThat(WORD.matcher(rest).results().map(MatchResult::group))
                    .filteredOn(word -> !LANGUAGE.contains(word))
                    .allMatch(served::containsKey);
        });
    }

    @Test
    void every_label_that_is_grouped_by_or_shown_is_one_that_some_metric_has() {
        Set<String> known = new HashSet<>(SCRAPED);
        served.values().forEach(samples -> samples.forEach(labels -> known.addAll(labels.keySet())));
        List<String> named = new ArrayList<>();
        expressions.forEach(expression -> GROUPING.matcher(expression)
                .results()
                .forEach(group -> named.addAll(List.of(group.group(1).split(", *", -1)))));
        texts.forEach(text ->
                LEGEND.matcher(text).results().map(label -> label.group(1)).forEach(named::add));

        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(known);
    }

    @Test
    void what_lakegate_itself_serves_is_on_the_dashboard_and_alerted_of() {
        Set<String> own = served.keySet().stream()
                .filter(name -> name.startsWith("lakegate_"))
                .collect(Collectors.toSet());

        assertThat(own)
                .hasSize(3)
                .allSatisfy(name -> assertThat(expressions)
                        .filteredOn(expression -> expression.contains(name))
                        .hasSizeGreaterThan(1));
    }

    private static boolean matches(String matchers, Map<String, String> labels) {
        return matchers == null
                || LABEL.matcher(matchers)
                        .results()
                        .filter(matcher -> !SCRAPED.contains(matcher.group(1)))
                        .allMatch(matcher -> {
                            String value = labels.getOrDefault(matcher.group(1), "");
                            String wanted = matcher.group(3);
                            return switch (matcher.group(2)) {
                                case "=" -> value.equals(wanted);
                                case "!=" -> !value.equals(wanted);
                                case "=~" -> value.matches(wanted);
                                case "!~" -> !value.matches(wanted);
                                case String other -> throw new IllegalStateException(other);
                            };
                        });
    }
}
