package dev.lakegate.session;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What every thread of this process is doing, virtual ones too. Stack frames hold no values, so no secrets.
public final class ThreadDump {
    private ThreadDump() {}

    /// Blocks for a moment.
    public static String text() throws ProblemException {
        try {
            Path folder = Files.createTempDirectory("lakegate-threads");
            Path file = folder.resolve("threads.txt");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("write down its threads", Reason.of(failure)), failure);
        }
    }
}
