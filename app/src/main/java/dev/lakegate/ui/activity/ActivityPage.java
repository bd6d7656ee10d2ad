package dev.lakegate.ui.activity;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.activity.Filter;
import dev.lakegate.audit.activity.Row;
import dev.lakegate.audit.activity.Rows;
import dev.lakegate.ui.feed.Feed;
import dev.lakegate.ui.feed.Sight;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.io.File;
import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.controlsfx.control.MasterDetailPane;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/// Every request of this machine, live, with filter, figures and details.
public final class ActivityPage implements Page {
    private static final double DETAILS_SHARE = 0.58;

    private final Feed feed;
    private final FilterBar filters = new FilterBar(this::filterAnew);
    private final Charts charts = new Charts();
    private final ToggleButton hour = new ToggleButton(Words.of("charts.hour"));
    private final ToggleButton day = new ToggleButton(Words.of("charts.day"));
    private final RequestTable requests;
    private final Details details;
    private final MasterDetailPane panes;
    private final Label count = Parts.muted("");
    private final Button newer;
    private final VBox content;
    private boolean isShown;
    private Filter filter = Filter.NONE;
    private @Nullable Thread filtering;
    private String wanted = "";

    /// @param rows of none, to begin with
    public ActivityPage(Feed feed, AuditFolder folder, Rows rows) {
        this.feed = feed;
        requests = new RequestTable(rows);
        details = new Details(folder, this::closeDetails);
        panes = new MasterDetailPane(Side.RIGHT, requests.node(), details.node(), false);
        panes.setDividerPosition(DETAILS_SHARE);
        panes.setAnimated(false);
        panes.setFocusTraversable(false);
        VBox.setVgrow(panes, Priority.ALWAYS);
        newer = Parts.button(Icon.UP, "", this::follow);
        newer.getStyleClass().addAll(Styles.SMALL, Styles.ACCENT);
        newer.setId("newer");
        show(newer, false);
        count.setMinWidth(Region.USE_PREF_SIZE);
        SegmentedButton spans = new SegmentedButton(hour, day);
        hour.setSelected(true);
        hour.setOnAction(_ -> chosen(hour));
        day.setOnAction(_ -> chosen(day));
        Button export = Parts.button(Icon.EXPORT, Words.of("activity.export"), this::export);
        export.getStyleClass().add(Styles.BUTTON_OUTLINED);
        export.setId("export");
        content = Parts.page(
                title(),
                Parts.row(8, spans, export),
                charts.node(),
                Parts.row(8, filters.node(), Parts.space(), newer, count),
                panes);
        charts.giveWayIn(content);
        requests.node().getSelectionModel().selectedItemProperty().addListener((_, _, line) -> {
            if (line != null) {
                Row read = line.row().get();
                if (read != null) {
                    open(read);
                } else {
                    line.row().subscribe(row -> {
                        if (row != null && requests.node().getSelectionModel().getSelectedItem() == line) {
                            open(row);
                        }
                    });
                }
            }
        });
        feed.sight().addListener((_, _, now) -> {
            if (now != null && isShown) {
                show(now);
            }
        });
    }

    @Override
    public String title() {
        return Words.of("activity");
    }

    @Override
    public Icon icon() {
        return Icon.ACTIVITY;
    }

    @Override
    public Region content() {
        return content;
    }

    @Override
    public void shown() {
        isShown = true;
        Sight now = feed.sight().get();
        if (now != null) {
            show(now);
        }
    }

    @Override
    public void hidden() {
        isShown = false;
    }

    /// Takes the person to one request, by its id.
    public void find(String requestId) {
        filters.set(requestId);
        wanted = requestId;
        filterAnew();
    }

    private void show(Sight now) {
        filters.routes(now.routes().keySet());
        charts.show(now, day.isSelected());
        if (filter.isNone()) {
            int waiting = now.rows().size() - requests.lines().size();
            if (isAtTop() || waiting < 0) {
                follow();
            } else {
                newer.setText(Words.of("activity.newer", waiting));
                show(newer, waiting > 0);
            }
            count.setText(Words.of("activity.count", now.rows().size()));
        }
    }

    /// Whoever has scrolled away reads something, which must not run away.
    private boolean isAtTop() {
        TableView<Line> table = requests.node();
        return table.lookupAll(".scroll-bar").stream()
                .map(node -> (ScrollBar) node)
                .filter(bar -> bar.getOrientation() == Orientation.VERTICAL)
                .allMatch(bar -> !bar.isVisible() || bar.getValue() <= bar.getMin());
    }

    private void follow() {
        Sight now = feed.sight().get();
        if (now != null && filter.isNone()) {
            requests.lines().show(now.rows());
            show(newer, false);
            if (!isAtTop()) {
                requests.node().scrollTo(0);
            }
        }
    }

    private void filterAnew() {
        filter = filters.filter();
        if (filtering != null) {
            filtering.interrupt();
        }
        Sight now = feed.sight().get();
        if (now == null) {
            return;
        }
        show(newer, false);
        if (filter.isNone()) {
            requests.lines().show(now.rows());
            count.setText(Words.of("activity.count", now.rows().size()));
            return;
        }
        Filter asked = filter;
        count.setText(Words.of("activity.searching"));
        filtering = Background.begin(() -> now.rows().matching(asked), found -> found(asked, found), count::setText);
    }

    private void found(Filter asked, Rows found) {
        if (asked.equals(filter)) {
            requests.lines().show(found);
            count.setText(Words.of("activity.found", found.size()));
            if (!wanted.isEmpty() && found.size() > 0) {
                requests.node().getSelectionModel().select(0);
            }
            wanted = "";
        }
    }

    private void open(Row row) {
        details.show(row);
        panes.setShowDetailNode(true);
    }

    private void closeDetails() {
        requests.node().getSelectionModel().clearSelection();
        panes.setShowDetailNode(false);
        requests.node().requestFocus();
    }

    private void chosen(ToggleButton span) {
        span.setSelected(true);
        Sight now = feed.sight().get();
        if (now != null) {
            charts.show(now, day.isSelected());
        }
    }

    private void export() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Words.of("activity.export"));
        chooser.setInitialFileName("lakegate-requests.csv");
        File file = chooser.showSaveDialog(content.getScene().getWindow());
        if (file != null) {
            Rows rows = requests.lines().rows();
            Background.begin(
                    () -> Export.write(rows, file.toPath()),
                    written -> count.setText(Words.of("activity.exported", Formats.count(written), file.getName())),
                    count::setText);
        }
    }

    private static void show(Button button, boolean is) {
        button.setVisible(is);
        button.setManaged(is);
    }
}
