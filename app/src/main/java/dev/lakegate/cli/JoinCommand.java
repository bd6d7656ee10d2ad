package dev.lakegate.cli;

import dev.lakegate.cli.Context.Unanswered;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.Reloaded;
import dev.lakegate.session.join.JoinPlan;
import dev.lakegate.session.join.Joining;
import dev.lakegate.session.join.Joining.Consent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description =
                "Set this machine up for a gateway: fetch what it offers, show it, and write it into lakegate.toml.")
final class JoinCommand implements Callable<Integer> {
    private static final String NOBODY_TO_ASK =
            "answer at a terminal, or say --yes where the administrator's lakegate.toml names the gateway in join.gateways";

    private final Context context;

    @Parameters(paramLabel = "URL", description = "The gateway, such as https://lakegate.acme.example.")
    private String gateway = "";

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "PEM file of the company's certificate authority; needed where the Java runtime does not know it.")
    private @Nullable Path caFile;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Which one, of a gateway that accepts people of several issuers.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--yes",
            description =
                    "Do not ask; only for a gateway that the administrator's lakegate.toml names in join.gateways.")
    private boolean yes;

    @Option(names = "--json", description = "For programs. Without --yes it tells what would be written, and no more.")
    private boolean json;

    JoinCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal, Unanswered {
        Joining joining = new Joining(context.locations(), context.environment());
        JoinPlan plan = joining.plan(
                gateway, Optional.ofNullable(caFile), profile, yes ? Consent.GIVEN_BEFOREHAND : Consent.ASKED);
        return (json ? forPrograms(plan) : forPeople(plan)).number();
    }

    private ExitStatus forPrograms(JoinPlan plan) throws ProblemException, Refusal {
        boolean write = yes && !plan.isNothing();
        Optional<Reloaded> reloaded = Optional.empty();
        if (write) {
            plan.write();
            reloaded = reload();
        }
        context.out().println(new JsonMapper().writeValueAsString(JoinReport.of(plan, write, reloaded.orElse(null))));
        return reloaded.map(ReloadCommand::status).orElse(ExitStatus.DONE);
    }

    /// Where a program runs, it serves at once what was written.
    private Optional<Reloaded> reload() throws ProblemException, Refusal {
        return context.running().isRunning() ? Optional.of(context.running().reload()) : Optional.empty();
    }

    private ExitStatus print(Reloaded reloaded) {
        context.out().println("Lakegate is running, and has read it:");
        ReloadText.print(reloaded, context.out(), context.err());
        return ReloadCommand.status(reloaded);
    }

    private ExitStatus forPeople(JoinPlan plan) throws ProblemException, Refusal, Unanswered {
        JoinText.print(plan, context.out());
        if (plan.isNothing()) {
            context.out().println("Nothing has changed, and nothing was written.");
            return ExitStatus.DONE;
        }
        if (!yes && !context.confirms("Write this to " + plan.file() + "?", NOBODY_TO_ASK)) {
            context.out().println("Nothing was written.");
            return ExitStatus.FAILED;
        }
        plan.write();
        context.out().println("Written: " + plan.file());
        plan.backup().ifPresent(backup -> context.out().println("As it was before: " + backup));
        ExitStatus status = reload().map(this::print).orElse(ExitStatus.DONE);
        JoinText.printNext(plan, context.running().isRunning(), context.out());
        return status;
    }
}
