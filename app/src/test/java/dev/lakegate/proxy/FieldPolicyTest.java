package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "Remote-User",
                "True-Client-IP",
                "X-Auth-Request-Email",
                "X-Auth-Token",
                "X-Client-IP",
                "X-Cluster-Client-IP",
                "X-Forwarded-Access-Token",
                "X-Forwarded-Email",
                "X-Forwarded-For",
                "X-Forwarded-Groups",
                "X-Forwarded-Host",
                "X-Forwarded-Preferred-Username",
                "X-Forwarded-Proto",
                "X-Forwarded-User",
                "X-Forwarded",
                "X-Goog-Authenticated-User-Email",
                "X-Goog-Authenticated-User-Id",
                "X-Goog-IAP-JWT-Assertion",
                "X-Lakegate-Identity",
                "X-Lakegate-Principal",
                "X-MS-Client-Principal",
                "X-MS-Client-Principal-Name",
                "X-Original-URL",
                "X-Original-Forwarded-For",
                "X-Real-IP",
                "X-Remote-Groups",
                "X-Remote-User",
                "X-Rewrite-URL",
                "X-User",
                "X-User-Id"
            })
    void an_identity_field_does_not_go_upstream_however_it_is_spelt(String name) {
        assertThat(goesUpstream(name)).isFalse();
        assertThat(goesUpstream(name.toLowerCase(Locale.ROOT))).isFalse();
        assertThat(goesUpstream(name.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(goesUpstream(name.replace('-', '_'))).isFalse();
        assertThat(goesUpstream(name.replaceFirst("-", "_"))).isFalse();
        assertThat(goesUpstream(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Authenticate",
                "Proxy-Authentication-Info",
                "Proxy-Authorization",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade"
            })
    void a_field_of_one_hop_goes_neither_way(String name) {
        assertThat(goesUpstream(name)).isFalse();
        assertThat(goesUpstream(name.replace('-', '_'))).isFalse();
        assertThat(goesDown(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Cookie", "Expect", "Host", "traceparent", "X-Request-Id", "x_request_id"})
    void what_the_proxy_sets_itself_or_keeps_here_is_not_taken_from_the_client(String name) {
        assertThat(goesUpstream(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-databricks-cluster-id",
                "X-Databricks-Org-Id",
                "X-Databricks-GCP-SA-Access-Token",
                "Accept",
                "Accept-Encoding",
                "Content-Type",
                "Content-Length",
                "If-None-Match",
                "Idempotency-Key",
                "Range",
                "User-Agent",
                "tracestate",
                "X-Custom",
                "X-Requested-With",
                "X-Username-Hint"
            })
    void everything_else_is_the_clients_and_passes(String name) {
        assertThat(goesUpstream(name)).isTrue();
    }

    @Test
    void what_connection_names_is_of_that_hop_alone_in_both_directions() {
        HttpFields fields = HttpFields.build()
                .add("Connection", "keep-alive, X-Hop")
                .add("Connection", "  x_other-hop ")
                .add("X-Hop", "1");
        Set<String> named = FieldPolicy.namedByConnection(fields);

        assertThat(named).containsExactlyInAnyOrder("keep-alive", "x-hop", "x-other-hop");
        assertThat(FieldPolicy.mayGoUpstream(new HttpField("X_HOP", "1"), named))
                .isFalse();
        assertThat(FieldPolicy.mayGoUpstream(new HttpField("X-Other-Hop", "1"), named))
                .isFalse();
        assertThat(FieldPolicy.mayGoToTheClient(new HttpField("x-hop", "1"), named))
                .isFalse();
        assertThat(FieldPolicy.mayGoUpstream(new HttpField("X-Stays", "1"), named))
                .isTrue();
        assertThat(FieldPolicy.mayGoToTheClient(new HttpField("X-Stays", "1"), named))
                .isTrue();
    }

    @Test
    void without_connection_nothing_is_named() {
        assertThat(FieldPolicy.namedByConnection(HttpFields.EMPTY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set-Cookie",
                "Alt-Svc",
                "Strict-Transport-Security",
                "X-Request-Id",
                "X-Lakegate-Error",
                "X-Lakegate-Principal",
                "x_lakegate_rule",
                "X-LAKEGATE-NODE"
            })
    void what_is_true_of_the_gateway_alone_does_not_reach_the_client(String name) {
        assertThat(goesDown(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "Content-Encoding",
                "ETag",
                "Location",
                "Retry-After",
                "WWW-Authenticate",
                "x-databricks-org-id"
            })
    void the_rest_of_an_answer_reaches_the_client(String name) {
        assertThat(goesDown(name)).isTrue();
    }

    private static boolean goesUpstream(String name) {
        return FieldPolicy.mayGoUpstream(new HttpField(name, "value"), Set.of());
    }

    private static boolean goesDown(String name) {
        return FieldPolicy.mayGoToTheClient(new HttpField(name, "value"), Set.of());
    }
}
