package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.MetricsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `app/docs/metrics.md` and the dashboard name the metrics that a running program has, with the labels that they have.
@ExtendWith(StandardSandbox.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsDocumentationIT extends WithSandbox {
    private static final Path DOCS = Path.of(System.getProperty("lakegate.root"), "app/docs");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(lakegate_[a-z_]+)` \\| ([a-z]+) \\| ([^|]*)\\| [^|]+ \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");
    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:lakegate|jvm|process|system)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"[^\"]*\"");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_]\\w*");
    private static final Set<String> SUFFIXES = Set.of("_bucket", "_count", "_sum", "_max");
    private static final Set<String> LANGUAGE =
            Set.of("sum", "min", "max", "rate", "increase", "by", "histogram_quantile");

    /// What Prometheus itself adds, and what tells buckets apart.
    private static final Set<String> NOT_OURS = Set.of("instance", "le");

    private Map<String, Set<String>> labels;
    private JsonNode dashboard;

    /// Everything there can be has happened once: a request, a refusal, a denial.
    @Test
    void the_table_and_the_dashboard_tell_of_what_there_is() throws Exception {
        Laptop laptop = laptop("metrics.prometheus_port = $PORT_METRICS\n" + sandbox.configuration());
        laptop.signIn("dave");
        audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
        await("the denial's count")
                .until(() -> MetricsPage.of(laptop).samples().stream()
                        .anyMatch(sample -> sample.name().equals("lakegate_denials_total")));
        System.gc();
        labels = await("a pause of the collector")
                .until(() -> labels(laptop), read -> read.containsKey("jvm_gc_pause_seconds_sum"));
        dashboard = JsonMapper.shared().readTree(Files.readString(DOCS.resolve("grafana/lakegate.json")));

        assertTheTableIsRight();
        assertTheDashboardAsksForWhatThereIs();
    }

    private void assertTheTableIsRight() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        ROW.matcher(Files.readString(DOCS.resolve("metrics.md")))
                .results()
                .forEach(row -> documented.put(
                        row.group(1),
                        NAME.matcher(row.group(3))
                                .results()
                                .map(name -> name.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
        Map<String, Set<String>> there = new TreeMap<>();
        labels.forEach((name, of) -> {
            if (name.startsWith("lakegate_")) {
                Set<String> ours = new TreeSet<>(of);
                ours.removeAll(NOT_OURS);
                there.put(family(name), ours);
            }
        });

        assertThat(documented).hasSizeGreaterThan(15).isEqualTo(there);
    }

    private static String family(String sample) {
        return SUFFIXES.stream()
                .filter(sample::endsWith)
                .findFirst()
                .map(suffix -> sample.substring(0, sample.length() - suffix.length()))
                .orElse(sample);
    }

    private void assertTheDashboardAsksForWhatThereIs() {
        List<JsonNode> targets = dashboard.findValues("targets").stream()
                .flatMap(JsonNode::valueStream)
                .toList();
        assertThat(targets).hasSizeGreaterThan(30);
        Set<String> asked = new TreeSet<>();
        for (JsonNode target : targets) {
            String expression = target.path("expr").asString();
            Set<String> ofItsMetrics = new HashSet<>(NOT_OURS);
            SELECTOR.matcher(expression).results().forEach(selector -> {
                assertThat(labels).as(expression).containsKey(selector.group(1));
                Set<String> of = labels.get(selector.group(1));
                ofItsMetrics.addAll(of);
                Set<String> known = new HashSet<>(of);
                known.add("instance");
                assertThat(names(MATCHER, selector.group(2))).as(expression).isSubsetOf(known);
                asked.add(family(selector.group(1)));
            });
            GROUPING.matcher(expression)
                    .results()
                    .forEach(group -> assertThat(Arrays.asList(group.group(1).split(", *", -1)))
                            .as(expression)
                            .isSubsetOf(ofItsMetrics));
            assertThat(names(LEGEND, target.path("legendFormat").asString()))
                    .as(target.toString())
                    .isSubsetOf(ofItsMetrics);
            assertNothingElseStandsIn(expression);
        }
        assertThat(labels.keySet().stream()
                        .filter(name -> name.startsWith("lakegate_"))
                        .map(MetricsDocumentationIT::family)
                        .collect(Collectors.toSet()))
                .as("all of ours are shown")
                .isSubsetOf(asked);
    }

    private static void assertNothingElseStandsIn(String expression) {
        String rest = SELECTOR.matcher(expression).replaceAll("").replaceAll("\\[[^]]*]", "");
        rest = GROUPING.matcher(rest).replaceAll("");
        assertThat(WORD.matcher(rest).results().map(MatchResult::group))
                .as(expression)
                .isSubsetOf(LANGUAGE);
    }

    private static List<String> names(Pattern pattern, String text) {
        return text == null
                ? List.of()
                : pattern.matcher(text).results().map(name -> name.group(1)).toList();
    }

    private static Map<String, Set<String>> labels(Laptop laptop) throws IOException, InterruptedException {
        Map<String, Set<String>> labels = new TreeMap<>();
        new ArrayList<>(MetricsPage.of(laptop).samples())
                .forEach(sample -> labels.computeIfAbsent(sample.name(), _ -> new TreeSet<>())
                        .addAll(sample.labels().keySet()));
        return labels;
    }
}
