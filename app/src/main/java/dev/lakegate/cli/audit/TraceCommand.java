package dev.lakegate.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.run.Run;
import dev.lakegate.audit.trace.Trace;
import dev.lakegate.audit.trace.Tracing;
import dev.lakegate.audit.trace.Wanted;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = "The way of a request: who asked, from which machine, by which rule, as whom, and where the time"
                + " went. It asks of no more than the lines it shows whether they were changed.",
        footer = {"", "Exit status: 0 something was found, 1 nothing was."})
final class TraceCommand implements Callable<Integer> {
    private final AuditDesk desk;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "A request's id, the proxy's or the gateway's; a trace id; or 'last'.")
    private @Nullable String id;

    @Option(
            names = "--mlflow-run",
            paramLabel = "RUN",
            description = "Who started this run, from where, and what came after.")
    private @Nullable String mlflowRun;

    @Option(names = "--job-run", paramLabel = "RUN", description = "Likewise of a job's run.")
    private @Nullable String jobRun;

    @Option(
            names = "--gateway-log",
            paramLabel = "FILE",
            description = "The gateway's log, which knows of the time there and at the workspace.")
    private @Nullable Path gatewayLog;

    @Option(names = "--folder", paramLabel = "FOLDER", description = "Of a log that was brought here.")
    private @Nullable Path elsewhere;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page for the browser, for you alone.")
    private @Nullable Path html;

    TraceCommand(AuditDesk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws ProblemException {
        Wanted wanted = wanted();
        if (json && html != null) {
            throw wrong("either --json or --html");
        }
        AuditFolder folder = elsewhere == null ? desk.folder() : new AuditFolder(elsewhere);
        Trace trace;
        try {
            trace = new Tracing(folder, Optional.ofNullable(gatewayLog)).trace(wanted);
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure("read the audit log in " + folder.path(), Reason.of(failure)), failure);
        }
        if (json) {
            desk.out().println(TraceJson.of(trace));
        }
        if (trace.requests().isEmpty()) {
            desk.err()
                    .println("lakegate: no line for " + wanted.words() + " in the audit log in " + folder.path()
                            + (gatewayLog == null ? "" : " nor in " + gatewayLog) + ".");
            desk.err()
                    .println("Lines are kept as long as audit.keep says; 'lakegate audit tail' shows the last ones."
                            + " On another machine its own log knows.");
            return ExitStatus.FAILED.number();
        }
        show(trace);
        return ExitStatus.DONE.number();
    }

    private void show(Trace trace) throws ProblemException {
        if (html != null) {
            try {
                OwnerOnly.replace(html, TracePage.of(trace).getBytes(UTF_8));
            } catch (IOException failure) {
                throw new ProblemException(new LocalFailure("write " + html, Reason.of(failure)), failure);
            }
            desk.out().println("Written to " + html + ", which only you can open.");
        } else if (!json) {
            new TraceText(desk.out()).print(trace);
        }
    }

    private Wanted wanted() {
        if (Stream.of(id, mlflowRun, jobRun).filter(Objects::nonNull).count() != 1) {
            throw wrong("one of ID, --mlflow-run and --job-run");
        }
        try {
            if (mlflowRun != null) {
                return new Wanted.OfRun(new Run(Run.Kind.MLFLOW, mlflowRun));
            }
            if (jobRun != null) {
                return new Wanted.OfRun(new Run(Run.Kind.JOB, jobRun));
            }
            return "last".equals(id) ? new Wanted.Last() : new Wanted.ById(Objects.requireNonNull(id));
        } catch (IllegalArgumentException notOne) {
            throw new ParameterException(spec.commandLine(), String.valueOf(notOne.getMessage()), notOne);
        }
    }

    private ParameterException wrong(String needed) {
        return new ParameterException(spec.commandLine(), "Give " + needed + ".");
    }
}
