package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import dev.lakegate.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Identity tokens of a few seconds, too short to be exchanged: the routes carry them alone, and the gateway, which
/// wants a
/// workspace token beside them, tells by its denial that it has verified them.
class ShortLivedTokensIT extends WithSandbox {
    private static final Duration LIFETIME = Duration.ofSeconds(10);
    /// Without a renewal ahead of time a token is replaced when it is too short for the way to the gateway: 2 seconds.
    private static final Duration AHEAD = Duration.ofSeconds(3);

    /// The gateway answers a source with 200 denials in 10 seconds no more.
    private static final Duration NOT_A_FLOOD = Duration.ofMillis(150);

    private static final String VERIFIED = "workspace_credential_required";

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(
                folder.resolve("sandbox"),
                ProviderSettings.standard().with(new Lifetimes(LIFETIME, LIFETIME, Duration.ofDays(1))));
    }

    /// Searches what was written for secrets, too.
    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void an_identity_token_in_use_is_renewed_well_before_it_ends_and_no_request_fails() throws Exception {
        Laptop laptop = laptop(identityAlone());
        laptop.signIn("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        int refreshes = sandbox.provider().counters().grant("refresh_token");
        List<Duration> left = new ArrayList<>();

        Deque<Instant> ends = new ArrayDeque<>(List.of(validUntil(laptop)));
        await("two renewals").pollInterval(NOT_A_FLOOD).until(() -> {
            assertThat(notebook.get(ME).json().path("code").asString()).isEqualTo(VERIFIED);
            Instant end = validUntil(laptop);
            if (!end.equals(ends.getLast())) {
                left.add(Duration.between(Instant.now(), ends.getLast()));
                ends.add(end);
            }
            return left.size() == 2;
        });

        assertThat(left).allSatisfy(rest -> assertThat(rest).isGreaterThan(AHEAD));
        assertThat(sandbox.provider().counters().grant("refresh_token"))
                .as("one refresh for each renewal, perhaps another since")
                .isBetween(refreshes + 2, refreshes + 3);
    }

    @Test
    void an_identity_token_that_ended_and_cannot_be_renewed_is_never_forwarded() throws Exception {
        Laptop laptop = laptop(identityAlone().replace("\"offline_access\", ", ""));
        long before = requestsAtTheGateway();
        laptop.signIn("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        assertThat(notebook.get(ME).json().path("code").asString()).isEqualTo(VERIFIED);

        await("the end of the sign-in").until(() -> laptop.lakegate("status").status() == 3);
        awaitQuiet();
        long passed = requestsAtTheGateway();
        forgetRequests();

        for (int number = 0; number < 3; number++) {
            assertProblem(notebook.get(ME), 401, "sign_in_needed");
        }
        awaitQuiet();
        assertThat(requestsAtTheGateway()).isEqualTo(passed);
        assertThat(requestsAtTheWorkspaces()).isZero();
        assertThat(sandbox.gateway().auditLines().subList((int) before, (int) passed))
                .allSatisfy(line -> assertThat(line.path("deny").asString()).isEqualTo(VERIFIED));
        assertThat(laptop.lakegate("status").out()).contains("signed out; run 'lakegate login'");
    }

    @Test
    void a_token_too_short_to_be_exchanged_is_refused_by_the_workspace_in_its_own_words() throws Exception {
        Notebook.Answer answer = Notebook.of(laptopOf("alice"), "prod").get(ME);

        assertProblem(answer, 403, "exchange_refused");
        assertThat(answer.json().path("message").asString())
                .contains("prod.lakegate.test", "about to expire", "token federation policy");
    }

    private static String identityAlone() {
        return sandbox.configuration().replaceAll("(?m)^(workspace = .*)$", "$1\ncredential = \"identity\"");
    }

    private static Instant validUntil(Laptop laptop) {
        JsonNode status =
                JsonMapper.shared().readTree(laptop.lakegate("status", "--json").out());
        return Instant.parse(status.path("profiles").path(0).path("valid_until").asString());
    }
}
