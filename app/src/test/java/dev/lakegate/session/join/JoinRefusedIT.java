package dev.lakegate.session.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.GatewayProblem.GatewayTimedOut;
import dev.lakegate.model.ProblemException;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Descriptors, and gateways, that are refused with the reason, so that nothing is written.
@Timeout(60)
class JoinRefusedIT extends WithGateway {

    @Test
    void plain_http_and_what_is_no_origin_is_wrong_usage() {
        for (String address : List.of(
                "http://127.0.0.1:8443",
                "gateway.acme.example",
                "https://gateway.acme.example/path",
                "https://u:p@gateway.acme.example",
                "https://gateway.acme.example?x",
                "ftp://x",
                "https://",
                "")) {
            Outcome refused = lakegate("y\n", "join", address);

            assertThat(refused.status()).as(address).isEqualTo(2);
            assertThat(refused.err()).contains("gateway_address_invalid");
        }
        assertThat(lakegate("y\n", "join", "http://127.0.0.1:8443").err()).contains("over plain http");
    }

    @Test
    void a_gateway_that_does_not_prove_its_name_is_refused() throws Exception {
        offers();
        URI other = anotherGateway("lakegate.acme.example");

        Outcome unknownAuthority = lakegate("y\n", "join", gateway.toString());
        Outcome wrongName = lakegate("y\n", "join", other.toString(), "--ca-file", caFile().toString());

        assertRefused(unknownAuthority, 1, "gateway_untrusted");
        assertThat(unknownAuthority.err()).contains("--ca-file");
        assertRefused(wrongName, 1, "gateway_untrusted");
    }

    @Test
    void nobody_there_is_unreachable() {
        assertRefused(lakegate("y\n", "join", "https://127.0.0.1:1"), 5, "gateway_unreachable");
    }

    @Test
    void a_descriptor_of_another_host_is_refused() {
        answers(200, "application/json", descriptor(URI.create("https://lakegate.acme.example")));

        assertRefused(join("y\n"), 1, "'resource' is https://lakegate.acme.example, and it came from " + gateway);
    }

    @Test
    void a_redirect_is_not_followed_and_its_target_named() {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Location", "https://evil.example/.well-known/lakegate");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertRefused(join("y\n"), 1, "it sends on to evil.example");
    }

    @Test
    void an_oversized_one_is_refused_at_64_KiB_however_it_is_sent() {
        String padding = " ".repeat(64 * 1024);
        offers("\"version\"", padding + "\"version\"");
        assertRefused(join("y\n"), 1, "the answer is larger than 64 KiB");
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = padding.getBytes(StandardCharsets.UTF_8);
            for (int sent = 0; sent < 64; sent++) {
                exchange.getResponseBody().write(chunk);
            }
            exchange.close();
        });
        assertRefused(join("y\n"), 1, "the answer is larger than 64 KiB");
    }

    @Test
    void a_slow_one_is_given_up() throws Exception {
        CountDownLatch testOver = new CountDownLatch(1);
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                testOver.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        TrustRoots trustRoots = TrustRoots.with(NetworkSettings.DIRECT, Optional.of(caFile()));

        ProblemException refusal = catchThrowableOfType(
                ProblemException.class,
                () -> new DescriptorFetch(NetworkSettings.DIRECT, Duration.ofMillis(300)).fetch(gateway, trustRoots));
        testOver.countDown();

        assertThat(refusal.problem()).isEqualTo(new GatewayTimedOut(gateway));
    }

    @Test
    void where_there_is_none_it_says_so() {
        answers(404, "text/html", "<html>not found</html>");
        assertRefused(join("y\n"), 1, "the server answers with status 404");
        answers(200, "text/html", "<html>welcome</html>");
        assertRefused(join("y\n"), 1, "what is there is text/html, not application/json");
        answers(200, "application/json", "{\"issuer\": \"https://login.acme.example\"}");
        assertRefused(join("y\n"), 1, "the JSON that is there is something else");
        answers(200, "application/json", "");
        assertRefused(join("y\n"), 1, "descriptor_absent");
        answers(503, "application/json", descriptor(gateway));
        assertRefused(join("y\n"), 1, "the server answers with status 503");
    }

    @Test
    void a_malformed_one_is_refused() {
        answers(200, "application/json", "{\"version\": 1,");
        assertRefused(join("y\n"), 1, "it is not well-formed JSON");
        offers("\"version\": 1", "\"version\": 2");
        assertRefused(join("y\n"), 1, "it is of version 2");
        offers("\"urn:lakegate\"", "[]");
        assertRefused(join("y\n"), 1, "'profiles[0].audience' is not a text");
        offers("18701", "70000");
        assertRefused(join("y\n"), 1, "'profiles[0].routes[0].port' is not a port");
    }

    @Test
    void what_the_configuration_would_not_take_is_refused_with_every_fault() {
        offers(
                "https://login.acme.example", "http://login.acme.example",
                "\"other\"", "\"unheard-of\"",
                "prod.acme.example", "PROD/../x");

        Outcome refused = join("y\n");

        assertRefused(refused, 1, "descriptor_refused");
        assertThat(refused.err())
                .contains(
                        "'profile.acme.provider' is not valid",
                        "route.prod.workspace' is not valid",
                        "'profile.acme.issuer' is not valid");
    }

    @Test
    void an_issuer_that_only_begins_like_the_companys_is_refused() {
        offers("https://login.acme.example", "https://login.acme.example@evil.example");
        assertRefused(join("y\n"), 1, "'profile.acme.issuer' is not valid");
    }

    @Test
    void a_route_of_another_profile_cannot_be_taken() throws Exception {
        writeFile("""
                [profile.other]
                issuer = "https://id.other.example"
                client_id = "lakegate"
                audience = "urn:other"
                gateway = "https://gateway.other.example"

                [profile.other.route.prod]
                port = 9001
                """);
        String before = file();
        offers();

        Outcome refused = join("y\n");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("descriptor_refused", "is a route of profile 'acme' too");
        assertThat(file()).isEqualTo(before);
    }

    @Test
    void another_gateway_cannot_have_the_tokens_of_a_known_client() throws Exception {
        offers();
        join("y\n");
        String once = file();
        URI hijacker = anotherGateway("127.0.0.1");
        for (String[] disguise : new String[][] {
            {},
            {"\"acme\"", "\"shop\"", "\"prod\"", "\"shop\""},
            {"https://login.acme.example", "https://LOGIN.acme.example:443/"}
        }) {
            answers(200, "application/json", descriptor(hijacker, disguise));

            Outcome refused = lakegate("y\n", "join", hijacker.toString(), "--ca-file", caFile().toString());

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("gateway_changed", "profile 'acme' sends to " + gateway);
            assertThat(file()).isEqualTo(once);
        }
    }

    @Test
    void a_profile_in_an_inline_table_is_named_and_left_alone() throws Exception {
        writeFile("""
                [profile]
                acme = { issuer = "https://login.acme.example", client_id = "lakegate", audience = "a", gateway = "%s" }
                """.formatted(gateway));
        String before = file();
        offers();

        Outcome refused = join("y\n");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("line 2 writes 'profile.acme' as an inline table");
        assertThat(file()).isEqualTo(before);
    }

    private void assertRefused(Outcome outcome, int status, String reason) {
        assertThat(outcome.err()).contains(reason);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.out()).isEmpty();
        assertThat(Files.exists(locations.configFile())).isFalse();
    }
}
