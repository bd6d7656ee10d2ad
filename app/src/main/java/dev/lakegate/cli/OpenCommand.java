package dev.lakegate.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lakegate.desktop.Browser;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.session.Refusal;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = "Enter a self-hosted server's pages in the browser.")
final class OpenCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "ROUTE", description = "With credential = \"identity\".")
    private String route = "";

    @Option(
            names = "--print",
            description = "Print the address instead of opening it; it is good once, and for 60 seconds.")
    private boolean print;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    OpenCommand(Context context) {
        this.context = context;
    }

    /// What was done.
    ///
    /// @param address where the person has to open it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Report(String route, boolean opened, @Nullable String address) {}

    @Override
    public Integer call() throws ProblemException, Refusal {
        Secret address = context.running().enter(route).address();
        boolean opened = !print
                && new Browser(context.environment(), System.getProperty("os.name")).open(URI.create(address.reveal()));
        if (json) {
            Report report = new Report(route, opened, opened ? null : address.reveal());
            context.out().println(new JsonMapper().writeValueAsString(report));
        } else if (opened) {
            context.out().println("Route '" + route + "' was opened in your browser.");
        } else if (print) {
            context.out().println(address.reveal());
        } else {
            context.out().println("No browser could be opened here. Open this address within 60 seconds, once:");
            context.out().println("  " + address.reveal());
        }
        return ExitStatus.DONE.number();
    }
}
