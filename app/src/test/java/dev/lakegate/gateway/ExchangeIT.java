package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The token exchange passes as our proxy writes it, with the caller's own token, and in no other form.
class ExchangeIT extends WithGateway {
    private static final String TOKEN = acme.alice().toString();
    private static final String BOBS = acme.person("bob", "data-science").toString();
    private static final String BODY = body(TOKEN);
    private static final String SECOND = "subject_token=" + BOBS;
    private static final int BUFFER = 65_536;

    @Test
    void with_ones_own_token_it_passes() {
        var received = assertPasses(exchange(BODY));
        assertThat(received.target()).isEqualTo("/oidc/v1/token");
        assertThat(received.fields("Authorization")).isEmpty();
        assertThat(received.fields("Proxy-Authorization")).isEmpty();
    }

    @Test
    void with_a_19_kilobyte_token_it_passes() {
        var groups = Stream.generate(() -> "0123456789abcdef".repeat(2)).limit(400);
        var large = acme.alice()
                .claim(
                        "groups",
                        Stream.concat(groups, Stream.of("data-science")).toList())
                .toString();
        assertThat(large.length()).isGreaterThan(19_000);
        assertPasses(exchange(body(large)).token(large));
    }

    @Test
    void a_service_principal_may_be_asked_for_by_the_groups_that_may_act_as_it() {
        assertPasses(exchange(BODY + "&client_id=" + ETL));
        forgetRequests();
        var inOtherGroup = acme.person("alice", "data-science").toString();
        assertDenied(
                exchange(body(inOtherGroup) + "&client_id=" + ETL).token(inOtherGroup),
                403,
                "service_principal_not_permitted");
        assertDenied(exchange(BODY + "&client_id=lakegate"), 403, "service_principal_not_permitted");
        assertDenied(
                exchange(BODY + "&client_id=" + ETL.replace("71a", "71b")), 403, "service_principal_not_permitted");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void any_other_body_is_denied(String what, String body) {
        assertDenied(exchange(body), 403, "subject_token_mismatch");
    }

    static Stream<Arguments> any_other_body_is_denied() {
        var padding = "&pad=" + "x".repeat(40_000);
        var grant = BODY.substring(0, BODY.indexOf('&'));
        return Stream.of(
                arguments("somebody else's token", body(BOBS)),
                arguments("a second token", BODY + "&" + SECOND),
                arguments("a second token first", SECOND + "&" + BODY),
                arguments("a second token under an encoded name", BODY + "&%73" + SECOND.substring(1)),
                arguments("a second token behind padding", BODY + padding + "&" + SECOND),
                arguments("a second token beyond the buffer", BODY + padding + padding + "&" + SECOND),
                arguments("a second token behind a NUL", BODY + "\0&" + SECOND),
                arguments("a NUL at the end", BODY + "\0"),
                arguments("a NUL for the last letter", BODY.replaceFirst(".$", "\0")),
                arguments("a new line at the end", BODY + "\n"),
                arguments("a second grant", BODY + "&grant_type=client_credentials"),
                arguments("a second grant first", "grant_type=client_credentials&" + BODY),
                arguments("client credentials", "grant_type=client_credentials&scope=all-apis"),
                arguments("a refresh", "grant_type=refresh_token&refresh_token=x"),
                arguments("another order", BODY.substring(grant.length() + 1) + "&" + grant),
                arguments("small letters in escapes", BODY.replace("%3A", "%3a")),
                arguments("no escapes", BODY.replace("%3A", ":")),
                arguments("a wider scope", BODY + "%20offline_access"),
                arguments("a token type", BODY + "&requested_token_type=x"),
                arguments("a client under an encoded name", BODY + "&client%5Fid=" + ETL),
                arguments("one letter less", BODY.substring(0, BODY.length() - 1)),
                arguments("a buffer full", "x".repeat(BUFFER)));
    }

    @Test
    void two_service_principals_are_denied() {
        assertDenied(exchange(BODY + "&client_id=" + ETL + "&client_id=" + ETL), 403, "subject_token_mismatch");
    }

    @Test
    void a_length_that_is_not_the_bodys_is_denied() {
        var chunked = "%x\r\n%s\r\n0\r\n\r\n".formatted(BODY.length(), BODY);
        assertDenied(
                exchange(BODY)
                        .without("Content-Length")
                        .with("Transfer-Encoding", "chunked")
                        .bodyAsIs(chunked),
                403,
                "subject_token_mismatch");
        assertDenied(exchange(BODY).with("Content-Length", String.valueOf(BODY.length() + 9)), 408, "request_timeout");
    }

    @Test
    void two_lengths_are_refused() {
        var answer = wire.send(exchange(BODY).and("Content-Length: 1").text());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(prod.count()).isZero();
    }

    @Test
    void another_form_or_coding_or_a_second_way_to_say_who_asks_is_denied() {
        for (var field : List.of(
                "Content-Type: application/json",
                "Content-Type: application/x-www-form-urlencoded; charset=utf-16",
                "Content-Encoding: gzip",
                "Authorization: Basic bGFrZWdhdGU6eA==",
                "Authorization: Bearer " + prod.issueToken(ALICE))) {
            var name = field.substring(0, field.indexOf(':'));
            assertDenied(exchange(BODY).with(name, field.substring(name.length() + 2)), 403, "subject_token_mismatch");
        }
        assertDenied(exchange(BODY).without("Content-Type"), 403, "subject_token_mismatch");
    }

    @Test
    void other_methods_are_denied() {
        assertDenied(exchange(BODY).by("PUT"), 403, "method_not_allowed");
        assertDenied(exchange("").by("GET"), 403, "method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//oidc/v1/token",
                "/oidc//v1/token",
                "/oidc/v1/token/",
                "/oidc/v1/token.",
                "/oidc/v1/token%20",
                "/oidc/v1/%74oken",
                "/%6fidc/v1/token",
                "/%256fidc/v1/token",
                "/%25256Fidc/v1/token",
                "/OIDC/v1/token",
                "/oidc/v1/Token",
                "/oidc%2Fv1/token",
                "/oidc%5Cv1%5Ctoken",
                "/oidc\\v1\\token",
                "/oidc;a=b/v1/token",
                "/oidc/v1/token;a=b",
                "/oidc/accounts/x/v1/token",
                "/x/../oidc/v1/token",
                "/x/%2e%2e/oidc/v1/token",
                "/x/%252e%252e/oidc/v1/token",
                "/x/..;/oidc/v1/token",
                "/x%2f..%2foidc/v1/token",
                "/./oidc/v1/token",
                "/oidc/v1/token%00",
                "/oidc/v1/token%0a",
                "/oidc/v1/token%",
                "/oidc/v1/token?",
                "/oidc/v1/token?grant_type=client_credentials",
                "/oidc/v1/authorize",
                "/oidc/",
                "/oidc"
            })
    void no_other_path_under_oidc_is_open(String path) {
        assertDenied(exchange(BODY).to(path), 403, "path_not_allowed");
    }

    private static Request exchange(String body) {
        return Request.of("POST", "/oidc/v1/token")
                .token(TOKEN)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body(body);
    }

    private static String body(String token) {
        return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=" + token
                + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis";
    }
}
