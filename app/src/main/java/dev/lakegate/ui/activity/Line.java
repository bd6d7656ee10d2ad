package dev.lakegate.ui.activity;

import dev.lakegate.audit.activity.Row;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// A line of the table, whose row is read when it is seen first.
final class Line {
    private final ReadOnlyObjectWrapper<@Nullable Row> row = new ReadOnlyObjectWrapper<>();

    /// Null until it was read, and when its line is kept no longer.
    ReadOnlyObjectProperty<@Nullable Row> row() {
        return row.getReadOnlyProperty();
    }

    void show(Row read) {
        row.set(read);
    }

    ObservableValue<String> text(Function<Row, String> of) {
        return row.map(read -> read == null ? "" : of.apply(read));
    }
}
