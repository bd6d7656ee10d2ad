package dev.lakegate.ui.activity;

import dev.lakegate.audit.activity.Row;
import dev.lakegate.audit.activity.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Platform;
import javafx.collections.ObservableListBase;

/// The rows as the table has them, the newest first, of which only those that are seen are read,
/// off the user interface's thread. Holds a few hundred of them, whatever their number.
final class Lines extends ObservableListBase<Line> {
    private static final int KEPT = 512;

    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("activity rows").factory());
    private final Map<Integer, Line> lines = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Line> eldest) {
            return size() > KEPT;
        }
    };
    private final List<Integer> wanted = new ArrayList<>();
    private Rows rows;

    Lines(Rows rows) {
        this.rows = rows;
    }

    @Override
    public Line get(int index) {
        // by the place from the oldest, which stays the same when others are added
        int fromOldest = size() - 1 - index;
        return lines.computeIfAbsent(fromOldest, this::asked);
    }

    @Override
    public int size() {
        return rows.size();
    }

    Rows rows() {
        return rows;
    }

    /// The same requests and newer ones, or others altogether.
    void show(Rows now) {
        int before = rows.size();
        boolean goesOn = now.beginsLike(rows);
        beginChange();
        rows = now;
        if (goesOn && now.size() >= before) {
            if (now.size() > before) {
                nextAdd(0, now.size() - before);
            }
        } else {
            lines.clear();
            nextReplace(0, now.size(), Collections.nCopies(before, new Line()));
        }
        endChange();
    }

    private Line asked(int fromOldest) {
        Line line = new Line();
        wanted.add(fromOldest);
        if (wanted.size() == 1) {
            // all that this pulse asks for, at once
            Platform.runLater(this::read);
        }
        return line;
    }

    private void read() {
        List<Integer> asked = List.copyOf(wanted);
        wanted.clear();
        Rows from = rows;
        reader.execute(() -> {
            Map<Integer, Row> read = new LinkedHashMap<>();
            for (int fromOldest : asked) {
                Optional<Row> row = fromOldest < from.size() ? from.row(fromOldest) : Optional.empty();
                row.ifPresent(found -> read.put(fromOldest, found));
            }
            Platform.runLater(() -> show(from, read));
        });
    }

    private void show(Rows from, Map<Integer, Row> read) {
        // of others, when the list has changed altogether meanwhile; then they are asked for again
        if (from.beginsLike(rows)) {
            read.forEach((fromOldest, row) -> {
                Line line = lines.get(fromOldest);
                if (line != null) {
                    line.show(row);
                }
            });
        }
    }
}
