package dev.lakegate.cli;

import dev.lakegate.cli.Context.Unanswered;
import dev.lakegate.cli.DoctorVisit.Result;
import dev.lakegate.diagnosis.bundle.SupportBundle;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.session.ControlClient;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.ThreadDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "support-bundle",
        mixinStandardHelpOptions = true,
        description = "Pack what support needs to see, without secrets or names, after showing what it is.")
final class SupportBundleCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "FILE", description = "The zip file to write; never one that is there.")
    private @Nullable Path file;

    @Option(names = "--show", description = "Print the whole text of each file that would be packed.")
    private boolean show;

    @Option(names = "--yes", description = "Write without asking.")
    private boolean yes;

    SupportBundleCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException, ProblemException, Refusal, Unanswered {
        Path target = file == null ? Path.of("") : file;
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new ProblemException(new LocalFailure("write " + target, "there is such a file already"));
        }
        Result result = new DoctorVisit(context).examine();
        SupportBundle bundle = SupportBundle.of(result.surroundings(), result.diagnosis(), threads());
        list(bundle);
        if (!yes && !context.confirms("Write " + target + "?", "say --yes")) {
            context.out().println("Nothing was written.");
            return ExitStatus.DONE.number();
        }
        write(target, bundle.zip());
        context.out().println("Written: " + target);
        return ExitStatus.DONE.number();
    }

    /// The running program's, else this command's own.
    private String threads() throws ProblemException, Refusal {
        ControlClient running = context.running();
        return running.isRunning() ? running.threads() : ThreadDump.text();
    }

    private void list(SupportBundle bundle) {
        bundle.files()
                .forEach((name, text) ->
                        context.out().println("%8d  %s".formatted(text.getBytes(StandardCharsets.UTF_8).length, name)));
        if (show) {
            bundle.files().forEach((name, text) -> {
                context.out().println();
                context.out().println("---- " + name);
                context.out().println(text);
            });
        }
        context.out().flush();
    }

    private static void write(Path target, byte[] zip) throws ProblemException {
        try {
            OwnerOnly.create(target, zip);
        } catch (FileAlreadyExistsException there) {
            throw new ProblemException(new LocalFailure("write " + target, "there is such a file already"), there);
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("write " + target, Reason.of(failure)), failure);
        }
    }
}
