package dev.lakegate.cli.gateway;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Write a commented policy to begin with; never over one that is there.")
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--provider",
            defaultValue = "OKTA",
            description = "Whose OpenID provider: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
    private Provider provider = Provider.OKTA;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            defaultValue = "/etc/lakegate/gateway.toml",
            description = "Where; ${DEFAULT-VALUE} unless given.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path policy;

    /// Those that there is an example for.
    enum Provider {
        OKTA,
        ENTRA,
        KEYCLOAK
    }

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ProblemException {
        String name = "gateway-" + provider.name().toLowerCase(Locale.ROOT) + ".toml";
        try (InputStream example = Objects.requireNonNull(InitCommand.class.getResourceAsStream(name))) {
            Path folder =
                    Optional.ofNullable(policy.toAbsolutePath().getParent()).orElse(Path.of("/"));
            Files.createDirectories(folder);
            Files.copy(example, policy);
        } catch (FileAlreadyExistsException there) {
            console.err().println("lakegate: " + policy + " is there already; nothing was written.");
            return ExitStatus.FAILED.number();
        } catch (IOException failure) {
            throw GatewayHost.failed("write " + policy, failure);
        }
        console.out()
                .println("Wrote " + policy + ". Put your names into it, then: lakegate gateway check --policy "
                        + policy);
        return ExitStatus.DONE.number();
    }
}
