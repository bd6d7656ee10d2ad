package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.lakegate.sandbox.ForgedToken;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.KeyServer;
import dev.lakegate.sandbox.NetworkTeam;
import dev.lakegate.sandbox.TokenForge;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// A gateway with one issuer, whose keys the network team fetches; before each test it has published all, and
/// nothing is
/// revoked.
abstract class WithRotatingKeys extends WithGateway {
    static KeyServer server;
    static TokenForge rotating;
    static NetworkTeam team;

    @BeforeAll
    static void startWithRotatingKeys() {
        server = new KeyServer();
        rotating = new TokenForge(server.issuer().toString());
        gateway.close();
        setup.onlyIssuer("rotating", rotating.issuer(), new JWKSet()).more(HaProxySetup.person("rotating", "alice"));
        gateway = setup.port(gateway.port()).start();
        team = new NetworkTeam(setup);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void publishAllAndRevokeNothing() throws IOException {
        Files.deleteIfExists(setup.policyFile().resolveSibling("haproxy").resolve("revocations.json"));
        server.publish(rotating.jwks());
        var outcome = team.gateway("sync");
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        forgetRequests();
    }

    /// Revocations of other tests are of now, in whole seconds.
    static ForgedToken later(ForgedToken token) {
        var later = Instant.now().getEpochSecond() + 5;
        return token.claim("iat", later).claim("exp", later + 600);
    }

    static ForgedToken rsa() {
        return later(rotating.alice());
    }

    static ForgedToken ec() {
        return later(rotating.alice()).header("alg", "ES256").header("kid", TokenForge.EC_KID);
    }

    static JWKSet only(String kid) {
        return new JWKSet(Stream.of(rotating.jwks().getKeyByKeyId(kid)).toList());
    }
}
