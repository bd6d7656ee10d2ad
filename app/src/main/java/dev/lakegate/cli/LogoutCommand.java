package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Control.SignedOut;
import dev.lakegate.session.Refusal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "logout",
        mixinStandardHelpOptions = true,
        description = "Sign out: end open requests, wipe the tokens, revoke them and end the provider's session.")
final class LogoutCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "Needed where several are configured.")
    private @Nullable String profile;

    LogoutCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        SignedOut done = context.ask(control -> control.logout(profile));
        context.out().println("Signed out. Tokens already sent to the gateway stay good until they expire.");
        if (done.endSession() != null) {
            context.out()
                    .println("To sign out of the provider too, open:" + System.lineSeparator() + "  "
                            + done.endSession());
        }
        done.notDone().forEach(sentence -> context.err().println("lakegate: " + sentence));
        return ExitStatus.DONE.number();
    }
}
