package dev.lakegate.cli.gateway;

import dev.lakegate.gateway.host.ConfigurationFolder;
import dev.lakegate.gateway.render.Rendering;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description =
                "Write HAProxy's files from the policy and the keys that are kept, all at once. HAProxy is not told;"
                        + " 'sync' does that.")
final class RenderCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final GatewayHost host = new GatewayHost();

    RenderCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ProblemException {
        ConfigurationFolder folder = host.configuration();
        console.out().println(folder.alone(() -> render(folder)));
        return ExitStatus.DONE.number();
    }

    private String render(ConfigurationFolder folder) throws ProblemException {
        Rendering rendering = host.compilation().compiler().apply(folder.current());
        try {
            boolean same = folder.currentId().equals(Optional.of(rendering.id()));
            folder.write(rendering);
            folder.select(rendering.id());
            return (same ? "Unchanged: " : "Wrote ") + folder.current().resolve("haproxy.cfg") + " (" + rendering.id()
                    + ")";
        } catch (IOException failure) {
            throw GatewayHost.failed("write HAProxy's files below " + folder.root(), failure);
        }
    }
}
