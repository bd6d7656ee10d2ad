package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.PlainClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tokens are obtained once, belong to whoever is signed in, and end with the sign-in.
@ExtendWith(StandardSandbox.class)
class TokensIT extends WithSandbox {
    private static final int AT_ONCE = 50;

    @BeforeEach
    void forget() {
        forgetRequests();
    }

    @Test
    void fifty_first_requests_at_once_make_one_exchange_and_no_refresh() throws Exception {
        int refreshes = sandbox.provider().counters().grant("refresh_token");
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");

        List<CompletableFuture<Notebook.Answer>> answers =
                Stream.generate(() -> notebook.getLater(ME)).limit(AT_ONCE).toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().status()).isEqualTo(200);
            assertThat(answer.join().json().path("userName").asString()).isEqualTo("alice@acme.example");
        });
        awaitQuiet();
        assertThat(exchangesAtProd()).isEqualTo(1);
        assertThat(sandbox.provider().counters().grant("refresh_token")).isEqualTo(refreshes);
    }

    @Test
    void after_a_sign_out_nothing_is_forwarded_and_the_provider_takes_no_token_of_it() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        assertThat(notebook.me()).isEqualTo("alice@acme.example");
        int revocations = sandbox.provider().counters().endpoint("revocation");

        Outcome logout = laptop.lakegate("logout");

        assertThat(logout.status()).isZero();
        assertThat(logout.err()).isEmpty();
        assertThat(sandbox.provider().counters().endpoint("revocation"))
                .as("the refresh token's and the access token's")
                .isEqualTo(revocations + 2);
        awaitQuiet();
        long before = requestsAtTheGateway();
        assertProblem(notebook.get(ME), 401, "sign_in_needed");
        assertProblem(Notebook.of(laptop, "dev").get(ME), 401, "sign_in_needed");
        assertThat(requestsAtTheGateway()).isEqualTo(before);
        assertThat(laptop.lakegate("status").status()).isEqualTo(3);
        assertThat(laptop.lakegate("logout").status())
                .as("a second sign-out does no harm")
                .isZero();
        try (PlainClient thief = new PlainClient(sandbox.provider(), "lakegate")) {
            for (String token : sandbox.provider().issued().reversed().subList(0, 3)) {
                assertThat(thief.refresh(token).text("error")).isEqualTo("invalid_grant");
            }
        }
    }

    @Test
    void who_signs_in_next_is_never_the_one_before() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook prod = Notebook.of(laptop, "prod");
        Notebook dev = Notebook.of(laptop, "dev");
        assertThat(prod.me()).isEqualTo("alice@acme.example");
        assertThat(dev.me()).isEqualTo("alice@acme.example");
        AtomicBoolean signedIn = new AtomicBoolean();
        List<CompletableFuture<Void>> others = IntStream.range(0, 4)
                .mapToObj(number -> CompletableFuture.runAsync(
                        () -> {
                            while (!signedIn.get()) {
                                prod.getLater(ME).join();
                            }
                        },
                        Thread::startVirtualThread))
                .toList();

        laptop.signIn("bob");

        List<String> seen = IntStream.range(0, 20)
                .mapToObj(number -> (number % 2 == 0 ? prod : dev).getLater(ME))
                .map(answer -> answer.join().json().path("userName").asString())
                .toList();
        signedIn.set(true);
        others.forEach(CompletableFuture::join);
        assertThat(seen).containsOnly("bob@acme.example");

        laptop.signOut();
        laptop.signIn("alice");
        assertThat(prod.me()).isEqualTo("alice@acme.example");
    }
}
