package dev.lakegate.audit.activity;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.activity.Figures.Step;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The requests of a machine's audit log, followed as they are added. Holds the places of a million
/// at most, 8 MB, and the figures of a day; nothing when it is closed. For one thread; what it
/// gives out is for any.
public final class Activity implements AutoCloseable {
    static final int MOST = 1_000_000;

    private final AuditFolder folder;
    private final Deque<long[]> segments = new ArrayDeque<>();
    private final List<LogFile> files = new ArrayList<>();
    /// By the number of their first line, which stays when a file is given another name.
    private final Map<Long, Integer> known = new HashMap<>();

    private static final Duration ROUTE_SPAN = Duration.ofMinutes(10);
    private static final Duration ROUTE_STEP = Duration.ofSeconds(10);
    /// Names that a log holds may be of any earlier configuration.
    private static final int MOST_ROUTES = 64;

    private final Map<String, Figures> routes = new HashMap<>();
    private final Figures hour = new Figures(Duration.ofHours(1), Duration.ofSeconds(30));
    private final Figures day = new Figures(Duration.ofDays(1), Duration.ofMinutes(5));
    private int inLast;

    public Activity(AuditFolder folder) {
        this.folder = folder;
    }

    /// Reads what was added, and whether there was anything. Blocks on the disk: the first time for
    /// a second or two for each million lines.
    public boolean readOn() throws IOException {
        int before = size();
        for (Path path : folder.files()) {
            try {
                OptionalLong number = folder.lastBefore(path);
                if (number.isPresent()) {
                    readOn(path, number.getAsLong());
                }
            } catch (NoSuchFileException renamed) {
                // by its lasting name the next time
            }
        }
        return size() != before;
    }

    private void readOn(Path path, long number) throws IOException {
        Integer index = known.get(number);
        if (index == null) {
            files.add(LogFile.open(path));
            index = files.size() - 1;
            known.put(number, index);
        }
        int file = index;
        files.get(file)
                .readOn((at, bytes, from, length) ->
                        Glance.at(bytes, from, length).ifPresent(glance -> add(Rows.place(file, at), glance)));
    }

    private void add(long place, Glance glance) {
        if (segments.isEmpty() || inLast == Rows.SEGMENT) {
            segments.addLast(new long[Rows.SEGMENT]);
            inLast = 0;
        }
        segments.getLast()[inLast++] = place;
        if (size() > MOST) {
            segments.removeFirst();
        }
        hour.count(glance);
        day.count(glance);
        if (routes.containsKey(glance.route()) || routes.size() < MOST_ROUTES) {
            routes.computeIfAbsent(glance.route(), _ -> new Figures(ROUTE_SPAN, ROUTE_STEP))
                    .count(glance);
        }
    }

    private int size() {
        return segments.isEmpty() ? 0 : (segments.size() - 1) * Rows.SEGMENT + inLast;
    }

    /// As they are now.
    public Rows rows() {
        return new Rows(List.copyOf(segments), files, size());
    }

    /// Of the last hour, in steps of 30 seconds.
    public Figures hour() {
        return hour;
    }

    /// Of the last day, in steps of 5 minutes.
    public Figures day() {
        return day;
    }

    /// Of the last ten minutes, by route, in steps of 10 seconds.
    public Map<String, List<Step>> routes(Instant now) {
        return routes.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, each -> each.getValue().steps(now)));
    }

    @Override
    public void close() throws IOException {
        for (LogFile file : files) {
            file.close();
        }
    }
}
