package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of an answer's fields reaches the client, and that no answer sends it past the gateway.
class AnswerFieldsIT extends WithLaptop {

    @Test
    void what_is_the_gateways_or_of_another_host_does_not_reach_the_client() throws IOException {
        Answer answer = ask("GET", "/sandbox/spoof");

        assertThat(answer.text()).isEqualTo("{\"spoofed\":true}");
        assertThat(answer.head().fields().keySet())
                .doesNotContain("Set-Cookie", "Strict-Transport-Security", "Alt-Svc")
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-lakegate-"));
        assertThat(answer.head().field("X-Databricks-Org-Id")).isPresent();
        assertThat(answer.head().all("X-Request-Id")).hasSize(1);
    }

    @Test
    void what_the_workspace_said_in_the_gateways_name_is_not_believed() throws IOException {
        var line = audited(ask("GET", "/sandbox/spoof").head().requestId());

        assertThat(line.has("denial")).isFalse();
        assertThat(line.get("principal").asString()).isEqualTo("alice@acme.example");
    }

    @Test
    void a_denial_of_the_gateway_arrives_as_it_wrote_it_and_is_named_in_the_audit() throws IOException {
        Answer answer = ask("POST", "/api/2.0/token/create", "Content-Length: 0");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("error_code").asString()).isEqualTo("PATH_NOT_ALLOWED");
        assertThat(answer.head().fields().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-lakegate-"));
        var line = audited(answer.head().requestId());
        assertThat(line.get("denial").asString()).isEqualTo("path_not_allowed");
        assertThat(line.get("rule").asString()).isEqualTo("built-in");
        assertThat(line.get("status").asInt()).isEqualTo(403);
    }

    @Test
    void a_redirect_of_the_workspace_to_itself_stays_with_the_proxy() throws IOException {
        assertThat(ask("GET", "/sandbox/redirect").head().field("Location"))
                .contains(laptop.address("prod") + "/sandbox/headers");
        String localhost = "localhost:" + laptop.port("prod");
        assertThat(PlainWire.ask(
                                laptop.port("prod"),
                                head("GET", "/sandbox/redirect", "Host: " + localhost, bearer(laptop.localKey("prod"))))
                        .head()
                        .field("Location"))
                .contains("http://" + localhost + "/sandbox/headers");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                https://prod.lakegate.test/a%2Fb//c;d?e=%25#f, /a%2Fb//c;d?e=%25#f
                https://prod.lakegate.test/a|b,               /a|b
                https://prod.lakegate.test/{a},               /{a}
                https://prod.lakegate.test:443/x,             /x
                HTTPS://PROD.lakegate.test/x,                 /x
                //prod.lakegate.test/x,                       /x
                http://prod.lakegate.test/x,                  /x""")
    void however_it_is_written(String location, String local) throws IOException {
        assertThat(redirectedTo(location)).isEqualTo(laptop.address("prod") + local);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://storage.example/presigned?x=https://prod.lakegate.test/",
                "https://prod.lakegate.test.evil.example/",
                "https://prod.lakegate.test@evil.example/",
                "/sandbox/headers",
                "headers?x#y"
            })
    void any_other_is_the_clients_affair(String location) throws IOException {
        assertThat(redirectedTo(location)).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/databricks-config",
                "/oidc/.well-known/oauth-authorization-server",
                "/oidc/.well-known/openid-configuration"
            })
    void discovery_names_no_address_but_the_proxys(String path) throws IOException {
        for (String encoding : new String[] {"X-None: 1", "Accept-Encoding: gzip, deflate, br"}) {
            Answer answer = ask("GET", path, encoding);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head().field("Content-Encoding")).isEmpty();
            assertThat(answer.head().field("Content-Length")).contains(String.valueOf(answer.body().length));
            assertThat(answer.text()).doesNotContain("lakegate.test");
            assertThat(answer.json().toString()).contains(laptop.address("prod") + "/oidc");
        }
    }

    @Test
    void early_hints_come_before_the_answer_without_cookies() throws IOException {
        try (PlainWire wire = connect()) {
            Head hints = wire.send(request("GET", "/sandbox/hints")).head();
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.field("Link")).contains("</style.css>; rel=preload");
            assertThat(hints.field("Set-Cookie")).isEmpty();

            assertThat(wire.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_head_of_discovery_tells_what_a_get_would() throws IOException {
        Answer document = ask("GET", "/.well-known/databricks-config");
        try (PlainWire wire = connect()) {
            Head head =
                    wire.send(request("HEAD", "/.well-known/databricks-config")).head();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("Content-Type")).contains("application/json");
            assertThat(head.field("Content-Length")).contains(String.valueOf(document.body().length));
            assertThat(audited(head.requestId()).get("bytes_out").asInt()).isZero();
            // nothing followed that could be taken for the next answer
            assertThat(wire.send(request("GET", ME)).answer().status()).isEqualTo(200);
        }
    }

    private static String redirectedTo(String location) throws IOException {
        String query = "?to=" + URLEncoder.encode(location, StandardCharsets.UTF_8);
        return ask("GET", "/sandbox/redirect" + query).head().field("Location").orElseThrow();
    }
}
