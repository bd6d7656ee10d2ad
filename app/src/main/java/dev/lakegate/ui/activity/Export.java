package dev.lakegate.ui.activity;

import dev.lakegate.audit.activity.Row;
import dev.lakegate.audit.activity.Rows;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Requests as a table for other programs (RFC 4180), the oldest first, in an owner-only file.
final class Export {
    private static final List<String> HEAD = List.of(
            "at",
            "request_id",
            "trace_id",
            "program",
            "route",
            "method",
            "path",
            "status",
            "problem",
            "person",
            "principal",
            "rule",
            "node",
            "bytes_in",
            "bytes_out",
            "duration_us");

    private Export() {}

    /// Replaces what is there. Blocks on the disk. Returns how many were written.
    static int write(Rows rows, Path file) throws IOException {
        Files.deleteIfExists(file);
        OwnerOnly.create(file, (String.join(",", HEAD) + "\r\n").getBytes(StandardCharsets.UTF_8));
        int written = 0;
        try (var out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
            for (int index = 0; index < rows.size(); index++) {
                Optional<Row> row = rows.row(index);
                if (row.isPresent()) {
                    out.write(line(row.get()));
                    written++;
                }
            }
        }
        return written;
    }

    private static String line(Row row) {
        return List.of(
                                row.at(),
                                row.requestId(),
                                row.traceId(),
                                row.program(),
                                row.route(),
                                row.method(),
                                row.path(),
                                row.status(),
                                row.problem(),
                                row.person(),
                                row.seenAs(),
                                row.rule(),
                                row.node(),
                                row.bytesIn(),
                                row.bytesOut(),
                                row.durationMicros())
                        .stream()
                        .map(value -> field(value.toString()))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /// What begins like a formula is told to a spreadsheet to be text.
    private static String field(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
