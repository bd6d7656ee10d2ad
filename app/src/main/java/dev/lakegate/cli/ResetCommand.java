package dev.lakegate.cli;

import dev.lakegate.cli.Context.Unanswered;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.session.Control;
import dev.lakegate.session.ControlClient;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.join.JoinPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Start over: sign out everywhere, end the running program, and delete all that Lakegate keeps.")
final class ResetCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--keep-configuration", description = "Leave lakegate.toml where it is.")
    private boolean keepConfiguration;

    ResetCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal, Unanswered {
        List<Path> places = places();
        context.out().println("This signs you out everywhere and deletes");
        context.out().println("  the key that Lakegate keeps in this machine's key store");
        places.forEach(place -> context.out().println("  " + place));
        if (!yes && !context.confirms("Go on?", "say --yes")) {
            context.out().println("Nothing was changed.");
            return ExitStatus.FAILED.number();
        }
        signOutEverywhere();
        ControlClient running = context.running();
        if (running.isRunning()) {
            running.stop();
            running.awaitEnd();
        }
        context.starter().forgetSignIns();
        for (Path place : places) {
            delete(place);
        }
        context.out()
                .println(
                        "Lakegate has forgotten everything. Notebooks need 'lakegate env' anew once it is set up again.");
        return ExitStatus.DONE.number();
    }

    /// A configuration that cannot be read must not keep anybody from starting over; the provider is then told nothing.
    private void signOutEverywhere() throws Refusal {
        try {
            List<String> notDone = context.ask(ResetCommand::signOutEverywhere);
            notDone.forEach(sentence -> context.err().println("lakegate: " + sentence));
        } catch (ProblemException failure) {
            context.err().println(CommandLine.text(failure.problem()));
            context.err().println("lakegate: so nobody was signed out at the provider.");
        }
    }

    private static List<String> signOutEverywhere(Control control) throws ProblemException, Refusal {
        List<String> notDone = new ArrayList<>();
        for (OfProfile profile : control.status().profiles()) {
            notDone.addAll(control.logout(profile.name()).notDone());
        }
        return notDone;
    }

    private List<Path> places() {
        List<Path> places = new ArrayList<>(context.running().files());
        places.add(context.locations().socketFile().getParent());
        places.add(context.locations().stateFolder());
        if (!keepConfiguration) {
            places.add(context.locations().configFile());
            places.add(JoinPlan.backupOf(context.locations().configFile()));
        }
        return places.stream().filter(Files::exists).toList();
    }

    private static void delete(Path place) throws ProblemException {
        if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("delete " + place, Reason.of(failure)), failure);
        }
    }
}
