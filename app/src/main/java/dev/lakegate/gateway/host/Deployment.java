package dev.lakegate.gateway.host;

import dev.lakegate.gateway.host.HaProxyProgram.Check;
import dev.lakegate.gateway.render.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Puts a rendering in place so that no request is lost: tried with `haproxy -c`, put in place, loaded, and
/// seen to
/// serve; else what served before goes on. Blocks.
public final class Deployment {
    private final ConfigurationFolder folder;
    private final HaProxyProgram program;
    private final RunningHaProxy running;

    public Deployment(ConfigurationFolder folder, HaProxyProgram program, RunningHaProxy running) {
        this.folder = folder;
        this.program = program;
        this.running = running;
    }

    /// What came of it.
    public sealed interface Result {
        /// It was in place and served already.
        record Unchanged(String id) implements Result {}

        /// A new worker serves it.
        record Serving(String id) implements Result {}

        /// It is in place; no HAProxy runs here that could be told.
        record InPlace(String id) implements Result {}

        /// Nothing was changed, or all of it was taken back: what served before goes on.
        record Kept(String reason) implements Result {}
    }

    /// Deploys what is compiled for the folder that HAProxy will find the files in.
    public Result deploy(Function<Path, Rendering> compile) throws IOException {
        Rendering rendering = compile.apply(folder.current());
        Optional<String> before = folder.currentId();
        boolean there = running.isThere();
        if (before.equals(Optional.of(rendering.id()))
                && (!there || running.served().equals(before))
                && isWhole(rendering)) {
            return there ? new Result.Unchanged(rendering.id()) : new Result.InPlace(rendering.id());
        }
        Check check = check(compile);
        if (!check.accepted()) {
            return new Result.Kept("HAProxy would not take it:\n" + check.output());
        }
        folder.write(rendering);
        folder.select(rendering.id());
        if (!there) {
            return new Result.InPlace(rendering.id());
        }
        Optional<String> refusal = running.reload();
        if (refusal.isEmpty() && running.serves(rendering.id())) {
            return new Result.Serving(rendering.id());
        }
        String reason = refusal.map(said -> "HAProxy did not reload:\n" + said)
                .orElse("HAProxy reloaded, but its new worker does not serve");
        return new Result.Kept(reason + takeBack(before, refusal.isEmpty()));
    }

    private boolean isWhole(Rendering rendering) throws IOException {
        var files = folder.files();
        files.remove(Rendering.FETCHED);
        var wanted = new TreeMap<>(rendering.files());
        wanted.remove(Rendering.FETCHED);
        return files.equals(wanted);
    }

    private String takeBack(Optional<String> before, boolean reloaded) throws IOException {
        if (before.isEmpty()) {
            return "";
        }
        folder.select(before.get());
        Optional<String> refusal = reloaded ? running.reload() : Optional.empty();
        return refusal.map(said -> "\nand it did not go back either:\n" + said).orElse("");
    }

    /// What HAProxy says of a rendering, without any effect on the one that runs. It tells of files by their names in
    /// the rendering.
    public Check check(Function<Path, Rendering> compile) throws IOException {
        Path trial = Files.createTempDirectory("lakegate-check-");
        try {
            ConfigurationFolder files = new ConfigurationFolder(trial);
            Rendering rendering = compile.apply(files.current());
            files.write(rendering);
            files.select(rendering.id());
            Check check = program.check(files.current().resolve("haproxy.cfg"));
            return new Check(check.accepted(), check.output().replace(files.current() + "/", ""));
        } finally {
            try (Stream<Path> all = Files.walk(trial)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
