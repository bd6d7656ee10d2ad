package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Who may use a route, tried byte by byte; a refusal costs no token and leaves nothing beyond the proxy.
class AdmissionIT extends WithLaptop {

    static Stream<Arguments> callersWithoutTheKey() {
        String key = laptop.localKey("prod");
        return Stream.of(
                arguments("no key", "", "local_key_missing"),
                arguments("a wrong key", bearer("lgk_wrong"), "local_key_wrong"),
                arguments("the key of another route", bearer(laptop.localKey("dev")), "local_key_wrong"),
                arguments("the key and more", bearer(key + "x"), "local_key_wrong"),
                arguments("an empty token", "Authorization: Bearer ", "local_key_wrong"),
                arguments("the key without a scheme", "Authorization: " + key, "local_key_wrong"),
                arguments("the key in another scheme", "Authorization: Digest " + key, "local_key_wrong"),
                arguments("the key as the user of Basic", basic(key + ":"), "local_key_wrong"),
                arguments("no Base64 in Basic", "Authorization: Basic " + key, "local_key_wrong"),
                arguments("the key twice", bearer(key) + "\r\n" + bearer(key), "local_key_wrong"),
                arguments("a wrong key and the key", bearer("x") + "\r\n" + bearer(key), "local_key_wrong"),
                arguments("the key in another field", "Proxy-Authorization: Bearer " + key, "local_key_missing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callersWithoutTheKey")
    void a_caller_without_the_local_key_is_refused(String caller, String authorization, String code)
            throws IOException {
        Answer answer = refused(head("GET", ME, host(), authorization), 401, code);

        assertThat(answer.head().field("WWW-Authenticate")).contains("Bearer realm=\"lakegate\"");
    }

    static Stream<String> waysToPresentTheKey() {
        String key = laptop.localKey("prod");
        return Stream.of(bearer(key), "authorization: bearer " + key, basic("token:" + key), basic(":" + key));
    }

    @ParameterizedTest
    @MethodSource("waysToPresentTheKey")
    void the_key_admits_as_bearer_token_and_as_the_password_of_basic(String authorization) throws IOException {
        assertAdmitted(head("GET", ME, host(), authorization));
    }

    static Stream<Arguments> foreignAddresses() {
        int port = laptop.port("prod");
        return Stream.of(
                arguments("/", "Host: evil.example", 421, "host_not_local"),
                arguments("/", "Host: evil.example:" + port, 421, "host_not_local"),
                arguments("/", "Host: 127.0.0.1", 421, "host_not_local"),
                arguments("/", "Host: 127.0.0.1:" + laptop.port("dev"), 421, "host_not_local"),
                arguments("/", "Host: dev.localhost:" + port, 421, "host_not_local"),
                arguments("/", "Host: prod.lakegate.test", 421, "host_not_local"),
                arguments("/", "", 400, "bad_request"),
                arguments("/", "Host:", 400, "bad_request"),
                arguments("/", host() + "\r\n" + host(), 400, "bad_request"),
                arguments("/", host() + "\r\nHost: evil.example", 400, "bad_request"),
                arguments("http://evil.example/", "Host: evil.example", 421, "host_not_local"),
                arguments("http://evil.example/", host(), 400, "bad_request"),
                arguments("http://127.0.0.1:" + port + "/", "Host: evil.example", 400, "bad_request"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("foreignAddresses")
    void a_request_for_another_host_is_refused(String target, String host, int status, String code) throws IOException {
        refused(head("GET", target, host, bearer(laptop.localKey("prod"))), status, code);
    }

    static Stream<String> localAddresses() {
        int port = laptop.port("prod");
        return Stream.of("localhost:" + port, "[::1]:" + port, "prod.localhost:" + port);
    }

    @ParameterizedTest
    @MethodSource("localAddresses")
    void every_local_name_of_the_route_admits(String authority) throws IOException {
        String key = bearer(laptop.localKey("prod"));
        assertAdmitted(head("GET", ME, "Host: " + authority, key));
        assertAdmitted(head("GET", "http://" + authority + ME, "Host: " + authority, key));
    }

    static Stream<String> signsOfAForeignPage() {
        int port = laptop.port("prod");
        return Stream.of(
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://127.0.0.1:" + port,
                "Origin: http://127.0.0.1:" + laptop.port("dev"),
                "Origin: http://127.0.0.1:" + port + ".evil.example",
                "Origin: http://127.0.0.1:" + port + "\r\nOrigin: http://evil.example",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: something-new",
                "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: cross-site\r\nOrigin: http://127.0.0.1:" + port);
    }

    @ParameterizedTest
    @MethodSource("signsOfAForeignPage")
    void a_page_of_another_site_is_refused_even_with_the_key(String sign) throws IOException {
        refused(request("GET", ME, sign), 403, "cross_site");
    }

    static Stream<String> signsOfNoForeignPage() {
        return Stream.of(
                "Origin: http://127.0.0.1:" + laptop.port("prod"),
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Sec-Fetch-Mode: cors");
    }

    @ParameterizedTest
    @MethodSource("signsOfNoForeignPage")
    void a_page_of_this_address_and_a_program_are_admitted(String sign) throws IOException {
        assertAdmitted(request("GET", ME, sign));
    }

    @Test
    void what_a_forward_proxy_does_is_not_served() throws IOException {
        refused(request("CONNECT", "127.0.0.1:" + laptop.port("prod")), 501, "method_not_supported");
        refused(request("CONNECT", "evil.example:443"), 400, "bad_request");
        refused(request("TRACE", ME), 501, "method_not_supported");
    }

    @Test
    void no_preflight_request_opens_the_proxy_to_a_page() throws IOException {
        String asks = "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization";
        Answer foreign = refused(head("OPTIONS", ME, host(), "Origin: http://evil.example", asks), 403, "cross_site");
        Answer own = refused(
                head("OPTIONS", ME, host(), "Origin: http://127.0.0.1:" + laptop.port("prod"), asks),
                401,
                "local_key_missing");

        assertThat(foreign.head().fields().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
        assertThat(own.head().fields().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
    }

    @Test
    void a_body_that_waits_for_permission_gets_none() throws IOException {
        refused(
                head("POST", "/sandbox/digest", host(), "Content-Length: 3", "Expect: 100-continue"),
                401,
                "local_key_missing");
    }

    @Test
    void a_discovery_document_is_told_without_the_key_but_from_here() throws IOException {
        Beyond before = Beyond.now();

        Answer answer = PlainWire.ask(laptop.port("prod"), head("GET", "/.well-known/databricks-config", host()));

        assertThat(answer.json().get("oidc_endpoint").asString()).isEqualTo(laptop.address("prod") + "/oidc");
        JsonNode line = audited(answer.head().requestId());
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.has("problem")).isFalse();
        assertThat(Beyond.now()).isEqualTo(before);
        refused(head("POST", "/.well-known/databricks-config", host()), 401, "local_key_missing");
        refused(head("GET", "/.well-known/databricks-config?x", host()), 401, "local_key_missing");
    }

    @Test
    void only_who_has_the_key_is_told_that_nobody_is_signed_in() throws Exception {
        Laptop fresh = company.laptop();
        fresh.start();
        Beyond before = Beyond.now();
        String host = "Host: 127.0.0.1:" + fresh.port("prod");

        Answer without = PlainWire.ask(fresh.port("prod"), head("GET", ME, host));
        Answer with = PlainWire.ask(fresh.port("prod"), head("GET", ME, host, bearer(fresh.localKey("prod"))));

        assertProblem(without, 401, "local_key_missing");
        assertProblem(with, 401, "sign_in_needed");
        assertThat(Beyond.now()).isEqualTo(before);
    }

    private static void assertAdmitted(String request) throws IOException {
        Answer answer = PlainWire.ask(laptop.port("prod"), request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(received(answer.head().requestId()).user()).contains("alice@acme.example");
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
