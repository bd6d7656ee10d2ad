package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.Token;
import dev.lakegate.proxy.upstream.StepUp;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A gateway that wants a stronger sign-in (RFC 9470) than alice's: the proxy says so, and tells it to the session.
class StepUpIT extends WithLaptop {
    private static final String CHALLENGE = "Bearer realm=\"lakegate\", error=\"insufficient_user_authentication\","
            + " error_description=\"A stronger or a more recent sign-in is required\","
            + " acr_values=\"urn:lakegate:mfa\", max_age=\"3600\"";

    private static RouteByHand route;

    @BeforeAll
    static void aRoute() throws Exception {
        Token token = RouteByHand.workspaceToken(company);
        route = new RouteByHand(folder.resolve("route"), company, laptop, _ -> token);
    }

    @AfterAll
    static void close() {
        route.close();
    }

    @BeforeEach
    void the_gateway_wants_more() {
        company.gateway().runtime("add map " + stepUpMap() + " acme 3600\\ urn:lakegate:mfa");
        route.demands.clear();
    }

    @AfterEach
    void it_no_longer_does() {
        company.gateway().runtime("del map " + stepUpMap() + " acme");
    }

    @ParameterizedTest
    @CsvSource({"GET, " + ME, "GET, /.well-known/databricks-config", "DELETE, /api/2.0/fs/files/Volumes/a/b/c/d"})
    void a_request_is_answered_with_what_to_do(String method, String target) throws IOException {
        long before = company.prod().count();

        Answer answer = route.ask(method, target);

        assertStrongerSignInNeeded(answer);
        assertThat(route.demands).containsExactly(CHALLENGE);
        assertThat(company.prod().count()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 1000000000", "Transfer-Encoding: chunked"})
    void one_whose_body_still_goes_up_is_answered_at_once(String framing) throws IOException {
        try (PlainWire wire = route.connect()) {
            wire.send(route.request("POST", "/sandbox/digest", framing)).send("3\r\nabc\r\n");

            assertStrongerSignInNeeded(wire.answer());
        }
        await("no open request").until(() -> route.open.count() == 0);
    }

    @Test
    void so_is_one_that_needs_a_token_first_which_the_gateway_does_not_let_be_exchanged() throws Exception {
        Laptop fresh = company.laptop();
        fresh.start();
        fresh.signIn("alice");

        Answer answer = PlainWire.ask(
                fresh.port("prod"),
                head("GET", ME, "Host: 127.0.0.1:" + fresh.port("prod"), bearer(fresh.localKey("prod"))));

        assertProblem(answer, 401, "stronger_sign_in_needed");
        assertThat(answer.json().get("message").asString())
                .contains("(acr_values=urn:lakegate:mfa max_age=3600)", "lakegate login");
        String id = answer.head().requestId();
        await("its audit line").until(() -> auditLines(fresh, id).size() == 1);
        assertThat(auditLines(fresh, id).getFirst().get("denial").asString()).isEqualTo(StepUp.DENIAL);
    }

    @Test
    void a_workspace_that_says_the_same_is_not_believed() throws IOException {
        it_no_longer_does();

        Answer answer = route.ask("GET", "/sandbox/spoof?code=401&error=" + StepUp.DENIAL);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEqualTo("{\"spoofed\":true}");
        assertThat(answer.head().field("WWW-Authenticate")).contains("Bearer error=\"" + StepUp.DENIAL + "\"");
        assertThat(route.audited(answer.head().requestId()).has("problem")).isFalse();
        assertThat(route.demands).isEmpty();
    }

    private static void assertStrongerSignInNeeded(Answer answer) {
        assertProblem(answer, 401, "stronger_sign_in_needed");
        assertThat(answer.json().get("title").asString()).contains("(acr_values=urn:lakegate:mfa max_age=3600)");
        assertThat(answer.head().field("WWW-Authenticate")).contains("Bearer realm=\"lakegate\"");
        JsonNode line = route.audited(answer.head().requestId());
        assertThat(line.get("problem").asString()).isEqualTo("stronger_sign_in_needed");
        assertThat(line.get("denial").asString()).isEqualTo(StepUp.DENIAL);
        assertThat(line.get("rule").asString()).isEqualTo("built-in");
        assertThat(line.get("status").asInt()).isEqualTo(401);
    }

    /// The runtime socket splits at spaces, which a folder's name may have: the map's number stands for it.
    private static String stepUpMap() {
        return company.gateway()
                .runtime("show map")
                .lines()
                .filter(line -> line.contains("/step-up.map)"))
                .map(line -> "#" + line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
    }
}
