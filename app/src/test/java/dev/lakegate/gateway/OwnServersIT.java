package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.TlsWire.Answer;
import dev.lakegate.sandbox.TokenForge;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server of the company's own behind the gateway, what is kept for everybody, how fast somebody may read,
/// and what the
/// gateway tells of itself.
class OwnServersIT extends WithGateway {
    private static final int LARGE = 3_000_000;
    private static final TokenForge entra = new TokenForge("https://login.microsoftonline.com/t-1/v2.0");
    private static final List<Headers> received = new CopyOnWriteArrayList<>();
    private static HttpsServer mlflow;

    @BeforeAll
    static void startWithAServerOfOurOwn() throws Exception {
        gateway.close();
        var certificates = Certificates.create(folder.resolve("mlflow-pki"));
        mlflow = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        mlflow.setHttpsConfigurator(new HttpsConfigurator(
                certificates.server("mlflow.lakegate.test").serving()));
        mlflow.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders());
            boolean isPublic = exchange.getRequestURI().getPath().startsWith("/static/");
            boolean isPrivate = exchange.getRequestURI().getPath().contains("private");
            exchange.getResponseHeaders()
                    .set("Cache-Control", isPublic && !isPrivate ? "public, max-age=60" : "private");
            exchange.getResponseHeaders().add("Set-Cookie", "session=1");
            byte[] body = exchange.getRequestURI().getPath().equals("/large")
                    ? new byte[LARGE]
                    : "ok".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        mlflow.start();
        setup.issuer("entra", entra.issuer(), entra.jwks())
                .more("""
                [issuer.entra.claims]
                subject = ["tid", "oid"]
                groups = "roles.lakegate"

                [[person]]
                issuer = "entra"
                subject = "t-1:o-1"
                identity = "alice@acme.example"

                [workspace.mlflow]
                kind = "self-hosted"
                host = "mlflow.lakegate.test"
                nodes = ["127.0.0.1:%d"]
                ca_file = "%s"
                check_path = "/health"
                local_port = 8799

                [cache]
                paths = ["/static/**"]

                [limits]
                download_per_second = "1MB"

                """.formatted(mlflow.getAddress().getPort(), certificates.caPem()));
        gateway = setup.port(gateway.port()).start();
    }

    @AfterAll
    static void stopServer() {
        mlflow.stop(0);
    }

    @BeforeEach
    void forget() {
        received.clear();
    }

    @Test
    void a_server_of_our_own_is_told_who_it_is_by_fields_that_nobody_else_can_set() {
        var answer = wire.send(mlflow("/")
                .token(acme.alice().claim("email", "alice@acme.example"))
                .with("Authorization", "Basic eDp5")
                .and("X-Forwarded-User: eve")
                .and("X_Forwarded_Groups: admins")
                .and("X-Forwarded-Email: eve@evil.example")
                .and("Cookie: session=1")
                .text());

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        Headers fields = asked();
        assertThat(fields.get("X-Forwarded-User")).containsExactly(ALICE);
        assertThat(fields.get("X-Forwarded-Email")).containsExactly(ALICE);
        assertThat(fields.get("X-Forwarded-Groups")).containsExactly("data-science,data-engineers");
        assertThat(fields.get("Cookie")).containsExactly("session=1");
        assertThat(fields).doesNotContainKeys("Authorization", "Proxy-Authorization", "X_Forwarded_Groups");
    }

    @Test
    void a_server_of_our_own_gets_no_identity_token_not_even_in_the_body_of_an_exchange() {
        String token = acme.alice().toString();
        var answer = wire.send(mlflow("/oidc/v1/token")
                .by("POST")
                .token(token)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=" + token
                        + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis")
                .text());
        assertThat(answer.field("X-Lakegate-Error")).contains("path_not_allowed");
        assertThat(requests()).isZero();
    }

    @Test
    void databricks_is_told_nothing_by_such_fields_and_gets_no_cookie() {
        var fields = assertPasses(me().and("Cookie: a=b").and("X-Forwarded-User: eve"));
        assertThat(fields.fields("X-Forwarded-User")).isEmpty();
        assertThat(fields.fields("Cookie")).isEmpty();
    }

    @Test
    void what_is_public_is_asked_for_once_and_what_is_private_each_time() {
        for (int time = 0; time < 3; time++) {
            var answer = wire.send(mlflow("/static/once.js").token(acme.alice()).text());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Set-Cookie")).isEmpty();
        }
        assertThat(requests()).isEqualTo(1);
        received.clear();
        for (int time = 0; time < 2; time++) {
            wire.send(mlflow("/static/private.js").token(acme.alice()).text());
            wire.send(mlflow("/other.js").token(acme.alice()).text());
        }
        assertThat(requests()).isEqualTo(4);
    }

    @Test
    void nobody_gets_from_the_cache_what_they_may_not_ask_for() {
        wire.send(mlflow("/static/app.js").token(acme.alice()).text());
        Answer denied = wire.send(
                mlflow("/static/app.js").token(acme.person("erin", "staff")).text());
        assertThat(denied.field("X-Lakegate-Error")).contains("group_required");
    }

    @Test
    void a_persons_streams_together_are_no_faster_than_the_limit() {
        long begun = System.nanoTime();
        var answer = wire.send(mlflow("/large").token(acme.alice()).text());
        assertThat(answer.body()).hasSize(LARGE);
        // at least: the first second's share comes at once
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_500));
    }

    @Test
    void entra_names_people_by_tenant_and_object_alone() {
        var plain = entra.person("pairwise", "ignored").claim("tid", "t-1").claim("oid", "o-1");
        var alice = plain.claimJson("roles", "{\"lakegate\":[\"data-science\"]}");
        assertPasses(me().token(alice));
        forgetRequests();
        assertDenied(me().token(alice.claim("tid", "t-2")), 403, "no_workspace_identity");
        assertDenied(me().token(alice.claim("oid", "o-1:x").claim("tid", "t-1")), 403, "app_only_token");
        assertDenied(me().token(alice.claim("tid", "t-1:o-1").withoutClaim("oid")), 403, "app_only_token");
        assertDenied(me().token(plain.claimJson("roles", "{\"other\":[\"data-science\"]}")), 403, "group_required");
        assertDenied(me().token(plain.claim("hasgroups", true)), 403, "groups_overage");
    }

    @Test
    void the_gateway_tells_a_new_laptop_what_it_needs_and_no_secret() {
        var answer = wire.send(Request.of("GET", "/.well-known/lakegate")
                .with("Host", "127.0.0.1:" + gateway.port())
                .text());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("Content-Type")).contains("application/json");
        JsonNode descriptor = JsonMapper.shared().readTree(answer.body());
        assertThat(descriptor.path("resource").asString()).isEqualTo("https://127.0.0.1:" + gateway.port());
        JsonNode profile = descriptor.path("profiles").get(0);
        assertThat(profile.path("issuer").asString()).isEqualTo(acme.issuer());
        assertThat(profile.path("client_id").asString()).isEqualTo("lakegate");
        assertThat(profile.path("routes").get(2).path("credential").asString()).isEqualTo("identity");
        assertThat(profile.path("routes").get(2).path("port").asInt()).isEqualTo(8799);

        assertThat(wire.send(Request.of("GET", "/.well-known/lakegate/health")
                                .with("Host", "127.0.0.1:" + gateway.port())
                                .text())
                        .body())
                .contains("ok");
        for (String host : List.of("prod.lakegate.test", "evil.example")) {
            assertThat(wire.send(Request.of("GET", "/.well-known/lakegate")
                                    .with("Host", host)
                                    .text())
                            .status())
                    .isIn(401, 421);
        }
    }

    private static Request mlflow(String path) {
        return Request.of("GET", path).with("Host", "mlflow.lakegate.test");
    }

    private static Headers asked() {
        return received.stream()
                .filter(fields -> fields.containsKey("X-Lakegate-Identity") || fields.containsKey("traceparent"))
                .findFirst()
                .orElseThrow();
    }

    /// Without the health checks.
    private static long requests() {
        return received.stream()
                .filter(fields -> fields.containsKey("traceparent"))
                .count();
    }
}
