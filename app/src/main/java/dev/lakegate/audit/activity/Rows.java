package dev.lakegate.audit.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Requests in the order of the log, by their places in its files: 8 bytes each. Does not change;
/// safe for use by several threads.
public final class Rows {
    static final int SEGMENT = 1 << 12;
    /// Of an empty log.
    public static final Rows NONE = new Rows(List.of(), List.of(), 0);

    private static final int OFFSET_BITS = 40;

    private final List<long[]> segments;
    private final List<LogFile> files;
    private final int size;

    /// @param segments all but the last of them full
    Rows(List<long[]> segments, List<LogFile> files, int size) {
        this.segments = List.copyOf(segments);
        this.files = List.copyOf(files);
        this.size = size;
    }

    static long place(int file, long offset) {
        return ((long) file << OFFSET_BITS) | offset;
    }

    public int size() {
        return size;
    }

    /// The oldest is 0. Empty when its line is kept no longer. Blocks on the disk.
    public Optional<Row> row(int index) {
        long place = place(index);
        return files.get((int) (place >>> OFFSET_BITS))
                .line(place & ((1L << OFFSET_BITS) - 1))
                .flatMap(Row::of);
    }

    private long place(int index) {
        return segments.get(index / SEGMENT)[index % SEGMENT];
    }

    /// Whether both begin with the same request, so that an index is of the same one in both.
    @SuppressWarnings("ReferenceEquality") // that is what is asked
    public boolean beginsLike(Rows other) {
        // the very same array: an index that was begun anew has others, and one that has lost its oldest too
        return !segments.isEmpty() && !other.segments.isEmpty() && segments.getFirst() == other.segments.getFirst();
    }

    /// Those that a filter lets through, which looks at each. Blocks for some seconds for a
    /// million; ends early, with what it has, when interrupted.
    public Rows matching(Filter filter) {
        var test = filter.test();
        List<long[]> found = new ArrayList<>();
        int count = 0;
        for (int index = 0; index < size && !Thread.currentThread().isInterrupted(); index++) {
            if (row(index).filter(test).isPresent()) {
                if (count % SEGMENT == 0) {
                    found.add(new long[SEGMENT]);
                }
                found.getLast()[count % SEGMENT] = place(index);
                count++;
            }
        }
        return new Rows(found, files, count);
    }
}
