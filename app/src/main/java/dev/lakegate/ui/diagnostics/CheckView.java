package dev.lakegate.ui.diagnostics;

import atlantafx.base.theme.Styles;
import dev.lakegate.diagnosis.Diagnosis.Checked;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Rank;
import dev.lakegate.model.Phrase;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One check of the list: what is looked at, how it ended, and what to do where it is not fine.
final class CheckView {
    private static final double SIGN = 18;

    private final StackPane sign = new StackPane();
    private final Label title;
    private final VBox findings = new VBox(4);
    private final HBox node;
    private boolean hasEnded;

    CheckView(String name) {
        title = new Label(Words.of("check." + name));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        // fifteen that turn would keep the window from answering for a tenth of a second, and the checks from the
        // processor
        sign.getChildren().add(Icon.WAITING.node(SIGN));
        sign.setMinSize(SIGN, SIGN);
        sign.setMaxSize(SIGN, SIGN);
        VBox text = new VBox(4, title, findings);
        HBox.setHgrow(text, Priority.ALWAYS);
        node = new HBox(12, sign, text);
        node.getStyleClass().add("check");
        node.setId("check-" + name);
        node.setFocusTraversable(true);
        node.setAccessibleText(title.getText() + ": " + Words.of("rank.running"));
    }

    HBox node() {
        return node;
    }

    /// Whether its result is shown.
    boolean hasEnded() {
        return hasEnded;
    }

    void show(Checked checked) {
        hasEnded = true;
        Rank rank = checked.rank();
        sign.getChildren().setAll(icon(rank).node(SIGN));
        String word = rank.name().toLowerCase(Locale.ROOT);
        node.getStyleClass().removeIf(style -> style.startsWith("rank-"));
        node.getStyleClass().add("rank-" + word);
        findings.getChildren().clear();
        StringBuilder told = new StringBuilder(title.getText() + ": " + Words.of("rank." + word));
        for (Finding finding : checked.findings()) {
            String text = about(finding, checked) + detail(finding.outcome()).local();
            findings.getChildren().add(wrapped(Parts.muted(text)));
            told.append(". ").append(text);
            remedy(finding.outcome()).map(Phrase::local).ifPresent(remedy -> {
                Label label = wrapped(new Label(remedy));
                label.getStyleClass().add("remedy");
                findings.getChildren().add(label);
                told.append(". ").append(remedy);
            });
        }
        node.setAccessibleText(told.toString());
    }

    private static Label wrapped(Label label) {
        label.setWrapText(true);
        return label;
    }

    private static Icon icon(Rank rank) {
        return switch (rank) {
            case FINE -> Icon.FINE;
            case NOT_LOOKED_AT -> Icon.NOT_LOOKED_AT;
            case ATTENTION -> Icon.ATTENTION;
            case WRONG -> Icon.WRONG;
        };
    }

    /// Nothing for what is about the check itself: its title stands above.
    private static String about(Finding finding, Checked checked) {
        return finding.about().toString().equals(checked.title())
                ? ""
                : finding.about().local() + ": ";
    }

    private static Phrase detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Fine(Phrase detail) -> detail;
            case Outcome.Attention(Phrase detail, Phrase _) -> detail;
            case Outcome.Wrong(Phrase detail, Phrase _, var _) -> detail;
            case Outcome.NotLookedAt(Phrase reason) -> reason;
        };
    }

    private static Optional<Phrase> remedy(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Attention(Phrase _, Phrase remedy) -> Optional.of(remedy);
            case Outcome.Wrong(Phrase _, Phrase remedy, var _) -> Optional.of(remedy);
            case Outcome.Fine _, Outcome.NotLookedAt _ -> Optional.empty();
        };
    }
}
