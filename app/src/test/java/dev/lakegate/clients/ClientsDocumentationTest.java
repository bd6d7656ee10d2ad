package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `app/docs/clients.md` has a part for each client and each variable.
class ClientsDocumentationTest {
    private static final Pattern PART = Pattern.compile("^### `([a-z-]+)`$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| (`[A-Za-z_]+`(?:, `[A-Za-z_]+`)*) \\|", Pattern.MULTILINE);

    @Test
    void each_client_has_its_part_in_the_order_of_the_list() throws Exception {
        assertThat(PART.matcher(document()).results().map(part -> part.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(Client.values()).map(Client::toString).toList());
    }

    @Test
    void the_table_has_exactly_the_variables_that_are_set() throws Exception {
        LocalRoute route = new LocalRoute(
                new RouteName("prod"), 8765, new Secret("lgk_key"), Path.of("/keys/prod.key"), Optional.empty());
        ClientEnvironment all = new ClientEnvironment(route, "", Optional.empty(), Optional.of(new ClusterId("1")));

        List<String> documented = ROW.matcher(document())
                .results()
                .flatMap(row -> Arrays.stream(row.group(1).replace("`", "").split(", ", -1)))
                .toList();

        assertThat(documented).containsExactlyElementsOf(all.variables().keySet());
    }

    private static String document() throws Exception {
        return Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/clients.md"));
    }
}
