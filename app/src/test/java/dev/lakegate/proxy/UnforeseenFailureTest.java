package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire.Answer;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A fault of this program where a token should come from.
@Timeout(30)
class UnforeseenFailureTest {
    private static final String TOML = """
            [profile.acme]
            issuer = "https://id.acme.example"
            client_id = "lakegate"
            audience = "urn:acme"
            gateway = "https://127.0.0.1:9"

            [profile.acme.route.prod]
            port = 8765
            workspace = "prod.lakegate.test"
            """;

    @TempDir
    private Path folder;

    @Test
    void a_token_source_that_breaks_ends_the_request_with_a_problem_that_does_not_say_what_it_said() throws Exception {
        try (RouteByHand route = RouteByHand.of(folder, TOML, _ -> {
            throw new IllegalStateException("eyJ-what-nobody-may-read");
        })) {
            Answer told = route.ask("GET", "/api/2.0/clusters/list");

            WithLaptop.assertProblem(told, 500, "local_failure");
            assertThat(told.text()).contains("IllegalStateException").doesNotContain("eyJ");
            Awaitility.await().until(route.open::isEmpty);
        }
    }
}
