package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The target arrives byte for byte, or not at all.
class PathsIT extends WithLaptop {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?",
                "/a",
                "/a?",
                "/a/",
                "//a",
                "///a//b///",
                "/a//b",
                "/a%2Fb",
                "/a%2fb",
                "/a%25b",
                "/a%2525b",
                "/a|b",
                "/a%7Cb",
                "/a%20b",
                "/a+b",
                "/a%2Bb",
                "/a;b=c;d/e",
                "/;a",
                "/a:b@c!d$e&f'g(h)i*j,k=l",
                "/~a-b_c.d",
                "/%C3%A9%E2%82%AC%F0%9F%98%80",
                "/[a]{b}^c`d",
                "/a\"b<c>d",
                "/a\\b",
                "/a.b..c",
                "/...a",
                "/a%3Fb%23c",
                "/a?b",
                "/a?b=c&d=e&b=f",
                "/a?b=%2F%25%26&c=+%20+",
                "/a?b=c?d=e",
                "/a?/b//../c",
                "/a?b=[1]{2}|3^4`5\\6\"7<8>9",
                "/a?http://prod.lakegate.test/",
                "/a?=&&=",
                "/a?%ZZ%",
                "/http://evil.example/",
                "/a?%C3%A9"
            })
    void a_target_arrives_as_it_was_sent(String target) throws IOException {
        String below = "/sandbox" + target;
        Answer answer = ask("GET", below);

        assertThat(answer.status()).as(answer.text()).isIn(200, 404);
        assertThat(received(answer.head().requestId()).target()).isEqualTo(below);
        assertThat(audited(answer.head().requestId()).get("path").asString()).isEqualTo(below.split("\\?", 2)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//sandbox/headers", "//evil.example/x", "/"})
    void nor_is_its_beginning_taken_for_a_host(String target) throws IOException {
        Answer answer = ask("GET", target);

        assertThat(received(answer.head().requestId()).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/../b, /a/../b",
        "/a/./b, /a/./b",
        "/a/%2e%2E/b, /a/%2e%2E/b",
        "/a/..%2Fb, /a/..%2Fb",
        "/a/..;x/b, /a/..;x/b",
        "/a%0Ab, /a%0Ab",
        "/%c0%ae%c0%ae/a, /%c0%ae%c0%ae/a"
    })
    void what_is_ambiguous_is_denied_by_the_gateway_who_sees_it_as_it_was_sent(String target, String atTheGateway)
            throws IOException {
        long before = company.prod().count();
        Answer answer = ask("GET", target);

        assertThat(answer.status()).isEqualTo(403);
        var line = audited(answer.head().requestId());
        assertThat(line.get("denial").asString()).isEqualTo("path_not_allowed");
        assertThat(company.gateway()
                        .audited(line.get("gateway_request_id").asString())
                        .get("path")
                        .asString())
                .isEqualTo(atTheGateway);
        assertThat(company.prod().count()).isEqualTo(before);
    }

    @Test
    void a_target_in_absolute_form_arrives_as_its_path_and_query() throws IOException {
        Answer answer = ask("GET", laptop.address("prod") + "/sandbox/a%2Fb//c?d=%25");

        assertThat(received(answer.head().requestId()).target()).isEqualTo("/sandbox/a%2Fb//c?d=%25");
    }

    @Test
    void the_asterisk_is_denied_by_the_gateway() throws IOException {
        Answer answer = ask("OPTIONS", "*");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(audited(answer.head().requestId()).get("denial").asString()).isEqualTo("bad_request");
    }

    @Test
    void a_query_is_in_no_audit() throws IOException {
        Answer answer = PlainWire.ask(laptop.port("prod"), request("GET", ME + "?password=canary-in-a-query"));

        assertThat(audited(answer.head().requestId()).toString()).doesNotContain("canary-in-a-query", "password");
        assertThat(company.gateway()
                        .audited(audited(answer.head().requestId())
                                .get("gateway_request_id")
                                .asString())
                        .toString())
                .doesNotContain("canary-in-a-query", "password");
    }
}
