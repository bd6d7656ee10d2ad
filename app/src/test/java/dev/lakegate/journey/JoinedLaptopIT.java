package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Route;
import dev.lakegate.model.ProfileName;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// All that a new laptop needs is the gateway's address.
class JoinedLaptopIT extends WithSandbox {
    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(folder.resolve("sandbox"));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void from_the_gateways_address_to_the_first_answer() throws Exception {
        Laptop laptop = sandbox.laptop("");
        String gateway = "https://127.0.0.1:" + sandbox.gateway().port();

        var joined = laptop.lakegate(
                new StringReader("y\n"),
                "join",
                gateway,
                "--ca-file",
                sandbox.certificates().caPem().toString());

        assertThat(joined.status()).as(joined.out() + joined.err()).isZero();
        assertThat(joined.out()).contains(sandbox.provider().issuer().toString(), gateway, "prod", "lakegate login");
        List<Route> routes = new ConfigurationLoader(laptop.locations(), Map.of(), Map.of())
                .load()
                .profiles()
                .getFirst()
                .routes();
        assertThat(routes).extracting(Route::workspace).contains("prod.lakegate.test", "dev.lakegate.test");
        laptop.start();
        laptop.signIn("alice");
        for (Route route : routes) {
            assertThat(ask(laptop, route)).contains("alice@acme.example");
        }
    }

    @Test
    void a_program_that_runs_serves_the_new_routes_at_once() throws Exception {
        Laptop laptop = sandbox.laptop(sandbox.configuration()
                .replace("profile.acme", "profile.mine")
                .replace("route.prod", "route.my-prod")
                .replace("route.dev", "route.my-dev"));
        laptop.start();
        laptop.signIn("bob", "mine");

        var joined = laptop.lakegate(
                new StringReader("y\n"),
                "join",
                "https://127.0.0.1:" + sandbox.gateway().port(),
                "--ca-file",
                sandbox.certificates().caPem().toString());

        assertThat(joined.status()).as(joined.out() + joined.err()).isZero();
        assertThat(joined.out()).contains("Lakegate is running, and has read it:", "added     profile acme");
        laptop.signIn("alice", "acme");
        for (Route route : new ConfigurationLoader(laptop.locations(), Map.of(), Map.of())
                .load()
                .profile(new ProfileName("acme"))
                .orElseThrow()
                .routes()) {
            assertThat(ask(laptop, route)).contains("alice@acme.example");
        }
        assertThat(say(laptop, "status").out()).contains("mine: signed in as bob@acme.example");
    }

    private static String ask(Laptop laptop, Route route) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + route.port() + ME))
                                    .header(
                                            "Authorization",
                                            "Bearer "
                                                    + laptop.localKey(
                                                            route.name().value()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
