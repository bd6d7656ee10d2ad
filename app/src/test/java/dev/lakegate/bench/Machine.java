package dev.lakegate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What the figures were measured on.
final class Machine {
    private Machine() {}

    static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "processor",
                Runtime.getRuntime().availableProcessors() + " cores of " + first("/proc/cpuinfo", "model name"));
        facts.put("memory", first("/proc/meminfo", "MemTotal"));
        facts.put("system", first("/etc/os-release", "PRETTY_NAME") + ", Linux " + System.getProperty("os.version"));
        return facts;
    }

    private static String first(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).replaceAll("^\\s*[:=]\\s*|\"", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
