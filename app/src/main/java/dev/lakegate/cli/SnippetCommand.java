package dev.lakegate.cli;

import dev.lakegate.clients.Client;
import dev.lakegate.clients.LocalRoute;
import dev.lakegate.clients.Snippet;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "snippet",
        mixinStandardHelpOptions = true,
        description = "A client's set-up for a route, ready to paste; without a client, the list of them.")
final class SnippetCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CLIENT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Client client;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ROUTE", description = "Needed where several are configured.")
    private @Nullable String route;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    SnippetCommand(Context context) {
        this.context = context;
    }

    /// A client in JSON.
    @JsonNaming(SnakeCaseStrategy.class)
    private record OfClient(String client, String title, boolean insistsOnHttps) {
        static OfClient of(Client client) {
            return new OfClient(client.toString(), client.title(), Snippet.insistsOnHttps(client));
        }
    }

    /// A snippet in JSON.
    private record OfSnippet(String client, String route, String text) {}

    @Override
    public Integer call() throws ProblemException, Refusal {
        if (client == null) {
            list();
        } else {
            print(client, ChosenRoute.named(context, route));
        }
        context.out().flush();
        return ExitStatus.DONE.number();
    }

    private void list() {
        List<OfClient> clients =
                Arrays.stream(Client.values()).map(OfClient::of).toList();
        if (json) {
            context.out().println(new JsonMapper().writeValueAsString(clients));
        } else {
            clients.forEach(each -> context.out()
                    .println("%-20s %s%s"
                            .formatted(
                                    each.client(),
                                    each.title(),
                                    each.insistsOnHttps() ? " (needs the route's TLS port)" : "")));
        }
    }

    private void print(Client named, LocalRoute to) throws ProblemException {
        Snippet snippet = Snippet.of(named, to);
        if (json) {
            context.out()
                    .println(new JsonMapper()
                            .writeValueAsString(
                                    new OfSnippet(named.toString(), to.name().value(), snippet.text())));
        } else {
            context.out().print(snippet.text());
        }
    }
}
