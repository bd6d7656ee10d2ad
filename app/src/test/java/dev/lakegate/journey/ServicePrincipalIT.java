package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// A route that acts as a service principal: whoever is permitted does its work, and stays known by name.
@ExtendWith(StandardSandbox.class)
class ServicePrincipalIT extends WithSandbox {
    private static final String ETL = "5ea1ab1e-0000-4000-8000-00000000e71a";

    @BeforeEach
    void forget() {
        forgetRequests();
    }

    @Test
    void whose_group_may_acts_as_it_and_the_audits_name_both() throws Exception {
        Laptop laptop = laptop(prodActsAs(ETL));
        laptop.signIn("alice");

        Notebook.Answer answer = Notebook.of(laptop, "prod").get(ME);

        assertThat(answer.json().path("userName").asString()).isEqualTo(ETL);
        JsonNode proxy = audited(laptop, answer.requestId());
        assertThat(proxy.path("person").asString()).isEqualTo("alice@acme.example");
        assertThat(proxy.path("principal").asString()).isEqualTo(ETL);
        JsonNode gateway =
                sandbox.gateway().audited(proxy.path("gateway_request_id").asString());
        assertThat(gateway.path("user").asString()).isEqualTo("alice@acme.example");
        assertThat(gateway.path("principal").asString()).isEqualTo(ETL);
    }

    @Test
    void the_other_route_of_the_same_person_acts_as_the_person() throws Exception {
        Laptop laptop = laptop(prodActsAs(ETL));
        laptop.signIn("alice");

        assertThat(Notebook.of(laptop, "dev").me()).isEqualTo("alice@acme.example");
        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo(ETL);
        assertThat(sandbox.dev().requests())
                .noneMatch(request -> request.user().filter(ETL::equals).isPresent());
    }

    @Test
    void whose_group_may_not_is_denied_by_the_gateway_and_no_workspace_is_asked() throws Exception {
        Laptop laptop = laptop(prodActsAs(ETL));
        laptop.signIn("bob");

        Notebook.Answer answer = Notebook.of(laptop, "prod").get(ME);

        assertProblem(answer, 403, "denied_by_gateway");
        assertThat(answer.json().path("message").asString()).contains("service_principal_not_permitted");
        JsonNode proxy = audited(laptop, answer.requestId());
        assertThat(proxy.path("person").asString()).isEqualTo("bob@acme.example");
        assertThat(proxy.path("denial").asString()).isEqualTo("service_principal_not_permitted");
        JsonNode gateway =
                sandbox.gateway().audited(proxy.path("gateway_request_id").asString());
        assertThat(gateway.path("user").asString()).isEqualTo("bob@acme.example");
        assertThat(gateway.path("deny").asString()).isEqualTo("service_principal_not_permitted");
        awaitQuiet();
        assertThat(sandbox.prod().count()).isZero();
        assertThat(Notebook.of(laptop, "dev").me()).isEqualTo("bob@acme.example");
    }

    @Test
    void one_that_nobody_may_act_as_is_denied_to_everybody() throws Exception {
        Laptop laptop = laptop(prodActsAs(ETL.replace("71a", "71b")));
        laptop.signIn("alice");

        Notebook.Answer answer = Notebook.of(laptop, "prod").get(ME);

        assertProblem(answer, 403, "denied_by_gateway");
        assertThat(answer.json().path("message").asString()).contains("service_principal_not_permitted");
    }

    private static String prodActsAs(String applicationId) {
        return sandbox.configuration()
                .replace("port = $PORT_PROD\n", "port = $PORT_PROD\nservice_principal = \"" + applicationId + "\"\n");
    }
}
