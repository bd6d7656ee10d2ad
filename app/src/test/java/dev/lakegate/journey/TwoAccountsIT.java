package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Two profiles of one issuer, one client and one gateway, with an account each: they never meet, and the end of one is
/// not the other's.
@ExtendWith(StandardSandbox.class)
class TwoAccountsIT extends WithSandbox {
    private static final long GIGABYTE = 1024L * 1024 * 1024;
    private static final int ROUNDS = 20;

    @BeforeEach
    void forget() {
        forgetRequests();
    }

    @Test
    void each_route_acts_as_the_person_of_its_own_profile() throws Exception {
        Laptop laptop = bothSignedIn();
        Notebook alices = Notebook.of(laptop, "prod");
        Notebook bobs = Notebook.of(laptop, "bobs");

        List<CompletableFuture<Notebook.Answer>> asAlice = new ArrayList<>();
        List<CompletableFuture<Notebook.Answer>> asBob = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            asAlice.add(alices.getLater(ME));
            asBob.add(bobs.getLater(ME));
        }

        assertThat(asAlice).allSatisfy(answer -> assertThat(userOf(answer)).isEqualTo("alice@acme.example"));
        assertThat(asBob).allSatisfy(answer -> assertThat(userOf(answer)).isEqualTo("bob@acme.example"));
        JsonNode line = audited(laptop, asBob.getFirst().join().requestId());
        assertThat(line.path("route").asString()).isEqualTo("bobs");
        assertThat(line.path("person").asString()).isEqualTo("bob@acme.example");
        assertThat(line.path("principal").asString()).isEqualTo("bob@acme.example");
        JsonNode gateway =
                sandbox.gateway().audited(line.path("gateway_request_id").asString());
        assertThat(gateway.path("sub").asString()).isEqualTo("bob");
    }

    @Test
    void the_local_key_of_one_does_not_open_the_other() throws Exception {
        Laptop laptop = bothSignedIn();

        PlainWire.Answer answer =
                PlainWire.ask(laptop.port("bobs"), request(laptop, "bobs", laptop.localKey("prod"), ME));

        assertThat(answer.json().path("code").asString()).isEqualTo("local_key_wrong");
    }

    @Test
    void a_sign_out_ends_what_is_under_way_for_its_own_profile_alone() throws Exception {
        Laptop laptop = bothSignedIn();
        try (PlainWire alices = new PlainWire(laptop.port("prod"));
                PlainWire waiting = new PlainWire(laptop.port("prod"));
                PlainWire bobs = new PlainWire(laptop.port("bobs"))) {
            Head cut = alices.send(request(laptop, "prod", "/sandbox/bytes?n=" + GIGABYTE))
                    .head();
            Head whole = bobs.send(request(laptop, "bobs", "/sandbox/bytes?n=" + GIGABYTE / 8))
                    .head();
            waiting.send(request(laptop, "prod", "/sandbox/slow?ms=60000"));
            await("the request")
                    .until(() -> sandbox.prod().requests().stream()
                            .anyMatch(request -> request.path().equals("/sandbox/slow")));

            assertThat(laptop.lakegate("logout", "acme").status()).isZero();

            PlainWire.Answer answer = waiting.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("code").asString()).isEqualTo("signed_out");
            assertThat(answer.json().path("detail").asString()).contains("'acme'");
            InputStream part = alices.body(cut);
            assertThatThrownBy(() -> part.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
            assertThat(audited(laptop, cut.requestId()).path("problem").asString())
                    .isEqualTo("signed_out");
            assertThat(bobs.body(whole).transferTo(OutputStream.nullOutputStream()))
                    .isEqualTo(GIGABYTE / 8);
        }

        assertProblem(Notebook.of(laptop, "prod").get(ME), 401, "sign_in_needed");
        assertThat(Notebook.of(laptop, "bobs").me()).isEqualTo("bob@acme.example");
    }

    private Laptop bothSignedIn() throws Exception {
        Laptop laptop = laptop(sandbox.configuration()
                + sandbox.configuration()
                        .replace("profile.acme", "profile.acme-bob")
                        .replace("route.prod]", "route.bobs]")
                        .replace("$PORT_PROD", "$PORT_BOBS")
                        .replaceFirst("(?s)\\[profile.acme-bob.route.dev].*", ""));
        laptop.signIn("alice", "acme");
        laptop.signIn("bob", "acme-bob");
        return laptop;
    }

    private static String userOf(CompletableFuture<Notebook.Answer> answer) {
        return answer.join().json().path("userName").asString();
    }

    private static String request(Laptop laptop, String route, String target) {
        return request(laptop, route, laptop.localKey(route), target);
    }

    private static String request(Laptop laptop, String route, String localKey, String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + laptop.port(route) + "\r\nAuthorization: Bearer "
                + localKey + "\r\n\r\n";
    }
}
