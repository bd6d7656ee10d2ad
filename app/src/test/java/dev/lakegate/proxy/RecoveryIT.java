package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.Token;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.workspace.ReceivedRequest;
import dev.lakegate.token.TokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A token that is refused though it had not expired: the request goes once more with a new one, where that harms
/// nobody, and the client does not notice.
class RecoveryIT extends WithLaptop {
    private static final AtomicInteger FOLDERS = new AtomicInteger();

    private final AtomicInteger identityTokens = new AtomicInteger();
    private final AtomicInteger workspaceTokens = new AtomicInteger();
    private RouteByHand route;

    @AfterEach
    void close() {
        route.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 20_000, 64 * 1024})
    void what_the_gateway_denies_for_its_token_goes_once_more_whatever_its_method(int length) throws Exception {
        route = route(this::firstForgedThenGood, this::good);
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        long before = company.prod().count();

        Answer answer = post(body, "Content-Length: " + length);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("sha256").asString()).isEqualTo(sha256(body));
        assertThat(company.prod().count()).isEqualTo(before + 1);
        assertThat(identityTokens).hasValue(2);
        assertThat(route.audited(answer.head().requestId()).get("status").asInt())
                .isEqualTo(200);
        assertThat(route.audited(answer.head().requestId()).get("bytes_in").asInt())
                .isEqualTo(length);
    }

    @Test
    void a_body_in_chunks_goes_once_more_as_well() throws Exception {
        route = route(this::firstForgedThenGood, this::good);
        byte[] body = "twelve bytes".getBytes(StandardCharsets.US_ASCII);

        Answer answer = route.connect()
                .send(route.request("POST", "/sandbox/digest", "Transfer-Encoding: chunked"))
                .send("6\r\ntwelve\r\n6\r\n bytes\r\n0\r\n\r\n")
                .answer();

        assertThat(answer.json().get("sha256").asString()).isEqualTo(sha256(body));
    }

    /// By a gateway that reads all of it before it denies; HAProxy may deny while the rest is under way, which then
    /// goes
    /// on as it comes.
    @ParameterizedTest
    @CsvSource({"65536, 2", "65537, 1"})
    void a_body_longer_than_what_is_kept_is_not_sent_again_and_the_denial_is_told(int length, int times)
            throws Exception {
        String denial = "HTTP/1.1 401 Unauthorized\r\nX-Lakegate-Error: bad_signature\r\nContent-Length: 0\r\n\r\n";
        Path broken = folder.resolve("reads-all" + FOLDERS.incrementAndGet());
        try (HostileGateway gateway = new HostileGateway(broken, (_, wire) -> {
            wire.in().readNBytes(length);
            wire.send(denial);
        })) {
            route = gateway.route(
                    broken,
                    _ -> count(identityTokens, RouteByHand.token("of-the-identity-number-" + identityTokens.get())));

            Answer denied = post(new byte[length], "Content-Length: " + length);

            assertThat(denied.status()).isEqualTo(401);
            assertThat(gateway.targets()).hasSize(times);
            assertThat(route.ask("GET", "/echo/next").text()).isEqualTo("/echo/next");
        }
    }

    @Test
    void a_second_denial_is_told_and_no_third_token_is_asked_for() throws Exception {
        route = route(_ -> count(identityTokens, RouteByHand.forgedIdentity(company)), this::good);
        long before = company.gateway().requests();

        Answer answer = route.ask("GET", ME);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("code").asString()).isEqualTo("bad_signature");
        assertThat(company.gateway().requests()).isEqualTo(before + 2);
        assertThat(identityTokens).hasValue(2);
    }

    @Test
    void a_workspace_that_has_forgotten_its_token_is_asked_again_when_that_is_harmless() throws Exception {
        route = route(_ -> RouteByHand.identityOf(company), this::good);
        assertThat(route.ask("GET", ME).status()).isEqualTo(200);
        company.prod().revokeTokens();

        Answer answer = route.ask("GET", ME);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(workspaceTokens).hasValue(2);
        assertThat(receivedWith(answer)).hasSize(2);
    }

    @Test
    void a_post_that_the_workspace_refused_is_the_clients_to_repeat_and_the_next_has_a_new_token() throws Exception {
        route = route(_ -> RouteByHand.identityOf(company), this::good);
        assertThat(route.ask("GET", ME).status()).isEqualTo(200);
        company.prod().revokeTokens();

        Answer refused = post(new byte[3], "Content-Length: 3");
        Answer read = route.ask("GET", ME);
        Answer repeated = post(new byte[3], "Content-Length: 3");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("message").asString()).isEqualTo("Invalid access token.");
        assertThat(receivedWith(refused)).hasSize(1);
        assertThat(read.status()).isEqualTo(200);
        assertThat(repeated.status()).isEqualTo(200);
    }

    @Test
    void another_403_is_no_reason_for_anything() throws Exception {
        route = route(_ -> RouteByHand.identityOf(company), this::good);

        Answer answer = route.ask("GET", "/sandbox/status?code=403");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(receivedWith(answer)).hasSize(1);
        assertThat(workspaceTokens).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"429", "503"})
    void a_busy_workspace_is_believed(String code) throws Exception {
        route = route(_ -> RouteByHand.identityOf(company), this::good);

        Answer answer = route.ask("GET", "/sandbox/status?retry=7&code=" + code);

        assertThat(answer.status()).isEqualTo(Integer.parseInt(code));
        assertThat(answer.head().field("Retry-After")).contains("7");
        assertThat(receivedWith(answer)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign-in-page", "sign-in-redirect"})
    void a_page_for_signing_in_is_no_answer_to_a_program(String what) throws Exception {
        route = route(_ -> RouteByHand.identityOf(company), this::good);

        Answer answer = route.ask("GET", "/api/2.0/sandbox/" + what);

        assertProblem(answer, 401, "sign_in_page");
        assertThat(answer.head().field("Location")).isEmpty();
        assertThat(receivedWith(answer)).as("once with either token").hasSize(2);
        assertThat(workspaceTokens).hasValue(2);
    }

    @Test
    void a_hundred_requests_with_a_dead_token_ask_for_one_new_one() throws Exception {
        route = route(_ -> RouteByHand.identityOf(company), this::good);
        assertThat(route.ask("GET", ME).status()).isEqualTo(200);
        company.prod().revokeTokens();

        List<CompletableFuture<Integer>> answers = Stream.generate(() -> CompletableFuture.supplyAsync(this::status))
                .limit(100)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(workspaceTokens).hasValue(2);
    }

    private int status() {
        try {
            return route.ask("GET", ME).status();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private Token firstForgedThenGood(java.time.Duration remaining) {
        Token token = identityTokens.get() == 0 ? RouteByHand.forgedIdentity(company) : RouteByHand.identityOf(company);
        return count(identityTokens, token);
    }

    private Token good(java.time.Duration remaining) {
        return count(workspaceTokens, RouteByHand.workspaceToken(company));
    }

    private static Token count(AtomicInteger tokens, Token token) {
        tokens.incrementAndGet();
        return token;
    }

    private RouteByHand route(TokenSource identity, TokenSource workspace) throws Exception {
        return new RouteByHand(
                folder.resolve("route" + FOLDERS.incrementAndGet()), company, laptop, identity, workspace);
    }

    private Answer post(byte[] body, String framing) throws IOException {
        return route.connect()
                .send(route.request("POST", "/sandbox/digest", framing))
                .send(body)
                .answer();
    }

    private static List<ReceivedRequest> receivedWith(Answer answer) {
        String id = answer.head().requestId();
        return company.prod().requests().stream()
                .filter(received -> id.equals(received.fields().get("X-Request-Id")))
                .toList();
    }

    private static String sha256(byte[] body) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }
}
