package dev.lakegate.cli.audit;

import static dev.lakegate.cli.audit.LineText.harmless;

import dev.lakegate.audit.Amounts;
import dev.lakegate.audit.trace.Timeline;
import dev.lakegate.audit.trace.Trace;
import dev.lakegate.audit.trace.TracedRequest;
import dev.lakegate.audit.trace.Wanted;
import dev.lakegate.desktop.PageFrame;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A trace as a page: one file without script or anything fetched, so that it can be kept, or sent to whoever may see
/// it.
final class TracePage {
    private static final String STYLE = """
            :root { --proxy: #0f6f6c; --gateway: #3566b8; --workspace: #b4560f; --answer: #7c8b97; --track: #eef2f4; --good: #17804b; --bad: #b3261e; }
            @media (prefers-color-scheme: dark) {
              :root { --proxy: #3fb5ab; --gateway: #7ea8f0; --workspace: #f0a35a; --answer: #8b9aa6; --track: #222e36; --good: #3ecf8e; --bad: #ff8a80; }
            }
            body { place-items: start center; }
            main { max-width: 64rem; }
            h1 { margin: 0 0 4px; font-size: 1.3rem; overflow-wrap: anywhere; }
            article { padding: 24px 28px; border-top: 1px solid var(--line); }
            h2 { margin: 0; font: 600 1.02rem/1.4 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
            .end { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 6px 0 0; color: var(--soft); font-size: .92rem; }
            .good, .bad { font-weight: 600; color: var(--good); }
            .bad { color: var(--bad); }
            dl { display: grid; grid-template-columns: max-content 1fr max-content 1fr; gap: 4px 20px; margin: 18px 0 0; font-size: .92rem; }
            @media (max-width: 56rem) { dl { grid-template-columns: max-content 1fr; } }
            .line { display: grid; grid-template-columns: minmax(12rem, 19rem) 5.5rem 1fr; gap: 2px 14px; align-items: center; margin-top: 7px; font-size: .88rem; }
            div.lines { margin-top: 20px; }
            .line > span:first-child { overflow-wrap: anywhere; }
            .line b { text-align: right; font-weight: 500; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .part { padding-left: 1.1rem; }
            .track { position: relative; height: 14px; border-radius: 4px; background: var(--track); overflow: hidden; }
            .track i { position: absolute; top: 0; bottom: 0; min-width: 2px; border-radius: 4px; }
            .part ~ .track i { opacity: .72; }
            .proxy { background: var(--proxy); } .gateway { background: var(--gateway); }
            .workspace { background: var(--workspace); } .answer { background: var(--answer); }
            .sum { margin-top: 14px; font-size: .92rem; color: var(--ink); }
            ul { margin: 16px 0 0; padding: 12px 16px 12px 32px; border: 1px solid var(--line); border-radius: 10px; color: var(--soft); font-size: .88rem; }
            li { overflow-wrap: anywhere; }
            @media (max-width: 44rem) { .line { grid-template-columns: 1fr max-content; } .track { grid-column: 1 / -1; } }
            @media print { body { padding: 0; } main { border: 0; box-shadow: none; } article { break-inside: avoid; } }
            """;

    private TracePage() {}

    static String of(Trace trace) {
        StringBuilder content = new StringBuilder();
        content.append("<section>\n<h1>").append(escaped(title(trace))).append("</h1>\n");
        content.append("<p>").append(escaped(introduction(trace))).append("</p>\n");
        content.append(list(trace.notes())).append("</section>\n").append(overview(trace.requests()));
        trace.requests().forEach(request -> content.append(article(request)));
        return PageFrame.html(title(trace), STYLE, content.toString());
    }

    private static String title(Trace trace) {
        return switch (trace.wanted()) {
            case Wanted.ById(String id) -> "Trace of " + id;
            case Wanted.Last _ -> "Trace of the last request";
            case Wanted.OfRun _ -> "Trace of " + trace.wanted().words();
        };
    }

    private static String introduction(Trace trace) {
        int count = trace.requests().size();
        return (count == 1 ? "One request" : count + " requests")
                + (trace.more() > 0 ? ", and " + trace.more() + " more that are not told." : ".");
    }

    private static String article(TracedRequest request) {
        String facts = TraceFacts.of(request).entrySet().stream()
                .map(fact -> "<dt>" + escaped(fact.getKey()) + "</dt><dd>" + escaped(fact.getValue()) + "</dd>\n")
                .collect(Collectors.joining());
        String sum = TraceFacts.whereTheTimeWent(request)
                .map(sentence -> "<p class=\"sum\">" + escaped(sentence) + "</p>\n")
                .orElse("");
        return """
                <article>
                <h2>%s</h2>
                <p class="end"><span>%s</span><span class="%s">%s</span><span>%s</span></p>
                <dl>
                %s</dl>
                <div class="lines">
                %s</div>
                %s%s</article>
                """.formatted(
                        escaped(TraceFacts.asked(request)),
                        escaped(TraceFacts.began(request)),
                        request.status() >= 200 && request.status() < 400 ? "good" : "bad",
                        escaped(TraceFacts.ended(request)),
                        escaped(Amounts.time(request.timeline().micros(), Locale.ROOT)),
                        facts,
                        request.timeline().parts().stream()
                                .map(part -> line(part, request.timeline().micros()))
                                .collect(Collectors.joining()),
                        sum,
                        list(request.missing()));
    }

    /// All of them on one line of time; empty for a single one.
    private static String overview(List<TracedRequest> requests) {
        if (requests.size() < 2) {
            return "";
        }
        long first = requests.stream()
                .mapToLong(request -> micros(request.began()))
                .min()
                .orElseThrow();
        long last = requests.stream()
                .mapToLong(
                        request -> micros(request.began()) + request.timeline().micros())
                .max()
                .orElseThrow();
        return requests.stream()
                .map(request -> bar(
                        "whole",
                        TraceFacts.asked(request),
                        Amounts.time(request.timeline().micros(), Locale.ROOT),
                        "proxy",
                        micros(request.began()) - first,
                        request.timeline().micros(),
                        last - first))
                .collect(Collectors.joining("", "<article class=\"lines\">\n", "</article>\n"));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static String line(Timeline.Part part, long whole) {
        return bar(
                part.isWhole() ? "whole" : "part",
                part.where() + ": " + part.what(),
                TraceFacts.time(part),
                part.where().toString(),
                part.fromMicros(),
                part.micros(),
                whole);
    }

    private static String bar(String kind, String what, String time, String colour, long from, long micros, long all) {
        double width = all == 0 ? 0 : Math.min(100, 100.0 * micros / all);
        double left = all == 0 ? 0 : Math.min(100 - width, 100.0 * from / all);
        return String.format(
                Locale.ROOT,
                "<div class=\"line\"><span class=\"%s\">%s</span><b>%s</b>"
                        + "<span class=\"track\"><i class=\"%s\" style=\"left:%.2f%%;width:%.2f%%\"></i></span></div>\n",
                kind,
                escaped(what),
                escaped(time),
                colour,
                left,
                width);
    }

    private static String list(List<String> sentences) {
        return sentences.isEmpty()
                ? ""
                : sentences.stream()
                        .map(sentence -> "<li>" + escaped(sentence) + "</li>\n")
                        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }

    /// Whatever a log says stands for itself, invisible and turning characters too.
    private static String escaped(String text) {
        return PageFrame.escaped(harmless(text));
    }
}
