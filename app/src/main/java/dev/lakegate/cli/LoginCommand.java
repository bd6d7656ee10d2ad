package dev.lakegate.cli;

import dev.lakegate.cli.CommandLine.Context;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.ControlClient.Refusal;
import dev.lakegate.session.ProfileSession.SignInAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = "Sign in with the company's SSO, in the browser.")
final class LoginCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "Needed where several are configured.")
    private @Nullable String profile;

    LoginCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        String person = context.running().login(profile, this::announce);
        context.out().println("Signed in as " + person + ".");
        return ExitStatus.DONE.number();
    }

    private void announce(SignInAddress at) {
        context.out()
                .println((at.opened()
                                ? "The sign-in page was opened in your browser. If you do not see it, open:"
                                : "Open:")
                        + System.lineSeparator()
                        + "  "
                        + at.address());
    }
}
