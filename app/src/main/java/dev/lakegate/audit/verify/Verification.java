package dev.lakegate.audit.verify;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.ChainedLine;
import dev.lakegate.audit.Head;
import dev.lakegate.audit.LineReader;
import dev.lakegate.audit.verify.Flaw.Kind;
import dev.lakegate.audit.verify.GatewayHeads.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Looks at every line of a log, from the oldest on, until one is wrong. For one use.
public final class Verification {
    /// The gateway's from this machine's, at most, for a request that is no flaw.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final AuditFolder folder;
    private final SealCheck seals;
    private final List<String> notes = new ArrayList<>();
    private GatewayHeads gateway = GatewayHeads.NONE;
    private List<ChainedLine> pending = List.of();

    private String chain = "";
    private String hash = ChainedLine.NO_HASH;
    private long number;
    private long firstNumber;
    private long removedThrough;
    private long lines;
    private long heads;
    private String first = "";
    private String last = "";
    private boolean running;
    /// The numbers before which requests may have ended without a line: those were lost, or the program was killed.
    private final List<Long> gaps = new ArrayList<>();
    private final Set<String> untold = new HashSet<>();

    /// @param trusted the public key that the key store holds, where that could be asked
    public Verification(AuditFolder folder, Optional<String> trusted) {
        this.folder = folder;
        this.seals = new SealCheck(trusted);
    }

    /// Ends the looking; never seen outside.
    private static final class Found extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Flaw flaw;

        Found(Flaw flaw) {
            super(flaw.reason());
            this.flaw = flaw;
        }
    }

    /// Blocks on the disk, for a second or two for each million lines.
    ///
    /// @param gatewayLog the gateway's own log, to compare with
    public Verified verify(Optional<Path> gatewayLog) throws IOException {
        if (gatewayLog.isPresent()) {
            gateway = GatewayHeads.of(gatewayLog.get(), chains());
            gateway.seen().values().forEach(all -> all.forEach(seen -> untold.add(seen.requestId())));
            untold.remove("");
        }
        // before the files: a program that runs brings them there meanwhile
        pending = folder.pendingLines();
        List<Path> files = folder.files();
        Optional<Flaw> flaw = Optional.empty();
        try {
            for (Path file : files) {
                look(file);
            }
            lookAtPending();
            atTheEnd();
        } catch (Found found) {
            flaw = Optional.of(found.flaw);
        }
        notes.addAll(seals.notes(number));
        return new Verified(
                files.stream().map(file -> String.valueOf(file.getFileName())).toList(),
                lines,
                first,
                last,
                seals.found(),
                heads,
                flaw,
                notes);
    }

    private Set<String> chains() throws IOException {
        Set<String> chains = new HashSet<>();
        folder.pendingLines().stream().limit(1).forEach(line -> chains.add(chainOf(line, json(line))));
        for (Path file : folder.files()) {
            try (LineReader reader = LineReader.of(file)) {
                reader.next().flatMap(ChainedLine::of).ifPresent(line -> chains.add(chainOf(line, json(line))));
            }
        }
        return chains;
    }

    private static String chainOf(ChainedLine line, JsonNode json) {
        return json.path("chain").asString(Head.chainOf(line.hash()));
    }

    private static JsonNode json(ChainedLine line) {
        try {
            return JsonMapper.shared().readTree(line.text());
        } catch (JacksonException none) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private void look(Path file) throws IOException, Found {
        try (LineReader reader = LineReader.of(file)) {
            long at = 0;
            for (Optional<byte[]> bytes = reader.next(); bytes.isPresent(); bytes = reader.next()) {
                at++;
                Place place = new Place(String.valueOf(file.getFileName()), at);
                if (!reader.wasWhole() && pending.stream().anyMatch(line -> line.number() == number + 1)) {
                    break; // it is whole there
                }
                if (!reader.wasWhole()) {
                    throw place.found(
                            Kind.CUT_OFF,
                            "the line has no end: a crash leaves that, and so does who shortens the file; the next start of Lakegate notes it");
                }
                ChainedLine line = ChainedLine.of(bytes.get())
                        .orElseThrow(
                                () -> place.found(Kind.NO_LINE, "this is no line of the audit log, or was changed"));
                JsonNode json = json(line);
                if (at == 1) {
                    begins(place, line, json);
                }
                look(place, line, json);
            }
        }
    }

    private void lookAtPending() throws Found {
        long at = 0;
        for (ChainedLine line : pending) {
            at++;
            if (line.number() > number) {
                Place place = new Place("audit.pending", at);
                JsonNode json = json(line);
                if (lines == 0 || isBeginning(json)) {
                    begins(place, line, json);
                }
                look(place, line, json);
            }
        }
    }

    private void look(Place place, ChainedLine line, JsonNode json) throws Found {
        follows(place, line);
        learn(place, line, json);
        compare(place, line);
    }

    /// Where a line stands.
    private record Place(String file, long line) {
        Found found(Kind kind, String reason) {
            return new Found(new Flaw(file, line, kind, reason));
        }
    }

    private static boolean isBeginning(JsonNode json) {
        return json.path("event").asString("").equals("file");
    }

    private void begins(Place place, ChainedLine line, JsonNode json) throws Found {
        if (!isBeginning(json)) {
            throw place.found(Kind.NO_BEGINNING, "a file's first line is of the event 'file', and this is not");
        }
        @Nullable String previous = json.path("previous").asString(null);
        if (lines == 0) {
            chain = chainOf(line, json);
            firstNumber = line.number();
            number = line.number() - 1;
            hash = previous == null ? ChainedLine.NO_HASH : previous;
            if (hash.length() != ChainedLine.NO_HASH.length()) {
                throw place.found(Kind.CHANGED, "it was changed: what it says of the line before is no hash");
            }
        } else if (previous == null) {
            throw place.found(
                    Kind.NEW_CHAIN,
                    "a new chain begins here, which nothing ties to the lines before: "
                            + json.path("after").asString("the log was gone"));
        }
    }

    private void follows(Place place, ChainedLine line) throws Found {
        long expected = number + 1;
        if (line.number() > expected) {
            throw place.found(
                    Kind.OUT_OF_SEQUENCE,
                    "number " + line.number() + " stands where number " + expected + " belongs: "
                            + (line.number() - expected) + " lines before it were removed or moved");
        }
        if (line.number() < expected) {
            throw place.found(
                    Kind.OUT_OF_SEQUENCE,
                    "number " + line.number() + " stands where number " + expected
                            + " belongs: it was put in or moved");
        }
        if (!line.follows(hash)) {
            throw place.found(Kind.CHANGED, "it was changed, or the line before it was replaced");
        }
    }

    private void learn(Place place, ChainedLine line, JsonNode json) throws Found {
        switch (json.path("event").asString("")) {
            case "seal" -> {
                Optional<Flaw.Kind> broken = seals.look(json, new Head(chain, number, hash));
                if (broken.isPresent()) {
                    throw place.found(broken.get(), SealCheck.reason(broken.get()));
                }
            }
            case "files_removed" ->
                removedThrough = Math.max(removedThrough, json.path("through").asLong(0));
            case "lost" -> {
                gaps.add(line.number());
                note(json, json.path("count").asLong(0) + " lines could not be written");
            }
            case "cut_off" ->
                note(
                        json,
                        "a start found the line before cut off, of which "
                                + json.path("bytes").asLong(0) + " bytes were there");
            case "start" -> {
                if (running) {
                    gaps.add(line.number());
                    note(json, "the program starts, and had not ended in good order before");
                }
                running = true;
            }
            case "stop" -> running = false;
            default -> untold.remove(json.path("request_id").asString(""));
        }
        number = line.number();
        hash = line.hash();
        lines++;
        last = json.path("ts").asString("");
        if (first.isEmpty()) {
            first = last;
        }
    }

    private void note(JsonNode json, String what) {
        notes.add(json.path("ts").asString("") + ": " + what);
    }

    private void compare(Place place, ChainedLine line) throws Found {
        for (Seen seen : gateway.seen().getOrDefault(line.number(), List.of())) {
            heads++;
            if (!line.hash().startsWith(seen.head().hash())
                    || !seen.head().chain().equals(chain)) {
                throw place.found(
                        Kind.GATEWAY_SAW_ANOTHER,
                        "it is not the line that the gateway was told of at " + seen.time() + " (" + gateway.file()
                                + ", line " + seen.line() + "): this line, or one before it, was rewritten");
            }
        }
    }

    private void atTheEnd() throws Found {
        if (firstNumber > 1 && removedThrough < firstNumber - 1) {
            throw new Found(new Flaw(
                    String.valueOf(folder.current().getFileName()),
                    1,
                    Kind.FILES_GONE,
                    "the log begins with number " + firstNumber
                            + ", and no line says that those before were kept no longer"));
        }
        for (List<Seen> all : gateway.seen().values()) {
            for (Seen seen : all) {
                if (seen.head().number() > number) {
                    throw inTheGatewaysLog(
                            seen,
                            Kind.GATEWAY_SAW_MORE,
                            "the gateway was told of line number " + seen.head().number() + " at " + seen.time()
                                    + ", and the log ends with number " + number);
                }
            }
        }
        for (List<Seen> all : gateway.seen().values()) {
            for (Seen seen : all) {
                if (seen.head().number() >= firstNumber && untold.contains(seen.requestId())) {
                    untold(seen);
                }
            }
        }
        gateway.others()
                .forEach((other, count) -> notes.add("the gateway's log has " + count + " requests of chain " + other
                        + ": another machine's, or of a log that is not here"));
        if (running) {
            notes.add("no line says that the program has ended: it runs, or was killed");
        }
    }

    private void untold(Seen seen) throws Found {
        String what =
                "the gateway served request " + seen.requestId() + " at " + seen.time() + ", and no line tells of it";
        if (gaps.stream().anyMatch(gap -> gap > seen.head().number())) {
            notes.add(what + "; lines were lost or the program was killed later");
        } else if (running && endedWithTheLog(seen)) {
            notes.add(what + "; the program was killed meanwhile, or has not told it yet");
        } else {
            throw inTheGatewaysLog(seen, Kind.REQUEST_UNTOLD, what);
        }
    }

    /// A program that has written a line since was there to tell of it.
    private boolean endedWithTheLog(Seen seen) {
        try {
            return !seen.time().plus(CLOCKS_DIFFER).isBefore(Instant.parse(last));
        } catch (DateTimeParseException noTime) {
            return false;
        }
    }

    private Found inTheGatewaysLog(Seen seen, Kind kind, String reason) {
        return new Found(new Flaw(gateway.file(), seen.line(), kind, reason));
    }
}
