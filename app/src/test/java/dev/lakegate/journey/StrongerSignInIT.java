package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A gateway that begins to want a stronger sign-in (RFC 9470): the person is told, signs in once more, and is in.
@ExtendWith(StandardSandbox.class)
class StrongerSignInIT extends WithSandbox {

    @AfterEach
    void the_gateway_wants_it_no_longer() {
        sandbox.gateway().runtime("del map " + stepUpMap() + " acme");
    }

    @Test
    void the_next_sign_in_asks_the_provider_for_what_the_gateway_wants() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        assertThat(notebook.me()).isEqualTo("alice@acme.example");

        sandbox.gateway().runtime("add map " + stepUpMap() + " acme 600\\ urn:lakegate:mfa");
        assertProblem(notebook.get(ME), 401, "stronger_sign_in_needed");
        assertThat(json(say(laptop, "status", "--json"))
                        .path("profiles")
                        .path(0)
                        .path("problem")
                        .asString())
                .isEqualTo("stronger_sign_in_needed");
        laptop.signIn("alice");

        Notebook.Answer answer = notebook.get(ME);
        assertThat(answer.json().path("userName").asString()).isEqualTo("alice@acme.example");
        assertThat(audited(laptop, answer.requestId()).has("problem")).isFalse();
        assertThat(Notebook.of(laptop, "dev").me()).isEqualTo("alice@acme.example");
    }

    @Test
    void a_sign_in_that_does_not_know_of_it_is_followed_by_one_that_does() throws Exception {
        sandbox.gateway().runtime("add map " + stepUpMap() + " acme 600\\ urn:lakegate:mfa");
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");

        // the exchange is what the gateway denies here
        assertProblem(notebook.get(ME), 401, "stronger_sign_in_needed");
        laptop.signIn("alice");

        assertThat(notebook.me()).isEqualTo("alice@acme.example");
    }

    /// The runtime socket splits at spaces, which a folder's name may have: the map's number stands for it.
    private static String stepUpMap() {
        return sandbox.gateway()
                .runtime("show map")
                .lines()
                .filter(line -> line.contains("/step-up.map)"))
                .map(line -> "#" + line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
    }
}
