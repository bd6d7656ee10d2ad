package dev.lakegate.audit.trace;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.ChainedLine;
import dev.lakegate.audit.LineReader;
import dev.lakegate.audit.trace.LocalLine.Started;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Looks through a machine's audit log for requests. For one use; memory does not grow with the log.
final class LocalSearch {
    private final Wanted wanted;
    private final int most;
    private final List<LocalLine> found = new ArrayList<>();
    private long more;
    private @Nullable LocalLine starter; // of the run, where that is what is looked for
    private @Nullable Started program;
    /// Of the line before.
    private String hash = "";

    private long number;

    /// @param most so many are kept
    LocalSearch(Wanted wanted, int most) {
        this.wanted = wanted;
        this.most = most;
    }

    /// Blocks on the disk, a second or two for each million lines.
    void look(AuditFolder folder) throws IOException {
        // before the files: a program that runs brings them there meanwhile
        List<ChainedLine> pending = folder.pendingLines();
        for (Path file : folder.files()) {
            String name = String.valueOf(file.getFileName());
            try (LineReader lines = LineReader.of(file)) {
                long at = 0;
                for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                    at++;
                    if (lines.wasWhole()) {
                        look(name, at, ChainedLine.of(line.get()));
                    }
                }
            }
        }
        long inFiles = number;
        long at = 0;
        for (ChainedLine line : pending) {
            at++;
            if (line.number() > inFiles) {
                look("audit.pending", at, Optional.of(line));
            }
        }
    }

    private void look(String file, long at, Optional<ChainedLine> chained) {
        String text = chained.map(ChainedLine::text).orElse("");
        if (text.contains("\"event\":\"start\"")) {
            json(text)
                    .filter(line -> line.path("event").asString("").equals("start"))
                    .ifPresent(line -> program = Started.of(line));
        } else if (mayBeWanted(text)) {
            boolean isIntact = !hash.isEmpty() && chained.orElseThrow().follows(hash);
            json(text)
                    .map(members -> new LocalLine(file, at, isIntact, Optional.ofNullable(program), members))
                    .filter(isWanted())
                    .ifPresent(this::keep);
        }
        hash = chained.map(ChainedLine::hash).orElse("");
        number = chained.map(ChainedLine::number).orElse(number);
    }

    /// Spares the parsing of most lines.
    private boolean mayBeWanted(String text) {
        return switch (wanted) {
            case Wanted.ById(String id) -> text.contains(id);
            case Wanted.Last _ -> text.contains("\"request_id\"");
            case Wanted.OfRun(var run) -> text.contains(run.id());
        };
    }

    private Predicate<LocalLine> isWanted() {
        Predicate<LocalLine> isRequest = line -> !line.requestId().isEmpty();
        return isRequest.and(
                switch (wanted) {
                    case Wanted.ById(String id) ->
                        line -> line.requestId().equals(id)
                                || line.text("gateway_request_id").orElse("").equals(id)
                                || line.text("trace_id").orElse("").equals(id);
                    case Wanted.Last _ -> _ -> true;
                    case Wanted.OfRun(var run) ->
                        line -> line.run().filter(run::equals).isPresent();
                });
    }

    private void keep(LocalLine line) {
        switch (wanted) {
            case Wanted.Last _ -> {
                found.clear();
                found.add(line);
            }
            case Wanted.OfRun _ when starter == null && line.startedTheRun() -> starter = line;
            case Wanted.OfRun _, Wanted.ById _ -> {
                if (found.size() < most) {
                    found.add(line);
                } else {
                    more++;
                }
            }
        }
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JsonMapper.shared().readTree(text));
        } catch (JacksonException changed) {
            return Optional.empty();
        }
    }

    /// In the order of the log.
    List<LocalLine> found() {
        return List.copyOf(found);
    }

    Optional<LocalLine> starter() {
        return Optional.ofNullable(starter);
    }

    long more() {
        return more;
    }
}
