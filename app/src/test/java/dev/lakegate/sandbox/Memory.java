package dev.lakegate.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a Java virtual machine counts of its own memory (native memory tracking, which it must have been started with),
/// in
/// kilobytes.
///
/// @param committed in all
/// @param heap      of it
/// @param summary   the whole text
record Memory(long committed, long heap, String summary) {
    private static final Pattern TOTAL = Pattern.compile("Total: reserved=\\d+KB, committed=(\\d+)KB");
    private static final Pattern HEAP = Pattern.compile("Java Heap \\(reserved=\\d+KB, committed=(\\d+)KB");

    /// Asks the process.
    static Memory of(long process) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asking = new ProcessBuilder(
                        jcmd.toString(), String.valueOf(process), "VM.native_memory", "summary", "scale=KB")
                .redirectErrorStream(true)
                .start();
        String summary = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asking.waitFor() != 0) {
            throw new IOException("jcmd: " + summary);
        }
        return new Memory(number(TOTAL, summary), number(HEAP, summary), summary);
    }

    private static long number(Pattern pattern, String summary) throws IOException {
        Matcher matcher = pattern.matcher(summary);
        if (!matcher.find()) {
            throw new IOException("jcmd says nothing of " + pattern + ": " + summary);
        }
        return Long.parseLong(matcher.group(1));
    }
}
