package dev.lakegate.ui.overview;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.activity.Row;
import dev.lakegate.model.ProblemWords;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The one thing that stands in the way now, in words, with the one button that mends it; not there
/// when there is none.
final class ProblemCard {
    private final Label what = new Label();
    private final Label remedy = new Label();
    private final Button mend = new Button();
    private final HBox node;

    ProblemCard() {
        what.getStyleClass().add(Styles.TEXT_BOLD);
        what.setWrapText(true);
        remedy.setWrapText(true);
        mend.setId("mend");
        mend.setMinWidth(Region.USE_PREF_SIZE);
        VBox text = new VBox(2, what, remedy);
        HBox.setHgrow(text, Priority.ALWAYS);
        node = Parts.row(14, Icon.ATTENTION.node(20), text, mend);
        node.getStyleClass().add("problem-card");
        node.setId("problem");
        nothing();
    }

    HBox node() {
        return node;
    }

    /// @param failed the last request that failed, of the last minutes
    void show(StatusReport status, Optional<Row> failed, Acts acts) {
        if (status.paused()) {
            tell(Words.of("problem.paused"), Words.of("problem.paused.remedy"), Words.of("resume"), acts::resume);
            return;
        }
        for (OfProfile profile : status.profiles()) {
            if (profile.problem() != null) {
                tell(
                        Words.of("problem.profile", profile.name(), ProblemWords.what(profile.problem())),
                        ProblemWords.remedy(profile.problem(), String.valueOf(profile.remedy())),
                        Words.of("sign_in"),
                        () -> acts.signIn(profile.name()));
                return;
            }
            if (profile.state() == SignInState.SIGNED_OUT) {
                tell(
                        Words.of("problem.signed_out", profile.name()),
                        Words.of("problem.signed_out.remedy"),
                        Words.of("sign_in"),
                        () -> acts.signIn(profile.name()));
                return;
            }
            Optional<OfRoute> deaf = profile.routes().stream()
                    .filter(route -> !route.listening())
                    .findFirst();
            if (deaf.isPresent()) {
                tell(
                        Words.of(
                                "problem.route",
                                deaf.get().name(),
                                ProblemWords.what(deaf.get().problem())),
                        Words.of("problem.route.remedy"),
                        Words.of("problem.diagnose"),
                        acts::diagnose);
                return;
            }
        }
        failed.ifPresentOrElse(row -> tell(row, acts), this::nothing);
    }

    private void tell(Row row, Acts acts) {
        String kind =
                row.isDenial() ? "problem.denied" : row.problem().isEmpty() ? "problem.answered" : "problem.failed";
        String when = Words.of("problem.request.when", Formats.time(row.at()), row.program());
        tell(
                Words.of(
                        kind,
                        row.method() + " " + row.path(),
                        row.route(),
                        row.status() == 0 ? "–" : String.valueOf(row.status()),
                        ProblemWords.what(row.problem())),
                row.problem().isEmpty() ? when : ProblemWords.remedy(row.problem()) + "\n" + when,
                Words.of("problem.request.show"),
                () -> acts.showRequest(row.requestId()));
    }

    private void tell(String whatText, String remedyText, String button, Runnable act) {
        what.setText(whatText);
        remedy.setText(remedyText);
        mend.setText(button);
        mend.setOnAction(_ -> act.run());
        node.setVisible(true);
        node.setManaged(true);
    }

    private void nothing() {
        node.setVisible(false);
        node.setManaged(false);
    }
}
