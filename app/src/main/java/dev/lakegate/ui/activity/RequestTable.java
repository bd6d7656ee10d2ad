package dev.lakegate.ui.activity;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.activity.Row;
import dev.lakegate.audit.activity.Rows;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Pos;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// The requests, the newest first.
final class RequestTable {
    private static final double ROW_HEIGHT = 34;
    /// Beside the cells: border and scroll bar.
    private static final double EDGES = 18;
    /// Columns, the one that matters most first; where there is no room for all, the last ones go.
    private static final List<String> BY_IMPORTANCE = List.of(
            "activity.path",
            "activity.status",
            "activity.time",
            "activity.process",
            "activity.seen_as",
            "activity.route",
            "activity.took",
            "activity.method",
            "activity.bytes");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final PseudoClass DENIED = PseudoClass.getPseudoClass("denied");

    private final Lines lines;
    private final TableView<Line> table = new TableView<>();

    RequestTable(Rows rows) {
        lines = new Lines(rows);
        table.getStyleClass().addAll(Styles.DENSE, Styles.STRIPED, "requests");
        table.setId("requests");
        table.setFixedCellSize(ROW_HEIGHT);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
        table.setPlaceholder(Parts.muted(Words.of("activity.none")));
        table.setAccessibleText(Words.of("activity.table"));
        add("activity.time", 76, OverrunStyle.ELLIPSIS, row -> Formats.time(row.at()));
        add("activity.process", 98, OverrunStyle.ELLIPSIS, Row::program);
        add("activity.route", 62, OverrunStyle.ELLIPSIS, Row::route);
        add("activity.method", 76, OverrunStyle.ELLIPSIS, Row::method);
        // its end tells more than its middle
        add("activity.path", 150, OverrunStyle.CENTER_ELLIPSIS, Row::path);
        table.getColumns().add(status());
        add("activity.took", 76, OverrunStyle.ELLIPSIS, row -> Formats.took(row.durationMicros()));
        add("activity.bytes", 66, OverrunStyle.ELLIPSIS, row -> Formats.bytes(row.bytesOut()));
        add("activity.seen_as", 92, OverrunStyle.ELLIPSIS, RequestTable::seenAs);
        table.setItems(lines);
        table.widthProperty().addListener((_, _, width) -> fit(width.doubleValue()));
    }

    TableView<Line> node() {
        return table;
    }

    private void fit(double width) {
        double room = width - EDGES;
        for (String id : BY_IMPORTANCE) {
            for (TableColumn<Line, ?> column : table.getColumns()) {
                if (column.getId().equals(id)) {
                    room -= column.getMinWidth();
                    column.setVisible(room >= 0);
                }
            }
        }
    }

    Lines lines() {
        return lines;
    }

    /// Null when none is chosen, or it was not read yet.
    @Nullable
    Row chosen() {
        Line line = table.getSelectionModel().getSelectedItem();
        return line == null ? null : line.row().get();
    }

    private static String seenAs(Row row) {
        return row.seenAs().isEmpty() ? row.person() : row.seenAs();
    }

    private void add(String title, double width, OverrunStyle cut, Function<Row, String> text) {
        TableColumn<Line, String> column = column(title, width);
        column.setCellValueFactory(cell -> cell.getValue().text(text));
        column.setCellFactory(_ -> new TechnicalCell<>() {
            @Override
            protected void updateItem(@Nullable String value, boolean empty) {
                super.updateItem(value, empty);
                setText(empty ? null : value);
                setTextOverrun(cut);
            }
        });
        table.getColumns().add(column);
    }

    private static <T> TableColumn<Line, T> column(String title, double width) {
        TableColumn<Line, T> column = new TableColumn<>(Words.of(title));
        column.setId(title);
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    private static TableColumn<Line, Row> status() {
        TableColumn<Line, Row> column = column("activity.status", 112);
        column.setCellValueFactory(cell -> cell.getValue().row().map(row -> row));
        column.setCellFactory(_ -> new TechnicalCell<>() {
            @Override
            protected void updateItem(@Nullable Row row, boolean empty) {
                super.updateItem(row, empty);
                Row shown = empty ? null : row;
                setText(shown == null ? null : text(shown));
                getStyleClass().remove("status");
                getStyleClass().add("status");
                pseudoClassStateChanged(FAILED, shown != null && !shown.isDenial() && hasFailed(shown));
                pseudoClassStateChanged(DENIED, shown != null && shown.isDenial());
            }
        });
        return column;
    }

    /// Of what everybody reads from left to right, such as a path; it stands where its column begins.
    private static class TechnicalCell<T> extends TableCell<Line, T> {
        TechnicalCell() {
            setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        }

        @Override
        protected void updateItem(@Nullable T value, boolean empty) {
            super.updateItem(value, empty);
            setAlignment(
                    getTableView().getEffectiveNodeOrientation() == NodeOrientation.RIGHT_TO_LEFT
                            ? Pos.CENTER_RIGHT
                            : Pos.CENTER_LEFT);
        }
    }

    private static boolean hasFailed(Row row) {
        return row.status() >= 400 || row.status() == 0;
    }

    /// The code tells what the number does not, and without colour.
    private static String text(Row row) {
        String status = row.status() == 0 ? Words.of("activity.gone") : String.valueOf(row.status());
        return row.problem().isEmpty() ? status : status + "  " + row.problem();
    }
}
