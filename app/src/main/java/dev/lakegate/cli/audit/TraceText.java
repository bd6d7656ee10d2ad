package dev.lakegate.cli.audit;

import static dev.lakegate.cli.audit.LineText.harmless;

import dev.lakegate.audit.Amounts;
import dev.lakegate.audit.trace.Timeline;
import dev.lakegate.audit.trace.Trace;
import dev.lakegate.audit.trace.TracedRequest;
import dev.lakegate.audit.trace.Wanted;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A trace as people read it in a terminal.
final class TraceText {
    private static final int BAR = 32;
    private static final int LONGEST_PATH = 56;

    private final PrintStream out;
    private final String block;

    /// @param out what it cannot show is not used
    TraceText(PrintStream out) {
        this.out = out;
        this.block = out.charset().newEncoder().canEncode('█') ? "█" : "#";
    }

    void print(Trace trace) {
        List<TracedRequest> requests = trace.requests();
        if (requests.size() == 1) {
            print(requests.getFirst());
        } else {
            several(trace);
        }
        if (trace.more() > 0) {
            out.println();
            out.println("and " + trace.more() + " more, which are not told.");
        }
        trace.notes().forEach(note -> {
            out.println();
            out.println("note: " + harmless(note));
        });
    }

    private void several(Trace trace) {
        List<TracedRequest> requests = trace.requests();
        boolean isOfARun = trace.wanted() instanceof Wanted.OfRun;
        if (isOfARun) {
            print(requests.getFirst());
            out.println();
            out.println("Then:");
        } else {
            out.println(requests.size() + " requests of " + trace.wanted().words());
        }
        out.println();
        List<TracedRequest> listed = isOfARun ? requests.subList(1, requests.size()) : requests;
        list(listed);
        out.println();
        out.println("One of them whole: lakegate audit trace "
                + harmless(listed.getFirst().requestId()));
    }

    private void list(List<TracedRequest> requests) {
        int path = width(requests.stream().map(TraceText::shortened).toList());
        int ended = width(requests.stream().map(TraceFacts::ended).toList());
        int from = width(requests.stream().map(TraceText::from).toList());
        for (TracedRequest request : requests) {
            out.println("  " + TraceFacts.began(request)
                    + "  " + right(Amounts.time(request.timeline().micros(), Locale.ROOT), 9)
                    + "  " + left(shortened(request), path)
                    + "  " + left(harmless(TraceFacts.ended(request)), ended)
                    + "  " + left(from(request), from)
                    + "  " + harmless(request.requestId()));
        }
    }

    private static String from(TracedRequest request) {
        return harmless(request.person().orElse("-")
                + request.process().map(process -> ", " + process).orElse(""));
    }

    private static String shortened(TracedRequest request) {
        String asked = harmless(TraceFacts.asked(request));
        return asked.length() <= LONGEST_PATH ? asked : asked.substring(0, LONGEST_PATH - 3) + "...";
    }

    private void print(TracedRequest request) {
        out.println(harmless(TraceFacts.asked(request)));
        out.println(harmless(TraceFacts.began(request) + "   " + TraceFacts.ended(request) + "   "
                + Amounts.time(request.timeline().micros(), Locale.ROOT)));
        out.println();
        Map<String, String> facts = TraceFacts.of(request);
        int name = width(List.copyOf(facts.keySet()));
        facts.forEach((fact, value) -> out.println("  " + left(fact, name) + "  " + harmless(value)));
        out.println();
        bars(request.timeline());
        TraceFacts.whereTheTimeWent(request).ifPresent(sentence -> {
            out.println();
            out.println("  " + sentence);
        });
        if (!request.missing().isEmpty()) {
            out.println();
            request.missing().forEach(sentence -> out.println("  - " + harmless(sentence)));
        }
    }

    private void bars(Timeline timeline) {
        List<Timeline.Part> parts = timeline.parts();
        int where = width(parts.stream().map(part -> part.where().toString()).toList());
        int what = width(parts.stream().map(TraceText::what).toList());
        for (Timeline.Part part : parts) {
            out.println("  " + left(part.where().toString(), where)
                    + "  " + left(what(part), what)
                    + "  " + right(TraceFacts.time(part), 9)
                    + "  " + bar(part, timeline.micros()));
        }
    }

    /// What is a part of another is set in.
    private static String what(Timeline.Part part) {
        return harmless(part.isWhole() ? part.what() : "  " + part.what());
    }

    private String bar(Timeline.Part part, long whole) {
        if (whole <= 0) {
            return "";
        }
        int from = Math.clamp(BAR * part.fromMicros() / whole, 0, BAR - 1);
        int cells = Math.clamp(Math.round(BAR * (double) part.micros() / whole), 1, BAR - from);
        return " ".repeat(from) + block.repeat(cells);
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(text -> harmless(text).length()).max().orElse(0);
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
