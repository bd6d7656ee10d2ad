package dev.lakegate.cli.gateway;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.lakegate.gateway.host.ConfigurationFolder;
import dev.lakegate.gateway.render.Rendering;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Show how HAProxy's files would change. Exit status 0 when they would not, 1 when they would.")
final class DiffCommand implements Callable<Integer> {
    private static final int CONTEXT_LINES = 3;

    private final Console console;

    @Mixin
    private final GatewayHost host = new GatewayHost();

    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ProblemException {
        ConfigurationFolder folder = host.configuration();
        SortedMap<String, String> then =
                host.compilation().compiler().apply(folder.current()).files();
        SortedMap<String, String> now;
        try {
            now = folder.files();
        } catch (IOException failure) {
            throw GatewayHost.failed("read HAProxy's files below " + folder.root(), failure);
        }
        TreeSet<String> paths = new TreeSet<>(then.keySet());
        paths.addAll(now.keySet());
        paths.remove(Rendering.FETCHED);
        boolean differs = false;
        for (String path : paths) {
            List<String> before = lines(now.getOrDefault(path, ""));
            List<String> after = lines(then.getOrDefault(path, ""));
            List<String> changes = UnifiedDiffUtils.generateUnifiedDiff(
                    "now/" + path, "then/" + path, before, DiffUtils.diff(before, after), CONTEXT_LINES);
            changes.forEach(console.out()::println);
            differs |= !changes.isEmpty();
        }
        return (differs ? ExitStatus.FAILED : ExitStatus.DONE).number();
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
