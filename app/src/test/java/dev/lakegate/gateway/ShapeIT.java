package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Requests that are no plain HTTP to a known workspace, protocols with their own way to say no, and too many of them.
class ShapeIT extends WithGateway {
    @ParameterizedTest
    @ValueSource(strings = {"evil.test", "prod.lakegate.test.evil.test", "prod", "127.0.0.1", "staging.lakegate.test"})
    void an_unknown_host_is_misdirected(String host) {
        assertDenied(me().with("Host", host), 421, "unknown_workspace");
    }

    @Test
    void each_workspace_has_its_own_name() {
        assertPasses(me().with("Host", "PROD.lakegate.test:8443"));
        assertThat(prod.count()).isEqualTo(1);
        forgetRequests();
        assertPasses(me().with("Host", "dev.lakegate.test").credential(dev.issueToken(ALICE)));
        assertThat(dev.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"CONNECT,prod.lakegate.test:443", "TRACE,/a", "OPTIONS,*", "GET,https://prod.lakegate.test/a"})
    void targets_that_are_no_plain_path_are_refused(String method, String target) {
        assertDenied(me().by(method).to(target), 400, "bad_request");
    }

    @Test
    void an_upgrade_past_the_rules_is_refused() {
        var upgrade = me().with("Connection", "Upgrade, HTTP2-Settings").and("HTTP2-Settings: AAMAAABkAAQAAP__");
        assertDenied(upgrade.and("Upgrade: h2c"), 400, "bad_request");
        assertDenied(me().with("Connection", "Upgrade").and("Upgrade: TLS/1.0"), 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: dev.lakegate.test",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Content-Length: -1",
                "Content-Length: 1, 2",
                "X: a\rY: b",
                "X Y: a",
                "X: a\0b"
            })
    void what_is_not_http_is_refused_before_any_rule(String field) {
        var answer = wire.send(me().and(field).text());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(prod.count() + dev.count()).isZero();
    }

    @Test
    void a_request_inside_the_body_stays_inside_it() {
        var hidden = "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: prod.lakegate.test\r\n\r\n";
        wire.send(me().by("POST")
                .with("Content-Length", "4")
                .with("Transfer-Encoding", "chunked")
                .bodyAsIs(hidden)
                .text());
        assertThat(prod.requests()).noneMatch(r -> r.target().equals("/hidden"));
    }

    @Test
    void grpc_is_told_in_its_own_way() {
        var grpc = me().by("POST").with("Content-Type", "application/grpc").body("\0\0\0\0\0");
        var unauthenticated = wire.send(grpc.without("Proxy-Authorization").text());
        assertThat(unauthenticated.status()).isEqualTo(200);
        assertThat(unauthenticated.field("Content-Type")).contains("application/grpc");
        assertThat(unauthenticated.field("grpc-status")).contains("16");
        assertThat(unauthenticated.field("X-Lakegate-Error")).contains("missing_token");
        assertThat(unauthenticated.body()).isEmpty();
        var denied = wire.send(grpc.to("/api/2.0/token/create").text());
        assertThat(denied.field("grpc-status")).contains("7");
        assertThat(prod.count()).isZero();
    }

    @Test
    void a_websocket_is_told_401() {
        var upgrade = me().with("Connection", "Upgrade")
                .and("Upgrade: websocket")
                .and("Sec-WebSocket-Version: 13")
                .and("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertDenied(upgrade.token(acme.alice().signedBy(stranger)), 401, "bad_signature");
    }

    @Test
    void a_person_is_limited_and_nobody_else() {
        var batch =
                acme.person("batch", "data-science").claim("client_id", "batch").toString();
        var request = me().token(batch)
                .credential(acme.alice().claim("sub", "batch@acme.example").toString());
        var statuses = IntStream.range(0, 8)
                .mapToObj(
                        i -> wire.send(request.text()).field("X-Lakegate-Error").orElse("passed"))
                .toList();
        assertThat(statuses.subList(0, 5)).containsOnly("passed");
        assertThat(statuses.subList(5, 8)).containsOnly("rate_limited");
        forgetRequests();
        assertPasses(me());
    }

    @Test
    void a_source_of_bad_tokens_is_limited_but_a_good_token_from_there_passes() {
        var bad = me().token("x").text();
        try (var senders = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 300).forEach(i -> senders.execute(() -> wire.send(bad, "127.0.0.9")));
        }
        var last = wire.send(bad, "127.0.0.9");
        assertDenied("the last of many", last, 429, "too_many_failures");
        assertThat(last.field("Retry-After")).contains("10");
        assertDenied("another source", wire.send(bad, "127.0.0.10"), 401, "malformed_token");
        var good = wire.send(me().text(), "127.0.0.9");
        assertThat(good.field("X-Lakegate-Error")).isEmpty();
        assertThat(prod.count()).isEqualTo(1);
    }

    @Test
    void every_audit_line_is_json_whatever_was_sent_and_holds_no_token() throws Exception {
        var token = acme.alice().claim("jti", "\"},{\u2028\t\\]\u00e9").header("kid", "a\"b\\\n");
        wire.send(me().token(token)
                .to("/\"}]{\\%22?secret=hunter2")
                .and("User-Agent: \"}\\ \u00e9\u0080 ]\t")
                .text());
        wire.send(me().to("/" + "a\"".repeat(9_000)).text());
        var answer = wire.send(me().text());
        gateway.audited(answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow());
        var lines = Files.readAllLines(gateway.auditFile());
        assertThat(lines).allSatisfy(l -> JsonMapper.shared().readTree(l));
        assertThat(String.join("\n", lines)).doesNotContain("eyJ", "hunter2", token.parts()[2]);
    }
}
