package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A gateway that is away is told as such, and needs nothing of the person when it is back.
@ExtendWith(StandardSandbox.class)
class GatewayDownIT extends WithSandbox {

    @Test
    void requests_are_told_to_come_again_and_succeed_when_the_gateway_is_back() throws Exception {
        Laptop connected = laptopOf("alice");
        Notebook withTokens = Notebook.of(connected, "prod");
        assertThat(withTokens.me()).isEqualTo("alice@acme.example");
        awaitQuiet();

        try (Laptop unconnected = sandbox.laptop()) {
            unconnected.start();
            Notebook withoutTokens = Notebook.of(unconnected, "prod");
            sandbox.gateway().close();
            try {
                unconnected.signIn("bob");
                forgetRequests();
                assertComeAgain(connected, withTokens.get(ME));
                assertComeAgain(unconnected, withoutTokens.get(ME));
                assertThat(say(connected, "status").out())
                        .containsPattern(
                                "the last request of prod, at .+, did not reach the gateway \\(gateway_unreachable\\)");
                assertThat(requestsAtTheWorkspaces()).isZero();
            } finally {
                sandbox.restartGateway();
            }
            assertThat(withTokens.me()).isEqualTo("alice@acme.example");
            assertThat(say(connected, "status").out()).doesNotContain("did not reach");
            assertThat(withoutTokens.me()).isEqualTo("bob@acme.example");
        }
    }

    private static void assertComeAgain(Laptop laptop, Notebook.Answer answer) {
        assertProblem(answer, 503, "gateway_unreachable");
        assertThat(answer.field("Retry-After")).contains("5");
        assertThat(answer.json().path("message").asString())
                .contains("https://127.0.0.1:" + sandbox.gateway().port(), "VPN");
        assertThat(audited(laptop, answer.requestId()).path("problem").asString())
                .isEqualTo("gateway_unreachable");
    }
}
