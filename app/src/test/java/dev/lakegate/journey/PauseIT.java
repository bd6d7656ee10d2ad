package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Nothing new is to leave this machine for a while.
@ExtendWith(StandardSandbox.class)
class PauseIT extends WithSandbox {
    /// Goes on for two seconds.
    private static final String STREAM = "/sandbox/sse?count=40&ms=50";

    @Test
    void new_requests_are_refused_and_those_under_way_go_on_until_it_ends() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        notebook.get(ME);
        awaitQuiet();
        forgetRequests();
        CompletableFuture<Notebook.Answer> underWay = notebook.getLater(STREAM);
        await("the stream").until(() -> requestsAtTheWorkspaces() == 1);

        Outcome pause = say(laptop, "pause");
        Notebook.Answer refused = notebook.get(ME);

        assertThat(pause.status()).isZero();
        assertProblem(refused, 503, "paused");
        assertThat(refused.field("Retry-After")).isPresent();
        assertProblem(Notebook.withKey(laptop, "prod", "lgk_wrong").get(ME), 401, "local_key_wrong");
        assertThat(audited(laptop, refused.requestId()).path("problem").asString())
                .isEqualTo("paused");
        assertThat(say(laptop, "status").out()).startsWith("paused: ").contains("signed in as alice@acme.example");
        assertThat(json(say(laptop, "status", "--json")).path("paused").asBoolean())
                .isTrue();
        assertThat(underWay.isDone())
                .as("the stream has ended before it was looked at")
                .isFalse();
        assertThat(underWay.get(30, TimeUnit.SECONDS).body()).contains("event 40");
        assertThat(requestsAtTheWorkspaces()).isEqualTo(1);

        assertThat(say(laptop, "pause").status())
                .as("twice is no more than once")
                .isZero();
        assertThat(say(laptop, "resume").status()).isZero();

        assertThat(notebook.me()).isEqualTo("alice@acme.example");
        assertThat(say(laptop, "status").out()).doesNotContain("paused");
        assertThat(await("its end in the log").until(() -> pauses(laptop), lines -> lines.contains("resume")))
                .containsExactly("pause", "resume");
    }

    @Test
    void it_ends_with_the_program_and_where_nothing_runs_nothing_can_be_paused() throws Exception {
        Laptop laptop = laptop();
        assertThat(say(laptop, "pause").status()).isZero();
        laptop.close();

        Outcome nothing = say(laptop, "pause");
        laptop.start();

        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.err()).contains("not_running");
        assertThat(json(say(laptop, "status", "--json")).path("paused").asBoolean())
                .isFalse();
        assertProblem(Notebook.of(laptop, "prod").get(ME), 401, "sign_in_needed");
    }

    private static List<String> pauses(Laptop laptop) {
        return laptop.auditLog().stream()
                .map((JsonNode line) -> line.path("event").asString())
                .filter(event -> event.equals("pause") || event.equals("resume"))
                .toList();
    }
}
