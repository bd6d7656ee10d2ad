package dev.lakegate.audit.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.audit.LineReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of the gateway's log: one JSON object a line, as `app/docs/gateway.md` lists its members. What a collector
/// has put before an object, and lines of other forms, are passed over.
public final class GatewayLog {
    private GatewayLog() {}

    /// A line of it.
    ///
    /// @param number counted from 1
    public record Line(long number, JsonNode members) {}

    /// Blocks on the disk.
    ///
    /// @param member lines without it are passed over
    public static void read(Path log, String member, Consumer<Line> each) throws IOException {
        String name = '"' + member + '"';
        try (LineReader lines = LineReader.of(log)) {
            long number = 0;
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                number++;
                line(number, name, new String(line.get(), UTF_8)).ifPresent(each);
            }
        }
    }

    private static Optional<Line> line(long number, String name, String text) {
        int begin = text.indexOf('{');
        if (begin < 0 || !text.contains(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Line(number, JsonMapper.shared().readTree(text.substring(begin))));
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }
}
