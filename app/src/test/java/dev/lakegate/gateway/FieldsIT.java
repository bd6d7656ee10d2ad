package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.TlsWire;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which fields cross the gateway, upstream and back.
class FieldsIT extends WithGateway {
    private static final String OWN_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "X-Forwarded",
                "X-Forwarded-User",
                "X_Forwarded_User",
                "X-Forwarded_Email",
                "X.Forwarded.User",
                "X-Real-IP",
                "X_Real_IP",
                "X-Client-IP",
                "True-Client-IP",
                "X-Lakegate-Principal",
                "X_Lakegate_Rule",
                "X-Auth",
                "X-Auth-Request-User",
                "X-Authenticated-User",
                "X-User",
                "X-User-Id",
                "Remote-User",
                "Remote_User",
                "X-Remote-User",
                "X-Goog-Authenticated-User-Email",
                "X-Ms-Client-Principal-Name",
                "X-Amzn-Oidc-Data",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-Method-Override",
                "X-Databricks-Azure-SP-Management-Token",
                "X-Databricks-GCP-SA-Access-Token",
                "Proxy_Authorization",
                "X_Request_Id"
            })
    void a_client_cannot_say_who_it_is_or_what_it_means(String name) {
        var received = assertPasses(me().and(name + ": spoofed-value"));
        assertThat(received.fields().stream().map(f -> f.getValue())).doesNotContain("spoofed-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-databricks-cluster-id",
                "X-Databricks-Org-Id",
                "User-Agent",
                "X-Userland",
                "X-Authority",
                "Range"
            })
    void what_is_no_identity_passes(String name) {
        assertThat(assertPasses(me().and(name + ": kept")).fields(name)).containsExactly("kept");
    }

    @Test
    void the_identity_token_stays_at_the_gateway() {
        var received = assertPasses(me());
        assertThat(received.fields("Proxy-Authorization")).isEmpty();
        assertThat(received.fields("Authorization")).hasSize(1);
    }

    @Test
    void the_proxys_id_and_trace_go_on_and_come_back() {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var answer = wire.send(me().and("X-Request-Id: proxy-id-1")
                .and("traceparent: " + trace)
                .text());
        var received = prod.requests().getFirst();
        assertThat(received.fields("X-Request-Id")).containsExactly("proxy-id-1");
        assertThat(received.fields("traceparent")).containsExactly(trace);
        assertThat(answer.field("X-Request-Id")).contains("proxy-id-1");
        var own = answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow();
        assertThat(own).matches(OWN_ID);
        assertThat(answer.field("X-Lakegate-Principal")).contains(ALICE);
        assertThat(answer.field("X-Lakegate-Rule")).contains("default");
        assertThat(answer.field("X-Lakegate-Node").orElseThrow()).isIn("node1", "node2");
        var audited = gateway.audited(own);
        assertThat(audited.path("prid").asString()).isEqualTo("proxy-id-1");
        assertThat(audited.path("trace").asString()).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "not well formed!",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void an_id_that_is_not_well_formed_is_replaced(String id) {
        assertThat(assertPasses(me().and("X-Request-Id: " + id))
                        .field("X-Request-Id")
                        .orElseThrow())
                .matches(OWN_ID);
    }

    @Test
    void of_two_ids_none_is_taken() {
        var received = assertPasses(me().and("X-Request-Id: aaaaaaaa").and("X-Request-Id: bbbbbbbb"));
        assertThat(received.field("X-Request-Id").orElseThrow()).matches(OWN_ID);
    }

    @Test
    void a_strangers_id_is_not_taken() {
        var request = me().token(acme.alice().signedBy(stranger)).and("X-Request-Id: proxy-id-2");
        var answer = wire.send(request.text());
        var audited = assertDenied("a stranger", answer, 401, "bad_signature");
        assertThat(answer.field("X-Request-Id")).isEqualTo(answer.field("X-Lakegate-Gateway-Request-Id"));
        assertThat(audited.path("prid").asString()).isEmpty();
        assertThat(audited.path("user").asString()).isEmpty();
        assertThat(audited.path("verified").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"
            })
    void a_trace_that_is_not_well_formed_is_begun_anew(String trace) {
        var received = assertPasses(me().and("traceparent: " + trace).and("tracestate: a=b"));
        assertThat(received.field("traceparent").orElseThrow())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .isNotEqualTo(trace);
        assertThat(received.field("tracestate")).isEmpty();
    }

    @Test
    void how_far_the_laptops_audit_had_come_is_logged_and_goes_no_further() {
        var head = "0123456789abcdef:1234:0123456789abcdef0123456789abcdef";
        var answer = wire.send(me().and("X-Lakegate-Audit-Head: " + head).text());
        assertThat(prod.requests().getFirst().fields("X-Lakegate-Audit-Head")).isEmpty();
        assertThat(auditHead(answer)).isEqualTo(head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef:1234",
                "0123456789ABCDEF:1234:0123456789abcdef0123456789abcdef",
                "0123456789abcdef:1234:0123456789abcdef0123456789abcdef0",
                "0123456789abcdef:1234567890123456:0123456789abcdef0123456789abcdef",
                "\",\"deny\":\"x"
            })
    void a_head_that_is_not_well_formed_is_not_logged(String head) {
        assertThat(auditHead(
                        wire.send(me().and("X-Lakegate-Audit-Head: " + head).text())))
                .isEmpty();
    }

    @Test
    void nor_is_one_of_two_or_a_strangers() {
        var head = "X-Lakegate-Audit-Head: 0123456789abcdef:1234:0123456789abcdef0123456789abcdef";
        assertThat(auditHead(wire.send(me().and(head).and(head).text()))).isEmpty();
        assertThat(auditHead(wire.send(
                        me().token(acme.alice().signedBy(stranger)).and(head).text())))
                .isEmpty();
    }

    private static String auditHead(TlsWire.Answer answer) {
        return gateway.audited(answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow())
                .path("audit_head")
                .asString();
    }

    @Test
    void a_workspace_cannot_speak_in_the_gateways_name() {
        var answer = wire.send(me().to("/sandbox/spoof").text());
        assertThat(prod.count()).isEqualTo(1);
        assertThat(answer.body()).contains("spoofed");
        assertThat(answer.field("X-Lakegate-Error")).isEmpty();
        assertThat(answer.field("X-Lakegate-Principal")).isEqualTo(Optional.of(ALICE));
    }
}
