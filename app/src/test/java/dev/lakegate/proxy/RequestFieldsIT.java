package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.workspace.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of a request's fields reaches the workspace.
class RequestFieldsIT extends WithLaptop {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    static Stream<String> namesThatAssertAnIdentity() {
        return Stream.of(
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-User",
                "X_Forwarded_User",
                "x-forwarded_host",
                "X-Forwarded",
                "X-Real-IP",
                "X_Real_IP",
                "Remote-User",
                "Remote_User",
                "X-Remote-User",
                "X-Client-IP",
                "True-Client-IP",
                "X-Lakegate-Identity",
                "X-Lakegate-Anything",
                "X_Lakegate_Identity",
                "X-Auth-Request-Email",
                "X-User-Id",
                "X-Goog-Authenticated-User-Email",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-MS-Client-Principal-Name");
    }

    static Stream<String> namesOfThisHopAlone() {
        return Stream.of(
                "Proxy-Authorization",
                "Proxy_Authorization",
                "Proxy_Connection",
                "Keep_Alive",
                "Proxy-Connection",
                "Proxy-Authenticate",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Cookie");
    }

    @ParameterizedTest
    @MethodSource({"namesThatAssertAnIdentity", "namesOfThisHopAlone"})
    void this_field_of_the_client_never_reaches_the_workspace(String name) throws IOException {
        ReceivedRequest received = received(ask("GET", ME, name + ": eve", "X-Beside: it"));

        assertThat(received.fields("X-Beside")).containsExactly("it");
        assertThat(received.fields().stream().map(HttpField::getValue)).noneMatch(value -> value.contains("eve"));
        assertThat(received.fields(name)).isEmpty();
    }

    @Test
    void nor_do_fields_that_connection_names() throws IOException {
        ReceivedRequest received = received(ask(
                "GET", ME, "Connection: keep-alive, X-Hop , x_other_hop", "X-Hop: 1", "X-Other-Hop: 2", "X-Third: 3"));

        assertThat(received.fields("X-Hop")).isEmpty();
        assertThat(received.fields("X-Other-Hop")).isEmpty();
        assertThat(received.fields("X-Third")).containsExactly("3");
    }

    @Test
    void an_upgrade_is_not_asked_for_any_further() throws IOException {
        ReceivedRequest received = received(ask(
                "GET", ME, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"));

        assertThat(received.fields("Upgrade")).isEmpty();
        assertThat(received.fields("HTTP2-Settings")).isEmpty();
    }

    @Test
    void connection_cannot_take_away_what_the_proxy_itself_says() throws IOException {
        Answer answer = ask(
                "POST",
                "/sandbox/digest",
                "Connection: authorization, proxy-authorization, x-request-id, traceparent, host, content-length",
                "Content-Length: 0");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(received(answer).user()).contains("alice@acme.example");
        assertThat(received(answer).fields("traceparent")).hasSize(1);
    }

    @Test
    void ordinary_fields_arrive_as_they_were_sent_several_values_in_their_order() throws IOException {
        ReceivedRequest received = received(ask(
                "GET",
                ME,
                "User-Agent: notebook/1.0",
                "Accept: application/json",
                "Accept-Encoding: gzip",
                "X-Databricks-Cluster-Id: 0123-456789-abcdefgh",
                "x-databricks-session-id: 7",
                "X-Several: one",
                "X-Between: b",
                "X-Several: two, three",
                "X-Several: one",
                "X-Empty:",
                "If-None-Match: \"a\"",
                "Via: 1.1 other",
                "X-Userland: 1",
                "X-Authority: 2"));

        assertThat(received.fields("User-Agent")).containsExactly("notebook/1.0");
        assertThat(received.fields("Accept")).containsExactly("application/json");
        assertThat(received.fields("Accept-Encoding")).containsExactly("gzip");
        assertThat(received.fields("X-Databricks-Cluster-Id")).containsExactly("0123-456789-abcdefgh");
        assertThat(received.fields("X-Databricks-Session-Id")).containsExactly("7");
        assertThat(received.fields("X-Several")).containsExactly("one", "two, three", "one");
        assertThat(received.fields("X-Empty")).containsExactly("");
        assertThat(received.fields("If-None-Match")).containsExactly("\"a\"");
        assertThat(received.fields("Via")).containsExactly("1.1 other");
        assertThat(received.fields("X-Userland")).containsExactly("1");
        assertThat(received.fields("X-Authority")).containsExactly("2");
    }

    @Test
    void nothing_is_added_but_the_credential_the_id_and_the_trace() throws IOException {
        ReceivedRequest received = received(ask("GET", ME));

        assertThat(received.fields().stream().map(HttpField::getLowerCaseName))
                .isSubsetOf(Set.of("host", "authorization", "x-request-id", "traceparent"));
        assertThat(received.fields("Host")).containsExactly("prod.lakegate.test");
    }

    @Test
    void there_is_one_authorization_and_it_is_the_workspace_token() throws IOException {
        ReceivedRequest received = received(ask("GET", ME));

        assertThat(received.fields("Authorization")).singleElement().asString().startsWith("Bearer eyJ");
        assertThat(received.user()).contains("alice@acme.example");
    }

    @Test
    void the_request_id_is_the_proxys_all_the_way_up_and_in_the_answer() throws IOException {
        Answer answer = ask("GET", ME, "X-Request-Id: 11111111-1111-4111-8111-111111111111", "X_Request_Id: eve");

        String id = answer.head().requestId();
        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(id).isNotEqualTo("11111111-1111-4111-8111-111111111111");
        assertThat(received(answer).fields("X-Request-Id")).containsExactly(id);
        assertThat(received(answer).fields("X_Request_Id")).isEmpty();
        assertThat(company.gateway()
                        .audited(audited(id).get("gateway_request_id").asString())
                        .get("prid")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void a_trace_that_is_well_formed_is_continued() throws IOException {
        String theirs = "00-" + TRACE + "-b7ad6b7169203331-01";
        Answer answer = ask("GET", ME, "traceparent: " + theirs, "tracestate: a=b");

        assertThat(received(answer).fields("traceparent")).containsExactly(theirs);
        assertThat(received(answer).fields("tracestate")).containsExactly("a=b");
        assertThat(audited(answer.head().requestId()).get("trace_id").asString())
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-b7ad6b7169203331",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "eve"
            })
    void any_other_is_replaced_by_a_new_one(String theirs) throws IOException {
        Answer answer = ask("GET", ME, "traceparent: " + theirs);

        List<String> ours = received(answer).fields("traceparent");
        assertThat(ours).singleElement().asString().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(ours.getFirst()).doesNotContain(TRACE);
        assertThat(audited(answer.head().requestId()).get("trace_id").asString())
                .isEqualTo(ours.getFirst().substring(3, 35));
    }

    @Test
    void of_two_traces_none_is_continued() throws IOException {
        Answer answer = ask(
                "GET",
                ME,
                "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01",
                "traceparent: 00-" + TRACE + "-b7ad6b7169203332-01");

        assertThat(received(answer).fields("traceparent"))
                .singleElement()
                .asString()
                .doesNotContain(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT", "get"})
    void the_method_arrives_as_it_was_sent(String method) throws IOException {
        assertThat(received(ask(method, "/sandbox/nothing")).method()).isEqualTo(method);
    }

    private static ReceivedRequest received(Answer answer) {
        return received(answer.head().requestId());
    }
}
