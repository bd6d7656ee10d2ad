package dev.lakegate.diagnosis.bundle;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// What every thread is doing, virtual ones among them. Blocks for a moment.
@FunctionalInterface
public interface Threads {

    /// Throws [IOException] when it cannot be had.
    String dump() throws IOException;

    /// Of this process.
    static Threads ofThisProcess() {
        return () -> {
            // the runtime writes to a new file alone
            Path folder = Files.createTempDirectory("lakegate-threads");
            try {
                Path file = folder.resolve("threads.txt");
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        };
    }
}
