package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import dev.lakegate.sandbox.Sandbox;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Workspace tokens of a few seconds, exchanged for identity tokens that are soon too old to be exchanged.
class RenewalIT extends WithSandbox {
    /// An identity token is exchanged while it has 40 seconds left.
    private static final Duration IDENTITY = Duration.ofSeconds(42);

    private static final Duration WORKSPACE = Duration.ofSeconds(4);

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(
                folder.resolve("sandbox"),
                ProviderSettings.standard().with(new Lifetimes(IDENTITY, IDENTITY, Duration.ofDays(1))));
        sandbox.prod().tokenLifetime(WORKSPACE);
    }

    /// Searches what was written for secrets, too.
    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void requests_go_on_while_both_tokens_are_renewed() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");

        await("three exchanges, and a refresh for them").until(() -> {
            Notebook.Answer answer = notebook.get(ME);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return exchangesAtProd() >= 3 && sandbox.provider().counters().grant("refresh_token") >= 1;
        });

        assertThat(sandbox.gateway().auditLines())
                .allSatisfy(line -> assertThat(line.path("deny").asString()).isEmpty());
        assertThat(sandbox.prod().requests())
                .filteredOn(request -> request.path().equals(ME))
                .allSatisfy(request -> assertThat(request.user()).contains("alice@acme.example"));
    }
}
