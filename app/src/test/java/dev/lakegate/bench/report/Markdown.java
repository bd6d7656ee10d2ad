package dev.lakegate.bench.report;

import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.report.Figures.Of;
import dev.lakegate.bench.report.Figures.Series;
import dev.lakegate.bench.report.Figures.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The figures as tables: a row for each peer, median and spread of the rounds, and how much that is of
/// HAProxy's.
public final class Markdown {
    private Markdown() {}

    /// Everything below the introduction of `performance.md`.
    public static String of(Figures figures) {
        String machine = figures.machine().entrySet().stream()
                .map(entry -> "| " + entry.getKey() + " | " + entry.getValue() + " |")
                .collect(Collectors.joining("\n"));
        return "| measured on | " + figures.date() + " |\n|---|---|\n" + machine + "\n"
                + figures.cases().stream().map(Markdown::section).collect(Collectors.joining());
    }

    private static String section(Of of) {
        StringBuilder text = new StringBuilder("\n## `" + of.id() + "`\n\n" + of.about() + "\n");
        if (!of.series().isEmpty()) {
            text.append("\n|");
            of.series()
                    .forEach(series -> text.append(" | ")
                            .append(series.measure().name())
                            .append(
                                    series.measure().unit().isEmpty()
                                            ? ""
                                            : ", " + series.measure().unit()));
            text.append(" |\n|---").append("|---".repeat(of.series().size())).append("|\n");
            Arrays.stream(Kind.values())
                    .filter(kind -> of.series().stream()
                            .anyMatch(series -> series.of(kind.id()).isPresent()))
                    .forEach(kind -> text.append(row(kind, of.series())));
        }
        if (!of.failed().isEmpty()) {
            text.append("\nWithout figures:\n\n");
            of.failed()
                    .forEach((peer, why) -> text.append("- ")
                            .append(peer)
                            .append(": ")
                            .append(why.lines().findFirst().orElse(""))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String row(Kind kind, List<Series> all) {
        String title = kind == Kind.LAKEGATE ? "**" + kind.title() + "**" : kind.title();
        return all.stream()
                .map(series -> series.of(kind.id())
                        .map(spread -> cell(kind, series, spread))
                        .orElse("–"))
                .collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
    }

    private static String cell(Kind kind, Series series, Spread spread) {
        String ratio = series.ratio(kind.id(), Kind.HAPROXY.id())
                .filter(_ -> kind != Kind.HAPROXY)
                .map(of -> String.format(Locale.ROOT, " = %.2f ×", of))
                .orElse("");
        return spread.least() == spread.most()
                ? number(spread.median()) + ratio
                : "%s (%s – %s)%s"
                        .formatted(number(spread.median()), number(spread.least()), number(spread.most()), ratio);
    }

    /// With as many places as tell something.
    static String number(double figure) {
        if (figure >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", figure);
        }
        return String.format(Locale.ROOT, figure >= 100 ? "%.0f" : figure >= 10 ? "%.1f" : "%.2f", figure);
    }
}
