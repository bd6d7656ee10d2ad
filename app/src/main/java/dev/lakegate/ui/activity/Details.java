package dev.lakegate.ui.activity;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.activity.Row;
import dev.lakegate.audit.trace.TracedRequest;
import dev.lakegate.audit.trace.Tracing;
import dev.lakegate.audit.trace.Wanted;
import dev.lakegate.model.ProblemWords;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Scrolled;
import dev.lakegate.ui.kit.Words;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// One request, whole: who asked, who the gateway saw, by which rule, and where its time went.
final class Details {
    private final AuditFolder folder;
    private final Label title = new Label();
    private final Label outcome = new Label();
    private final GridPane facts = new GridPane(12, 6);
    private final TimelineView timeline = new TimelineView();
    private final VBox notes = new VBox(6);
    private final Scrolled node;
    private @Nullable Path gatewayLog;
    private @Nullable Row shown;

    Details(AuditFolder folder, Runnable close) {
        this.folder = folder;
        title.getStyleClass().addAll(Styles.TEXT_BOLD, "mono");
        title.setWrapText(true);
        outcome.setWrapText(true);
        outcome.setId("details-outcome");
        facts.getStyleClass().add("facts");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(ColumnConstraints.CONSTRAIN_TO_PREF);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        facts.getColumnConstraints().setAll(names, values);
        Button closing = Parts.iconButton(Icon.CLOSE, Words.of("details.close"), close);
        closing.setId("close-details");
        Button log = Parts.button(Icon.ACTIVITY, Words.of("details.gateway_log"), this::chooseGatewayLog);
        log.getStyleClass().add(Styles.FLAT);
        Label heading = new Label(Words.of("details.timeline"));
        heading.getStyleClass().add(Styles.TEXT_BOLD);
        VBox content = new VBox(
                14,
                Parts.row(8, title, Parts.space(), closing),
                outcome,
                facts,
                Parts.row(8, heading, Parts.space(), log),
                timeline.node(),
                notes);
        content.getStyleClass().add("details");
        // a word that is too long must not take the way to close them out of sight
        content.setMinWidth(0);
        node = new Scrolled(content);
        node.setId("details");
    }

    Scrolled node() {
        return node;
    }

    void show(Row row) {
        shown = row;
        title.setText(row.method() + " " + row.path());
        String status = row.status() == 0 ? Words.of("activity.gone") : String.valueOf(row.status());
        outcome.setText(
                row.problem().isEmpty()
                        ? Words.of("details.answered", status, Formats.took(row.durationMicros()))
                        : Words.of(
                                row.isDenial() ? "details.denied" : "details.refused",
                                status,
                                ProblemWords.what(row.problem()),
                                row.problem(),
                                ProblemWords.remedy(row.problem())));
        facts.getChildren().clear();
        fact("details.at", Formats.moment(row.at()));
        fact("activity.process", row.program());
        fact("details.admitted_by", row.admittedBy());
        fact("details.person", row.person());
        fact("activity.seen_as", row.seenAs());
        fact("details.rule", row.rule());
        fact("activity.route", row.route());
        fact("details.node", row.node());
        fact("details.run", row.run());
        fact(
                "details.bytes",
                Words.of("details.bytes.value", Formats.bytes(row.bytesIn()), Formats.bytes(row.bytesOut())));
        copyable("details.request_id", row.requestId());
        copyable("details.trace_id", row.traceId());
        trace(row);
    }

    private void trace(Row row) {
        timeline.clear();
        notes.getChildren().clear();
        Optional<Path> log = Optional.ofNullable(gatewayLog);
        Background.begin(
                () -> new Tracing(folder, log)
                        .trace(new Wanted.ById(row.requestId()))
                        .requests(),
                requests -> traced(row, requests),
                this::note);
    }

    private void traced(Row row, List<TracedRequest> requests) {
        if (row.equals(shown) && !requests.isEmpty()) {
            TracedRequest request = requests.getFirst();
            timeline.show(request.timeline());
            notes.getChildren().clear();
            request.missing().forEach(this::note);
        }
    }

    private void note(String sentence) {
        Label note = Parts.muted(sentence);
        note.setWrapText(true);
        note.getStyleClass().add(Styles.TEXT_SMALL);
        notes.getChildren().add(note);
    }

    private void chooseGatewayLog() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Words.of("details.gateway_log"));
        File chosen = chooser.showOpenDialog(node.getScene().getWindow());
        Row row = shown;
        if (chosen != null && row != null) {
            gatewayLog = chosen.toPath();
            trace(row);
        }
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) {
            Label text = new Label(value);
            text.setWrapText(true);
            facts.addRow(facts.getRowCount(), Parts.muted(Words.of(name)), text);
        }
    }

    private void copyable(String name, String value) {
        if (!value.isEmpty()) {
            Label text = Parts.mono(value);
            text.setWrapText(true);
            facts.addRow(
                    facts.getRowCount(),
                    Parts.muted(Words.of(name)),
                    Parts.row(4, text, Parts.copyButton(Words.of(name), () -> value)));
        }
    }
}
