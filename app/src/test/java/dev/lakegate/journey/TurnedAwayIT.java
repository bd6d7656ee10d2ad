package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Provider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Who may not come in is told so by the proxy, in the gateway's words, and the workspace never hears of it.
@ExtendWith(StandardSandbox.class)
class TurnedAwayIT extends WithSandbox {

    @BeforeEach
    void forget() {
        forgetRequests();
    }

    @ParameterizedTest
    @CsvSource({
        "carol,   no_workspace_identity, no workspace identity is assigned to you",
        "dave,    user_disabled,         Your workspace identity is disabled",
        "erin,    group_required,        in none of the groups",
        "mallory, no_workspace_identity, no workspace identity is assigned to you",
    })
    void who_is_not_permitted_is_told_the_gateways_reason(String person, String code, String reason) throws Exception {
        assertDenied(laptopOf(person), person, code, reason);
    }

    @Test
    void a_token_for_another_audience_opens_nothing() throws Exception {
        Laptop laptop = laptop(sandbox.configuration().replace(Provider.AUDIENCE, Provider.OTHER_AUDIENCE));
        laptop.signIn("alice");

        assertDenied(laptop, "alice", "wrong_audience", "not meant for this gateway");
    }

    @Test
    void a_gateway_that_cannot_prove_its_name_gets_no_token() throws Exception {
        Certificates foreign = Certificates.create(folder.resolve("foreign"));
        Laptop laptop = laptop(sandbox.configuration()
                .replace(
                        sandbox.certificates().caPem().toString(),
                        foreign.caPem().toString()));
        awaitQuiet();
        long before = requestsAtTheGateway();
        laptop.signIn("alice");

        Notebook.Answer answer = Notebook.of(laptop, "prod").get(ME);

        assertProblem(answer, 502, "gateway_untrusted");
        assertThat(answer.json().path("message").asString()).contains("ca_file");
        awaitQuiet();
        assertThat(sandbox.gateway()
                        .auditLines()
                        .subList((int) before, sandbox.gateway().auditLines().size()))
                .as("what the gateway saw is handshakes that failed")
                .allSatisfy(line -> assertThat(line.has("method")).isFalse());
        assertThat(requestsAtTheWorkspaces()).isZero();
    }

    /// The client reads the code, what to do and an id; by the id the network team finds the denial.
    private static void assertDenied(Laptop laptop, String person, String code, String reason) throws Exception {
        Notebook.Answer answer = Notebook.of(laptop, "prod").get(ME);

        assertProblem(answer, 403, "denied_by_gateway");
        JsonNode line = audited(laptop, answer.requestId());
        assertThat(line.path("problem").asString()).isEqualTo("denied_by_gateway");
        assertThat(line.path("denial").asString()).isEqualTo(code);
        assertThat(line.path("status").asInt()).isEqualTo(403);
        assertThat(line.path("person").asString()).startsWith(person + "@");
        String gatewayId = line.path("gateway_request_id").asString();
        assertThat(answer.json().path("message").asString())
                .contains(code)
                .contains(reason)
                .contains("Ask the network team")
                .contains(gatewayId);

        JsonNode gateway = sandbox.gateway().audited(gatewayId);
        assertThat(gateway.path("deny").asString()).isEqualTo(code);
        assertThat(gateway.path("sub").asString()).isEqualTo(person);
        awaitQuiet();
        assertThat(requestsAtTheWorkspaces()).as("requests at the workspaces").isZero();
    }
}
