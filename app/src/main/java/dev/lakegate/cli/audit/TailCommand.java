package dev.lakegate.cli.audit;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.ChainedLine;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "The audit log's last lines, for people; it does not ask whether they can be believed.")
final class TailCommand implements Callable<Integer> {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /// More than come in between two looks.
    private static final int AT_ONCE = 100_000;

    private final AuditDesk desk;

    @Option(names = "-n", paramLabel = "LINES", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "-f", description = "Go on with those that come, until interrupted.")
    private boolean follow;

    @Option(names = "--json", description = "As they are, for programs.")
    private boolean json;

    TailCommand(AuditDesk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws ProblemException, InterruptedException {
        AuditFolder folder = desk.folder();
        try {
            long bytes = folder.bytes();
            long seen = show(folder.lastLines(count), -1);
            // until whoever reads it has gone
            while (follow && !desk.out().checkError()) {
                Thread.sleep(LOOK_AGAIN);
                long now = folder.bytes();
                if (now != bytes) {
                    bytes = now;
                    seen = show(folder.lastLines(AT_ONCE), seen);
                }
            }
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure("read the audit log in " + folder.path(), Reason.of(failure)), failure);
        }
        return ExitStatus.DONE.number();
    }

    /// Those after that number; returns the highest shown.
    private long show(List<String> lines, long after) {
        long highest = after;
        for (String line : lines) {
            long number = ChainedLine.of(line.getBytes(StandardCharsets.UTF_8))
                    .map(ChainedLine::number)
                    .orElse(-1L);
            if (number > after || (after < 0 && number < 0)) {
                desk.out().println(json ? line : LineText.of(line));
                highest = Math.max(highest, number);
            }
        }
        desk.out().flush();
        return highest;
    }
}
