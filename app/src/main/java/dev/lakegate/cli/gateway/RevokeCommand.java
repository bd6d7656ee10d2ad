package dev.lakegate.cli.gateway;

import dev.lakegate.gateway.host.RevocationFile;
import dev.lakegate.gateway.host.RunningHaProxy;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Revoke at once, here and in every later rendering. Run it on each HAProxy host.",
            "A person's tokens of until now no longer count and their streams are ended; a new sign-in is let in again,"
                    + " so disable who must stay out in the policy ('access.disabled')."
        })
final class RevokeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final GatewayHost host = new GatewayHost();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(
            names = "--issuer",
            paramLabel = "NAME",
            description = "Whose token or key; the policy's only one unless given.")
    private Optional<String> issuer = Optional.empty();

    /// One of these.
    static final class What {
        @Parameters(index = "0", paramLabel = "USER", description = "A workspace identity.")
        private Optional<String> user = Optional.empty();

        @Option(names = "--jti", paramLabel = "ID", description = "One token, by its 'jti' (or 'uti').")
        private Optional<String> jti = Optional.empty();

        @Option(names = "--kid", paramLabel = "ID", description = "A signing key, with all tokens it has signed.")
        private Optional<String> kid = Optional.empty();
    }

    RevokeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ProblemException {
        Policy policy = host.policy();
        Optional<String> from = issuer(policy);
        if (from.isEmpty()) {
            console.err().println("lakegate: say of which issuer, by --issuer.");
            return ExitStatus.WRONG_USAGE.number();
        }
        Revocations added = added(from.get());
        for (String user : added.users().keySet()) {
            if (!isMapped(policy, user)) {
                console.err().println("lakegate: nobody is mapped to " + user + "; is it misspelt?");
            }
        }
        host.configuration().alone(() -> keep(added));
        RunningHaProxy running = new RunningHaProxy(policy.gateway());
        if (!running.isThere()) {
            console.out().println("Revoked; no HAProxy runs here that could be told, so run 'lakegate gateway sync'.");
            return ExitStatus.DONE.number();
        }
        try {
            running.revoke(added);
            int ended = 0;
            for (String user : added.users().keySet()) {
                ended += running.endStreamsOf(user);
            }
            console.out().println("Revoked, and " + ended + (ended == 1 ? " stream" : " streams") + " ended.");
            return ExitStatus.DONE.number();
        } catch (IOException failure) {
            throw GatewayHost.failed("tell the running HAProxy; run 'lakegate gateway sync'", failure);
        }
    }

    private Revocations keep(Revocations added) throws ProblemException {
        RevocationFile file = host.revocations();
        try {
            Revocations all = file.read().and(added);
            file.write(all);
            return all;
        } catch (IOException failure) {
            throw GatewayHost.failed("keep the revocation", failure);
        }
    }

    /// Of a whole domain nobody can tell without asking the issuer.
    private static boolean isMapped(Policy policy, String identity) {
        return !policy.domains().isEmpty()
                || policy.people().stream().anyMatch(person -> person.identity().equals(identity));
    }

    private Optional<String> issuer(Policy policy) {
        boolean needed = what.user.isEmpty();
        if (issuer.isPresent() || !needed) {
            return issuer.or(() -> Optional.of(""))
                    .filter(name -> !needed || policy.issuer(name).isPresent());
        }
        return policy.issuers().size() == 1
                ? Optional.of(policy.issuers().getFirst().name())
                : Optional.empty();
    }

    private Revocations added(String from) {
        return what.user
                .map(user -> Revocations.NONE.withUser(
                        user.toLowerCase(Locale.ROOT), Instant.now().plusSeconds(1)))
                .or(() -> what.jti.map(id -> Revocations.NONE.withToken(from, id)))
                .or(() -> what.kid.map(id -> Revocations.NONE.withKey(from, id)))
                .orElseThrow();
    }
}
