package dev.lakegate.cli;

import dev.lakegate.cli.CommandLine.Context;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.ControlClient.Refusal;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "logout", mixinStandardHelpOptions = true, description = "Sign out: wipe the tokens and revoke them.")
final class LogoutCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "Needed where several are configured.")
    private @Nullable String profile;

    LogoutCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        Optional<String> notRevoked = context.running().logout(profile);
        context.out().println("Signed out. Tokens already sent to the gateway stay good until they expire.");
        notRevoked.ifPresent(reason -> context.err()
                .println("lakegate: the provider could not be told to revoke the refresh token. " + reason));
        return ExitStatus.DONE.number();
    }
}
