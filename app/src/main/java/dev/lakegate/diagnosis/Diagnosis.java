package dev.lakegate.diagnosis;

import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Rank;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// What the doctor found. Its JSON form is stable, and English.
///
/// @param version of the program that looked
/// @param checks  in the order in which they are told
public record Diagnosis(String version, Instant at, List<Checked> checks) {
    public Diagnosis {
        checks = List.copyOf(checks);
    }

    /// One check's result.
    public record Checked(String name, String title, List<Finding> findings) {
        public Checked {
            findings = List.copyOf(findings);
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("the check " + name + " found nothing at all");
            }
        }

        public Rank rank() {
            return findings.stream()
                    .map(finding -> finding.outcome().rank())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    /// Done when nothing is wrong; sign-in needed or unreachable when everything that is wrong is that; else failed.
    public ExitStatus exitStatus() {
        Set<ExitStatus> statuses = outcomes()
                .flatMap(outcome -> outcome instanceof Outcome.Wrong wrong ? Stream.of(wrong.status()) : Stream.of())
                .collect(Collectors.toSet());
        return switch (statuses.size()) {
            case 0 -> ExitStatus.DONE;
            case 1 -> statuses.iterator().next();
            default -> ExitStatus.FAILED;
        };
    }

    /// One sentence on the whole.
    public String summary() {
        long wrong = count(Rank.WRONG);
        long attention = count(Rank.ATTENTION);
        long notLookedAt = count(Rank.NOT_LOOKED_AT);
        if (wrong + attention + notLookedAt == 0) {
            return "Everything is fine.";
        }
        return Stream.of(
                                wrong == 0 ? "" : wrong + " wrong",
                                attention == 0 ? "" : attention + " to look at",
                                notLookedAt == 0 ? "" : notLookedAt + " not looked at")
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", "))
                + " of " + checks.size() + " checks.";
    }

    /// The remedy of what is told first of what is wrong, or else of what needs attention.
    public Optional<Phrase> firstThingToDo() {
        return outcomes()
                .flatMap(outcome -> outcome instanceof Outcome.Wrong wrong ? Stream.of(wrong.remedy()) : Stream.of())
                .findFirst()
                .or(() -> outcomes()
                        .flatMap(outcome ->
                                outcome instanceof Outcome.Attention note ? Stream.of(note.remedy()) : Stream.of())
                        .findFirst());
    }

    public String json() {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("version", version);
        whole.put("at", at.toString());
        whole.put("exit_status", exitStatus().number());
        whole.put("summary", summary());
        firstThingToDo().ifPresent(remedy -> whole.put("first_thing_to_do", remedy.toString()));
        whole.put("checks", checks.stream().map(Diagnosis::json).toList());
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(whole);
    }

    private static Map<String, Object> json(Checked check) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", check.name());
        members.put("title", check.title());
        members.put("outcome", name(check.rank()));
        members.put("findings", check.findings().stream().map(Diagnosis::json).toList());
        return members;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("about", finding.about().toString());
        members.put("outcome", name(finding.outcome().rank()));
        switch (finding.outcome()) {
            case Outcome.Fine(Phrase detail) -> members.put("detail", detail.toString());
            case Outcome.Attention(Phrase detail, Phrase remedy) -> {
                members.put("detail", detail.toString());
                members.put("remedy", remedy.toString());
            }
            case Outcome.Wrong(Phrase detail, Phrase remedy, ExitStatus _) -> {
                members.put("detail", detail.toString());
                members.put("remedy", remedy.toString());
            }
            case Outcome.NotLookedAt(Phrase reason) -> members.put("detail", reason.toString());
        }
        return members;
    }

    private static String name(Rank rank) {
        return rank.name().toLowerCase(Locale.ROOT);
    }

    private Stream<Outcome> outcomes() {
        return checks.stream().flatMap(check -> check.findings().stream()).map(Finding::outcome);
    }

    private long count(Rank rank) {
        return checks.stream().filter(check -> check.rank() == rank).count();
    }
}
