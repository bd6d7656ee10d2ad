package dev.lakegate.cli;

import dev.lakegate.cli.Context.Unanswered;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
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
    public Integer call() throws ProblemException, Unanswered {
        Joining joining = new Joining(context.locations(), context.environment());
        JoinPlan plan = joining.plan(
                gateway, Optional.ofNullable(caFile), profile, yes ? Consent.GIVEN_BEFOREHAND : Consent.ASKED);
        return (json ? forPrograms(plan) : forPeople(plan)).number();
    }

    private ExitStatus forPrograms(JoinPlan plan) throws ProblemException {
        boolean write = yes && !plan.isNothing();
        if (write) {
            plan.write();
        }
        context.out().println(new JsonMapper().writeValueAsString(JoinReport.of(plan, write)));
        return ExitStatus.DONE;
    }

    private ExitStatus forPeople(JoinPlan plan) throws ProblemException, Unanswered {
        JoinText.print(plan, context.out());
        if (plan.isNothing()) {
            context.out().println("Nothing has changed, and nothing was written.");
            return ExitStatus.DONE;
        }
        if (!yes && !context.confirms("Write this to " + plan.file() + "?")) {
            context.out().println("Nothing was written.");
            return ExitStatus.FAILED;
        }
        plan.write();
        context.out().println("Written: " + plan.file());
        plan.backup().ifPresent(backup -> context.out().println("As it was before: " + backup));
        if (context.running().isRunning()) {
            context.out().println("Lakegate is running: end it and start it again with 'lakegate run' to use this.");
        }
        JoinText.printNext(plan, context.out());
        return ExitStatus.DONE;
    }
}
