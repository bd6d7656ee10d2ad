package dev.lakegate.bench.report;

import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.report.Figures.Series;
import dev.lakegate.bench.report.Measure.Better;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The figures that are kept with the source, and what is worse now.
public final class Committed {
    /// No noise of a machine explains more.
    private static final double A_THIRD = 1 / 3.0;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path root;

    /// Reads nothing yet.
    ///
    /// @param root of the source tree
    public Committed(Path root) {
        this.root = root;
    }

    /// Writes the figures for machines and for people, in place of all that were kept.
    public void write(Figures figures) throws IOException {
        keep(figures);
        Path document = root.resolve("app/docs/performance.md");
        Files.writeString(document, """
                # Performance

                Lakegate beside other proxies that do the same job on the same machine: plain HTTP in, TLS 1.3 to the same upstream, two
                tokens of 900 bytes put in. Written by `app/bench/run`; [app/bench/README.md](../bench/README.md) tells who is compared,
                with which configuration, and how it is measured. Each figure is the median of the rounds with the least and the most of
                them, and its ratio to HAProxy's. Load, upstream and proxy share the machine's cores.

                ![each case as a ratio to HAProxy's](performance.png)

                %s""".formatted(Markdown.of(figures)));
        Chart.write(figures, document.resolveSibling("performance.png"));
    }

    /// Writes those for machines alone.
    void keep(Figures figures) throws IOException {
        Files.createDirectories(results().getParent());
        JSON.writeValue(results(), figures);
    }

    private Path results() {
        return root.resolve("app/bench/results/latest.json");
    }

    /// Whether figures were ever kept.
    public boolean areThere() {
        return Files.exists(results());
    }

    /// What has become a third worse since, in proportion to HAProxy; empty when nothing has, or when nothing
    /// was kept.
    public List<String> worse(Figures now) throws IOException {
        if (!areThere()) {
            return List.of();
        }
        Figures then = JSON.readValue(results(), Figures.class);
        List<String> worse = new ArrayList<>();
        for (Figures.Of of : now.cases()) {
            for (String measure : List.of("throughput", "CPU")) {
                worse(of, measure, then).ifPresent(worse::add);
            }
        }
        return worse;
    }

    private static Optional<Double> ratio(Series series) {
        return series.ratio(Kind.LAKEGATE.id(), Kind.HAPROXY.id());
    }

    private static Optional<String> worse(Figures.Of now, String measure, Figures then) {
        Optional<Series> before = then.named(now.id()).flatMap(of -> of.named(measure));
        Optional<Series> after = now.named(measure);
        Optional<Double> was = before.flatMap(Committed::ratio);
        Optional<Double> is = after.flatMap(Committed::ratio);
        if (was.isEmpty() || is.isEmpty()) {
            return Optional.empty();
        }
        boolean isWorse = after.get().measure().better() == Better.HIGHER
                ? is.get() < was.get() * (1 - A_THIRD)
                : is.get() > was.get() * (1 + A_THIRD);
        return isWorse
                ? Optional.of("%s of %s is %.2f × HAProxy's, and was %.2f ×"
                        .formatted(measure, now.id(), is.get(), was.get()))
                : Optional.empty();
    }
}
