package dev.lakegate.bench;

import dev.lakegate.bench.peer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the command line asks for.
///
/// @param cases       by name; none are all
/// @param kinds       in the order of the tables
/// @param rounds      of each case
/// @param time        of each measurement by load
/// @param javaOptions for this program's process, after those of its launcher
/// @param purpose     of the figures
record Options(
        List<String> cases, List<Kind> kinds, int rounds, Duration time, List<String> javaOptions, Purpose purpose) {
    private static final List<Kind> ALL = List.of(Kind.values());

    /// What becomes of the figures.
    enum Purpose {
        /// They are written into the source tree.
        PUBLISH,
        /// They are printed.
        LOOK,
        /// They are compared with the published ones.
        CHECK
    }

    /// All that is published is of one run: figures of some cases or peers are to be looked at.
    static Options of(String[] arguments) {
        Options options = new Options(List.of(), ALL, 5, Duration.ofSeconds(4), List.of(), Purpose.PUBLISH);
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
        while (!left.isEmpty()) {
            options = options.with(left.removeFirst(), left);
        }
        return options;
    }

    private Options with(String name, List<String> left) {
        return switch (name) {
            case "--cases" -> new Options(list(left, ","), kinds, rounds, time, javaOptions, Purpose.LOOK);
            case "--peers" -> new Options(cases, kinds(left), rounds, time, javaOptions, Purpose.LOOK);
            case "--java-options" -> new Options(cases, kinds, rounds, time, list(left, " "), Purpose.LOOK);
            case "--rounds" -> new Options(cases, kinds, number(left), time, javaOptions, purpose);
            case "--seconds" ->
                new Options(cases, kinds, rounds, Duration.ofSeconds(number(left)), javaOptions, purpose);
            case "--short" ->
                new Options(
                        List.of("get-32"),
                        List.of(Kind.LAKEGATE, Kind.HAPROXY),
                        5,
                        Duration.ofSeconds(4),
                        javaOptions,
                        Purpose.CHECK);
            default -> throw wrong("no option '" + name + "'");
        };
    }

    private static List<Kind> kinds(List<String> left) {
        return list(left, ",").stream()
                .map(id -> Kind.named(id).orElseThrow(() -> wrong("no peer '" + id + "'")))
                .sorted()
                .toList();
    }

    private static List<String> list(List<String> left, String separator) {
        return List.of(value(left).split(separator, -1));
    }

    private static int number(List<String> left) {
        return Integer.parseInt(value(left));
    }

    private static String value(List<String> left) {
        if (left.isEmpty()) {
            throw wrong("an option without its value");
        }
        return left.removeFirst();
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + ": see app/bench/run --help");
    }
}
