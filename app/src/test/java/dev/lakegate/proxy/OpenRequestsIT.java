package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.model.IdentityProblem.SignedOut;
import dev.lakegate.model.Token;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// When a profile is signed out, what is under way for it ends: on both sides, in whatever state it is, and so that
/// nobody takes a part for the whole.
class OpenRequestsIT extends WithLaptop {
    private static final long GIGABYTE = 1024L * 1024 * 1024;

    private static RouteByHand route;

    @BeforeAll
    static void aRoute() throws Exception {
        Token token = RouteByHand.workspaceToken(company);
        route = new RouteByHand(folder.resolve("route"), company, laptop, _ -> token);
        assertThat(route.ask("GET", ME).status()).isEqualTo(200);
    }

    @AfterAll
    static void close() {
        route.close();
    }

    @AfterEach
    void nothing_is_left_open() {
        await("no open request").until(() -> route.open.count() == 0);
        await("no request at the gateway").until(() -> requestsUnderWay() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sandbox/bytes?n=" + GIGABYTE,
                "/sandbox/stream?n=" + GIGABYTE,
                "/sandbox/sse?count=100000&ms=20"
            })
    void a_download_breaks_off_and_is_never_taken_for_a_whole_one(String target) throws IOException {
        try (PlainWire wire = route.connect()) {
            Head head = wire.send(route.request("GET", target)).head();
            InputStream body = wire.body(head);
            body.readNBytes(20);
            assertThat(route.open.count()).isEqualTo(1);

            signOut();

            assertCutOff(body, head);
        }
    }

    @Test
    void one_whose_reader_stalls_does_not_wait_for_the_reader() throws IOException {
        try (PlainWire wire = route.connectWithSmallBuffer()) {
            Head head = wire.send(route.request("GET", "/sandbox/bytes?n=" + GIGABYTE))
                    .head();
            AtomicLong last = new AtomicLong();
            await("a workspace that no longer writes")
                    .during(Duration.ofMillis(300))
                    .until(() -> last.getAndSet(company.prod().produced()) == last.get());

            signOut();

            assertThat(route.audited(head.requestId()).get("problem").asString())
                    .isEqualTo("signed_out");
            nothing_is_left_open();
            assertCutOff(wire.body(head), head);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void an_upload_is_answered_in_the_middle(String framing) throws IOException {
        long before = company.prod().count();
        try (PlainWire wire = route.connect()) {
            wire.send(route.request("POST", "/sandbox/digest", framing)).send("3\r\nabc\r\n");
            await("the request").until(() -> company.prod().count() == before + 1);

            signOut();

            assertSignedOut(wire.answer());
        }
    }

    @Test
    void a_body_that_is_answered_while_it_goes_up_ends_both_ways() throws IOException {
        try (PlainWire wire = route.connect()) {
            wire.send(route.request("POST", "/sandbox/echo", "Transfer-Encoding: chunked"))
                    .send("3\r\nabc\r\n");
            Head head = wire.head();
            InputStream echo = wire.body(head);
            echo.readNBytes(3);

            signOut();

            assertCutOff(echo, head);
        }
    }

    @Test
    void a_request_that_waits_for_its_answer_gets_the_problem() throws IOException {
        long before = company.prod().count();
        try (PlainWire wire = route.connect()) {
            wire.send(route.request("GET", "/sandbox/slow?ms=60000"));
            await("the request").until(() -> company.prod().count() == before + 1);

            signOut();

            Answer answer = wire.answer();
            assertSignedOut(answer);
            assertThat(endAtTheGateway(answer.head().requestId())).startsWith("C");
            // the connection is as good as before
            assertThat(wire.send(route.request("GET", ME)).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void one_that_waits_for_a_token_is_refused_and_not_forwarded_when_the_token_comes() throws Exception {
        CountDownLatch issued = new CountDownLatch(1);
        Token token = RouteByHand.workspaceToken(company);
        try (RouteByHand waiting = new RouteByHand(folder.resolve("waiting"), company, laptop, _ -> {
                    awaitIssued(issued);
                    return token;
                });
                PlainWire wire = waiting.connect()) {
            long before = company.prod().count();
            wire.send(waiting.request("GET", "/sandbox/headers"));
            await("the request").until(() -> waiting.open.count() == 1);

            waiting.open.endAll(new SignedOut(waiting.profile.name()));

            Answer answer = wire.answer();
            assertProblem(answer, 401, "signed_out");
            assertThat(waiting.audited(answer.head().requestId()).get("problem").asString())
                    .isEqualTo("signed_out");
            issued.countDown();
            // it would be forwarded before these
            for (int number = 0; number < 10; number++) {
                assertThat(wire.send(waiting.request("GET", ME)).answer().status())
                        .isEqualTo(200);
            }
            assertThat(company.prod().count()).isEqualTo(before + 10);
            await("no open request").until(() -> waiting.open.count() == 0);
        }
    }

    @Test
    void ten_at_once_all_end() throws Exception {
        List<PlainWire> downloads = new ArrayList<>();
        List<Head> heads = new ArrayList<>();
        List<PlainWire> silent = new ArrayList<>();
        long before = company.prod().count();
        for (int number = 0; number < 5; number++) {
            PlainWire wire = route.connect();
            heads.add(wire.send(route.request("GET", "/sandbox/bytes?n=" + GIGABYTE))
                    .head());
            downloads.add(wire);
            silent.add(route.connect().send(route.request("GET", "/sandbox/slow?ms=60000")));
        }
        await("all of them").until(() -> company.prod().count() == before + 10);
        assertThat(route.open.count()).isEqualTo(10);

        signOut();

        for (int number = 0; number < 5; number++) {
            assertCutOff(downloads.get(number).body(heads.get(number)), heads.get(number));
            assertSignedOut(silent.get(number).answer());
        }
        Stream.concat(downloads.stream(), silent.stream()).forEach(PlainWire::close);
    }

    @Test
    void what_another_profile_has_open_goes_on() throws Exception {
        Token token = RouteByHand.workspaceToken(company);
        try (RouteByHand another = new RouteByHand(folder.resolve("another"), company, laptop, _ -> token);
                PlainWire wire = another.connect();
                PlainWire ended = route.connect()) {
            wire.send(another.request("POST", "/sandbox/echo", "Transfer-Encoding: chunked"))
                    .send("4\r\nping\r\n");
            Head head = wire.head();
            InputStream echo = wire.body(head);
            echo.readNBytes(4);
            Head headOfEnded = ended.send(route.request("GET", "/sandbox/stream?n=" + GIGABYTE))
                    .head();

            signOut();

            assertCutOff(ended.body(headOfEnded), headOfEnded);
            wire.send("4\r\npong\r\n0\r\n\r\n");
            assertThat(new String(echo.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("pong");
            assertThat(another.audited(head.requestId()).has("problem")).isFalse();
        }
    }

    @Test
    void whatever_way_a_request_ends_it_is_open_no_longer() throws IOException {
        assertThat(route.ask("GET", ME).status()).isEqualTo(200);
        assertThat(route.ask("GET", "/.well-known/databricks-config").status()).isEqualTo(200);
        assertThat(route.ask("HEAD", "/sandbox/status?code=304").status()).isEqualTo(304);
        assertThat(route.ask("POST", "/api/2.0/token/create", "Content-Length: 0")
                        .status())
                .isEqualTo(403);
        assertThat(route.ask("GET", ME + "|\u00e9").status()).isEqualTo(400);
        try (PlainWire wire = route.connect()) {
            wire.send(route.request("POST", "/sandbox/digest", "Transfer-Encoding: chunked"))
                    .send("no chunk\r\n");
            assertThat(wire.head().status()).isEqualTo(400);
        }
        try (PlainWire wire = route.connect()) {
            Head head = wire.send(route.request("GET", "/sandbox/stream?n=" + GIGABYTE))
                    .head();
            wire.body(head).readNBytes(20);
            wire.abort();
        }

        nothing_is_left_open();
    }

    @Test
    void at_whatever_moment_it_comes_a_request_is_whole_or_says_so() {
        List<String> targets = List.of(ME, "/sandbox/bytes?n=300000", "/.well-known/databricks-config");
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<CompletableFuture<Void>> clients = IntStream.range(0, 4)
                .mapToObj(client -> CompletableFuture.runAsync(
                        () -> {
                            for (int number = 0; number < 60; number++) {
                                assertWholeOrEnded(targets.get((number + client) % targets.size()));
                            }
                        },
                        Thread::startVirtualThread))
                .toList();

        CompletableFuture<Void> all = CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            signOut();
        }

        all.join();
        List<JsonNode> lines = await("every audit line")
                .until(
                        () -> route.auditLines().stream()
                                .filter(line -> !Instant.parse(line.path("ts").asString())
                                        .isBefore(begin))
                                .toList(),
                        found -> found.size() == 240);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.path("problem").asString()).isEqualTo("signed_out"))
                .allSatisfy(line ->
                        assertThat(line.path("problem").asString("signed_out")).isEqualTo("signed_out"));
    }

    private static void assertWholeOrEnded(String target) {
        try {
            Answer answer = route.ask("GET", target);
            if (answer.status() != 200) {
                assertProblem(answer, 401, "signed_out");
            } else if (target.endsWith("=300000")) {
                assertThat(answer.body()).hasSize(300_000);
            } else {
                assertThat(answer.json().isObject()).isTrue();
            }
        } catch (IOException cutOff) {
            // says so
        }
    }

    private static void signOut() {
        route.open.endAll(new SignedOut(route.profile.name()));
    }

    private static void assertSignedOut(Answer answer) {
        assertProblem(answer, 401, "signed_out");
        assertThat(answer.head().field("WWW-Authenticate")).isPresent();
        JsonNode line = route.audited(answer.head().requestId());
        assertThat(line.get("problem").asString()).isEqualTo("signed_out");
        assertThat(line.get("status").asInt()).isEqualTo(401);
        assertThat(line.get("person").asString()).isEqualTo("alice@acme.example");
    }

    private static void assertCutOff(InputStream body, Head head) {
        assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
        JsonNode line = route.audited(head.requestId());
        assertThat(line.get("problem").asString()).isEqualTo("signed_out");
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.get("bytes_out").asLong()).isBetween(1L, GIGABYTE - 1);
        assertThat(endAtTheGateway(head.requestId())).startsWith("C");
    }

    /// How HAProxy says the request ended; `C` is for its client, the proxy.
    private static String endAtTheGateway(String requestId) {
        return await("the gateway's line of " + requestId)
                .until(
                        () -> company.gateway().auditLines().stream()
                                .filter(line -> line.path("prid").asString().equals(requestId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .get("end")
                .asString();
    }

    private static void awaitIssued(CountDownLatch issued) {
        try {
            issued.await();
        } catch (InterruptedException ending) {
            throw new UncheckedIOException(new IOException("the proxy is ending", ending));
        }
    }
}
