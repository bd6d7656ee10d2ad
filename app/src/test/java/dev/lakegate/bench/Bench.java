package dev.lakegate.bench;

import dev.lakegate.bench.GrpcCalls.Shape;
import dev.lakegate.bench.load.Curl;
import dev.lakegate.bench.load.Wrk;
import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Origin;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Committed;
import dev.lakegate.bench.report.Figures;
import dev.lakegate.bench.report.Markdown;
import dev.lakegate.bench.report.Measure;
import dev.lakegate.sandbox.FolderTree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `app/bench/run`: each case, and in it round after round each peer in turn, so that what the machine does
/// meanwhile meets all of them alike.
public final class Bench {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream PROGRESS = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private final Options options;
    private final Path folder;
    private final Origin origin;
    private final Map<String, String> missing = new LinkedHashMap<>();
    private int started;

    private Bench(Options options, Path folder, Origin origin) {
        this.options = options;
        this.folder = folder;
        this.origin = origin;
    }

    /// Ends with status 1 when `--short` finds, on a machine that is quiet, that this program has become a
    /// third worse.
    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments);
        Committed committed = new Committed(Path.of(System.getProperty("lakegate.root")));
        Path folder = Files.createTempDirectory("lakegate-bench-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveNothing(folder)));
        List<String> wrong = List.of();
        try (Origin origin = Origin.start(folder.resolve("upstream"))) {
            Bench bench = new Bench(options, folder, origin);
            Figures figures = bench.figures();
            OUT.println(Markdown.of(figures));
            wrong = switch (options.purpose()) {
                case LOOK -> List.of();
                case PUBLISH -> {
                    committed.write(figures);
                    yield List.of();
                }
                case CHECK -> bench.check(figures, committed);
            };
        }
        wrong.forEach(each -> PROGRESS.println("WRONG: " + each));
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    /// What is a third worse twice in a row, on a machine that is quiet, and what could not be measured at
    /// all.
    private List<String> check(Figures first, Committed committed) throws IOException, InterruptedException {
        if (!committed.areThere()) {
            PROGRESS.println("NOT JUDGED, as no figures are committed yet");
        }
        List<String> worse = committed.worse(first);
        if (worse.isEmpty()) {
            return failures(first);
        }
        PROGRESS.println("Once more, as this may be noise: " + worse);
        Others others = new Others();
        Figures second = figures();
        worse = committed.worse(second);
        if (worse.isEmpty() || others.leaveQuiet()) {
            return Stream.concat(failures(second).stream(), worse.stream()).toList();
        }
        PROGRESS.println("NOT JUDGED, as other programs used the machine meanwhile: " + worse);
        return List.of();
    }

    private static List<String> failures(Figures figures) {
        return figures.cases().stream()
                .flatMap(each -> each.failed().entrySet().stream())
                .map(each -> each.getKey() + " could not be measured: " + each.getValue())
                .toList();
    }

    /// No process, as of a run that was interrupted, and no file.
    private static void leaveNothing(Path folder) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            FolderTree.delete(folder);
        } catch (IOException failure) {
            PROGRESS.println(folder + " is left: " + failure);
        }
    }

    private Figures figures() throws IOException, InterruptedException {
        Others others = new Others();
        Map<String, String> machine = machine();
        List<Figures.Of> cases = new ArrayList<>();
        for (Case each : cases()) {
            cases.add(run(each));
        }
        machine.put("used by other programs meanwhile", "%.0f %% of it".formatted(others.share() * 100));
        return new Figures(Machine.today(), machine, cases);
    }

    private List<Case> cases() throws IOException {
        Wrk wrk = new Wrk(folder);
        Curl curl = new Curl(folder);
        List<Case> all = List.of(
                new Gets(wrk, 1, options.time()),
                new Gets(wrk, 32, options.time()),
                new Gets(wrk, 256, options.time()),
                new Throughput(
                        "new-connections",
                        "GETs of 2 KB, each on a connection of its own to the proxy, 32 at a time; by wrk.",
                        wrk,
                        new Wrk.Job("/bytes", 32, true, 0),
                        options.time()),
                new Throughput(
                        "json-up",
                        "POSTs of 64 KB of JSON over 32 kept connections, each answered when it is there as a whole; by wrk.",
                        wrk,
                        new Wrk.Job("/bytes", 32, false, 64 * 1024),
                        options.time()),
                new LargeBodies.Down(curl),
                new LargeBodies.Up(curl, folder.resolve("gibibyte")),
                new GrpcCalls(Shape.UNARY, options.time()),
                new GrpcCalls(Shape.STREAM, options.time()),
                new WebSockets(options.time()),
                new ServerEvents(options.time()),
                new ColdStart(wrk),
                new IdleConnections(1_000),
                new IdleConnections(10_000));
        return all.stream()
                .filter(each -> options.cases().isEmpty() || options.cases().contains(each.id()))
                .toList();
    }

    /// With the versions of those that can be had here; the others are named as missing.
    private Map<String, String> machine() throws InterruptedException {
        Map<String, String> machine = Machine.facts();
        for (Kind kind : options.kinds()) {
            try {
                String version = kind.version();
                if (!version.isEmpty()) {
                    machine.put(kind.title(), version);
                }
            } catch (IOException | IllegalStateException failure) {
                missing.put(kind.id(), String.valueOf(failure.getMessage()));
                PROGRESS.println("MISSING, so not compared: " + kind.title() + ": " + failure.getMessage());
            }
        }
        return machine;
    }

    private Figures.Of run(Case each) {
        Map<String, String> failed = new LinkedHashMap<>(missing);
        List<Kind> kinds = options.kinds().stream().filter(each::asks).toList();
        Figures.Of figures = each.inNewProcesses() ? alone(each, kinds, failed) : together(each, kinds, failed);
        figures.failed().putAll(failed);
        return figures;
    }

    /// All run, and are idle while it is not their turn.
    private Figures.Of together(Case each, List<Kind> kinds, Map<String, String> failed) {
        List<Peer> peers = new ArrayList<>();
        try {
            for (Kind kind : kinds) {
                attempt(kind, failed, () -> peers.add(start(each, kind)));
            }
            for (Peer peer : peers) {
                progress(each, peer.kind(), "warms up");
                attempt(peer.kind(), failed, () -> each.warm(peer));
            }
            Figures.Of figures = Figures.Of.of(each.id(), each.about());
            for (int round = 1; round <= options.rounds(); round++) {
                for (Peer peer : peers) {
                    progress(each, peer.kind(), "round " + round);
                    attempt(peer.kind(), failed, () -> add(figures, peer, each.measure(peer)));
                }
            }
            return figures;
        } finally {
            peers.forEach(Peer::close);
        }
    }

    /// Each runs only in its turn.
    private Figures.Of alone(Case each, List<Kind> kinds, Map<String, String> failed) {
        Figures.Of figures = Figures.Of.of(each.id(), each.about());
        for (int round = 1; round <= options.rounds(); round++) {
            for (Kind kind : kinds) {
                progress(each, kind, "round " + round);
                attempt(kind, failed, () -> {
                    try (Peer peer = start(each, kind)) {
                        add(figures, peer, each.measure(peer));
                    }
                });
            }
        }
        return figures;
    }

    private Peer start(Case each, Kind kind) throws IOException, InterruptedException {
        return Peer.start(
                kind, folder.resolve(kind.id() + "-" + started++), each.destination(origin), options.javaOptions());
    }

    private interface Step {
        void take() throws Exception;
    }

    /// A peer that fails once has no figures in this case, and the others have theirs.
    private static void attempt(Kind kind, Map<String, String> failed, Step step) {
        if (failed.containsKey(kind.id())) {
            return;
        }
        try {
            step.take();
        } catch (Exception failure) {
            failed.put(kind.id(), failure.toString());
            PROGRESS.println("FAILED: " + kind.title() + ": " + failure);
        }
    }

    private static void add(Figures.Of figures, Peer peer, Map<Measure, Double> measured) {
        measured.forEach((measure, figure) -> figures.add(measure, peer.kind().id(), figure));
    }

    private static void progress(Case each, Kind kind, String what) {
        PROGRESS.println(each.id() + ": " + kind.title() + " " + what);
    }
}
