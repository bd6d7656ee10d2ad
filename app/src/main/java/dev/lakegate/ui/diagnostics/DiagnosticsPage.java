package dev.lakegate.ui.diagnostics;

import atlantafx.base.theme.Styles;
import dev.lakegate.diagnosis.Diagnosis;
import dev.lakegate.diagnosis.Diagnosis.Checked;
import dev.lakegate.diagnosis.Doctor.Onlooker;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Outcome.Rank;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Scrolled;
import dev.lakegate.ui.kit.Unfolding;
import dev.lakegate.ui.kit.Words;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// The doctor, live; runs when the page is first seen, and when asked to.
public final class DiagnosticsPage implements Page {
    private static final int ROWS_A_PULSE = 3;

    private final Examination examination;
    private final Map<String, CheckView> checks = new LinkedHashMap<>();
    private final VBox list = Parts.card();
    private final ProgressBar progress = new ProgressBar(0);
    private final Label summary = new Label(Words.of("diagnostics.begins"));
    private final Button again = Parts.button(Icon.AGAIN, Words.of("diagnostics.again"), this::examine);
    private final Button bundle = Parts.button(Icon.EXPORT, Words.of("diagnostics.bundle"), this::bundle);
    private final VBox content;
    private @Nullable Diagnosis diagnosis;
    private boolean isUnfolded;
    private boolean isRunning;
    private int done;

    public DiagnosticsPage(Examination examination) {
        this.examination = examination;
        list.getStyleClass().add("checks");
        again.setId("examine");
        again.getStyleClass().add(Styles.ACCENT);
        bundle.setId("bundle");
        bundle.getStyleClass().add(Styles.BUTTON_OUTLINED);
        bundle.setDisable(true);
        summary.setId("diagnosis");
        summary.setWrapText(true);
        // the list takes what is left, and no more
        summary.setMinHeight(Region.USE_PREF_SIZE);
        progress.setMinHeight(Region.USE_PREF_SIZE);
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setId("progress");
        progress.setVisible(false);
        progress.getStyleClass().add(Styles.SMALL);
        Scrolled scroll = new Scrolled(list);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        content = Parts.page(title(), Parts.row(8, bundle, again), summary, progress, scroll);
        Unfolding.of(content, this::unfolded, summary, progress, scroll);
    }

    @Override
    public String title() {
        return Words.of("diagnostics");
    }

    @Override
    public Icon icon() {
        return Icon.DIAGNOSTICS;
    }

    @Override
    public Region content() {
        return content;
    }

    @Override
    public void shown() {
        if (isUnfolded && diagnosis == null && !isRunning) {
            examine();
        }
    }

    private void unfolded() {
        isUnfolded = true;
        shown();
    }

    private void examine() {
        isRunning = true;
        again.setDisable(true);
        bundle.setDisable(true);
        summary.setText(Words.of("diagnostics.runs"));
        progress.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
        progress.setVisible(true);
        Background.begin(() -> examination.examine(onlooker()), this::ended, this::failed);
    }

    private Onlooker onlooker() {
        return new Onlooker() {
            @Override
            public void begun(List<Check> all) {
                // the checks take every processor that there is: the list first
                CountDownLatch listed = new CountDownLatch(1);
                Platform.runLater(() -> DiagnosticsPage.this.begun(all, listed::countDown));
                await(listed);
            }

            @Override
            public void seen(Checked checked) {
                Platform.runLater(() -> DiagnosticsPage.this.seen(checked));
            }
        };
    }

    /// For a second at most: a window that is not drawn keeps no check waiting.
    private static void await(CountDownLatch listed) {
        try {
            boolean _ = listed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException given) {
            Thread.currentThread().interrupt();
        }
    }

    private void begun(List<Check> all, Runnable listed) {
        done = 0;
        checks.clear();
        all.forEach(check -> checks.put(check.name(), new CheckView(check.name())));
        List<HBox> rows = checks.values().stream().map(CheckView::node).toList();
        Parts.entries(list, rows);
        Unfolding.now(ROWS_A_PULSE, rows, listed);
    }

    private void seen(Checked checked) {
        CheckView view = checks.get(checked.name());
        if (view != null) {
            view.show(checked);
            progress.setProgress((double) ++done / checks.size());
        }
    }

    private void ended(Diagnosis found) {
        diagnosis = found;
        isRunning = false;
        again.setDisable(false);
        bundle.setDisable(false);
        progress.setVisible(false);
        // those that took too long, or failed themselves
        found.checks().forEach(checked -> {
            CheckView view = checks.get(checked.name());
            if (view != null && !view.hasEnded()) {
                view.show(checked);
            }
        });
        summary.setText(summary(found)
                + found.firstThingToDo().map(first -> " " + first.local()).orElse(""));
    }

    private static String summary(Diagnosis found) {
        List<String> parts = new ArrayList<>();
        for (Rank rank : List.of(Rank.WRONG, Rank.ATTENTION, Rank.NOT_LOOKED_AT)) {
            long count = found.checks().stream()
                    .filter(checked -> checked.rank() == rank)
                    .count();
            if (count > 0) {
                parts.add(Words.of("diagnostics." + rank.name().toLowerCase(Locale.ROOT), count));
            }
        }
        return parts.isEmpty()
                ? Words.of("diagnostics.fine")
                : Words.of(
                        "diagnostics.found",
                        String.join(", ", parts),
                        found.checks().size());
    }

    private void failed(String problem) {
        isRunning = false;
        again.setDisable(false);
        progress.setVisible(false);
        summary.setText(problem);
    }

    private void bundle() {
        Diagnosis found = diagnosis;
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Words.of("diagnostics.bundle"));
        chooser.setInitialFileName("lakegate-support.zip");
        File file = chooser.showSaveDialog(content.getScene().getWindow());
        if (file != null && found != null) {
            Background.begin(
                    () -> {
                        examination.writeBundle(found, file.toPath());
                        return file.getName();
                    },
                    name -> summary.setText(Words.of("diagnostics.bundle.written", name)),
                    summary::setText);
        }
    }
}
