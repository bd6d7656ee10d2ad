package dev.lakegate.cli;

import dev.lakegate.session.Reloaded;
import dev.lakegate.session.Reloaded.Names;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// What a reload has changed, for people.
final class ReloadText {
    private ReloadText() {}

    static void print(Reloaded reloaded, PrintStream out, PrintStream err) {
        List<String> lines = new ArrayList<>();
        lines.addAll(lines("added", reloaded.added()));
        lines.addAll(lines("changed", reloaded.changed()));
        lines.addAll(lines("removed", reloaded.removed()));
        reloaded.listening().forEach(route -> lines.add("listens   route " + route + ", whose port is free now"));
        reloaded.atNextStart()
                .forEach(setting -> lines.add("later     " + setting + ", when the program starts again"));
        if (lines.isEmpty()) {
            lines.add("Nothing has changed.");
        }
        lines.forEach(out::println);
        reloaded.notListening().forEach(route -> err.println("lakegate: " + route.problem() + ": " + route.remedy()));
    }

    private static List<String> lines(String what, Names names) {
        List<String> lines = new ArrayList<>();
        names.profiles().forEach(name -> lines.add("%-9s profile %s".formatted(what, name)));
        names.routes().forEach(name -> lines.add("%-9s route %s".formatted(what, name)));
        return lines;
    }
}
