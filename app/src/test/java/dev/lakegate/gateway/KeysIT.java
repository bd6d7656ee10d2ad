package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.lakegate.sandbox.TokenForge;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keys come with a reload and go with it, or at once.
class KeysIT extends WithGateway {
    @Test
    void a_new_key_is_known_after_a_reload_and_the_old_one_while_it_is_kept() {
        var next = new TokenForge(acme.issuer());
        var nextKeys = next.jwks().getKeys().stream()
                .filter(k -> k.getKeyID().equals(TokenForge.EC_KID))
                .toList();
        var oldKeys = acme.jwks().getKeys().stream()
                .filter(k -> k.getKeyID().equals(TokenForge.RSA_KID))
                .toList();
        var signedByNext = next.alice().header("alg", "ES256").header("kid", TokenForge.EC_KID);
        assertDenied(me().token(signedByNext), 401, "bad_signature");

        setup.keys(
                "acme",
                new JWKSet(Stream.of(oldKeys, nextKeys).flatMap(List::stream).toList()));
        gateway.reload();
        assertPasses(me().token(signedByNext));
        forgetRequests();
        assertPasses(me());

        setup.keys("acme", acme.jwks());
        gateway.reload();
        forgetRequests();
        assertDenied(me().token(signedByNext), 401, "bad_signature");
    }

    @Test
    void a_key_is_revoked_at_once_by_the_runtime_socket() {
        var keys = gateway.runtime("show map")
                .lines()
                .filter(l -> l.contains("/keys.map)"))
                .map(l -> "#" + l.substring(0, l.indexOf(' ')))
                .findFirst()
                .orElseThrow();
        gateway.runtime("del map " + keys + " other|k1");
        assertDenied(me().token(other.alice()), 401, "unknown_key");
        assertThat(gateway.runtime("show map " + keys)).doesNotContain("other|k1");
    }
}
