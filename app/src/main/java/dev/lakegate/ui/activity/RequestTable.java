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
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// The requests, the newest first.
final class RequestTable {
    private static final double ROW_HEIGHT = 34;
    private static final double LEAST_WIDTH = 84;
    private static final List<String> ESSENTIAL = List.of("activity.time", "activity.path", "activity.status");
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
        add("activity.time", 84, row -> Formats.time(row.at()));
        add("activity.process", 150, Row::program);
        add("activity.route", 96, Row::route);
        add("activity.method", 84, Row::method);
        add("activity.path", 320, Row::path);
        table.getColumns().add(status());
        add("activity.took", 84, row -> Formats.took(row.durationMicros()));
        add("activity.bytes", 84, row -> Formats.bytes(row.bytesOut()));
        add("activity.seen_as", 190, row -> row.seenAs().isEmpty() ? row.person() : row.seenAs());
        table.setItems(lines);
    }

    TableView<Line> node() {
        return table;
    }

    /// With the columns that matter most, where details stand beside it.
    void narrow(boolean is) {
        table.getColumns().forEach(column -> column.setVisible(!is || ESSENTIAL.contains(column.getId())));
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

    private void add(String title, double width, Function<Row, String> text) {
        TableColumn<Line, String> column = column(title, width);
        column.setCellValueFactory(cell -> cell.getValue().text(text));
        column.setCellFactory(_ -> new TechnicalCell<>() {
            @Override
            protected void updateItem(@Nullable String value, boolean empty) {
                super.updateItem(value, empty);
                setText(empty ? null : value);
            }
        });
        table.getColumns().add(column);
    }

    private static <T> TableColumn<Line, T> column(String title, double width) {
        TableColumn<Line, T> column = new TableColumn<>(Words.of(title));
        column.setId(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, LEAST_WIDTH));
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    private static TableColumn<Line, Row> status() {
        TableColumn<Line, Row> column = column("activity.status", 130);
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
