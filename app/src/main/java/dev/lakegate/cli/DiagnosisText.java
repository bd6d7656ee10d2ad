package dev.lakegate.cli;

import dev.lakegate.diagnosis.Diagnosis;
import dev.lakegate.diagnosis.Diagnosis.Checked;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Rank;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import java.io.PrintStream;
import java.util.stream.Collectors;

/// A diagnosis for people: one line a check, and below it what is not fine.
final class DiagnosisText {
    private static final String INDENT = "         ";

    private DiagnosisText() {}

    static void print(Diagnosis diagnosis, PrintStream out) {
        diagnosis.checks().forEach(check -> print(check, out));
        out.println();
        out.println(diagnosis.summary()
                + diagnosis.firstThingToDo().map(remedy -> " First: " + remedy).orElse(""));
    }

    private static void print(Checked check, PrintStream out) {
        boolean fine = check.rank() == Rank.FINE;
        out.println("%-7s  %s%s".formatted(mark(check.rank()), check.title(), fine ? ": " + inShort(check) : ""));
        check.findings().stream()
                .filter(finding -> finding.outcome().rank() != Rank.FINE)
                .forEach(finding -> print(finding, out));
    }

    private static void print(Finding finding, PrintStream out) {
        String about = INDENT + finding.about() + ": ";
        switch (finding.outcome()) {
            case Outcome.Fine(Phrase detail) -> out.println(about + detail);
            case Outcome.Attention(Phrase detail, Phrase remedy) -> {
                out.println(about + detail);
                out.println(INDENT + "  -> " + remedy);
            }
            case Outcome.Wrong(Phrase detail, Phrase remedy, ExitStatus _) -> {
                out.println(about + detail);
                out.println(INDENT + "  -> " + remedy);
            }
            case Outcome.NotLookedAt(Phrase reason) -> out.println(about + "not looked at: " + reason);
        }
    }

    private static String inShort(Checked check) {
        return check.findings().stream()
                .map(Finding::outcome)
                .filter(outcome -> outcome instanceof Outcome.Fine)
                .map(outcome -> ((Outcome.Fine) outcome).detail().toString())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String mark(Rank rank) {
        return switch (rank) {
            case FINE -> "ok";
            case NOT_LOOKED_AT -> "-";
            case ATTENTION -> "look at";
            case WRONG -> "WRONG";
        };
    }
}
