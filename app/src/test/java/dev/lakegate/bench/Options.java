package dev.lakegate.bench;

import dev.lakegate.bench.peer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the command line asks for.
///
/// @param cases       by name; none are all
/// @param rounds      of each case
/// @param time        of each measurement by load
/// @param javaOptions for this program's process
/// @param print       the tables to standard output, instead of writing files
/// @param check       against the committed figures, with the two that decide
record Options(
        List<String> cases,
        List<Kind> kinds,
        int rounds,
        Duration time,
        List<String> javaOptions,
        boolean print,
        boolean check) {
    static Options of(String[] arguments) {
        Options options =
                new Options(List.of(), List.of(Kind.values()), 5, Duration.ofSeconds(4), List.of(), false, false);
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
        while (!left.isEmpty()) {
            options = options.with(left.removeFirst(), left);
        }
        return options;
    }

    private Options with(String name, List<String> left) {
        return switch (name) {
            case "--cases" -> new Options(list(left, ","), kinds, rounds, time, javaOptions, print, check);
            case "--peers" ->
                new Options(
                        cases,
                        list(left, ",").stream()
                                .map(id -> Kind.named(id).orElseThrow(() -> wrong("no peer '" + id + "'")))
                                .sorted()
                                .toList(),
                        rounds,
                        time,
                        javaOptions,
                        print,
                        check);
            case "--rounds" -> new Options(cases, kinds, number(left), time, javaOptions, print, check);
            case "--seconds" ->
                new Options(cases, kinds, rounds, Duration.ofSeconds(number(left)), javaOptions, print, check);
            case "--java-options" -> new Options(cases, kinds, rounds, time, list(left, " "), print, check);
            case "--print" -> new Options(cases, kinds, rounds, time, javaOptions, true, check);
            case "--short" ->
                new Options(
                        List.of("get-32"),
                        List.of(Kind.LAKEGATE, Kind.HAPROXY),
                        3,
                        Duration.ofSeconds(3),
                        javaOptions,
                        true,
                        true);
            default -> throw wrong("no option '" + name + "'");
        };
    }

    private static List<String> list(List<String> left, String separator) {
        return List.of(value(left).split(separator));
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
