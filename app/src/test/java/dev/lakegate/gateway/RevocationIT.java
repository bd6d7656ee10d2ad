package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lakegate.gateway.host.RunningHaProxy;
import dev.lakegate.sandbox.ForgedToken;
import dev.lakegate.sandbox.TlsWire;
import dev.lakegate.sandbox.TokenForge;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who and what is revoked is out at once, on every worker, and stays out.
@Timeout(60)
class RevocationIT extends WithRotatingKeys {
    @Test
    void a_revoked_person_is_out_at_once_with_all_streams_until_a_new_sign_in() throws Exception {
        ForgedToken old = rotating.alice();
        var ended = stream(old);

        var outcome = team.gateway("revoke", "Alice@acme.example");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("1 stream ended");
        assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
        forgetRequests();
        assertDenied(me().token(old), 401, "token_revoked");

        team.gateway("render");
        gateway.reload();
        assertDenied(me().token(old), 401, "token_revoked");
        assertPasses(me().token(rsa()));
    }

    @Test
    void a_stream_that_began_before_the_last_reloads_is_ended_too() throws Exception {
        var ended = stream(rotating.alice());
        server.publish(only(TokenForge.RSA_KID));
        assertThat(team.gateway("sync").out()).contains(" now");

        assertThat(team.gateway("revoke", ALICE).out()).contains("1 stream ended");
        assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void a_stream_that_lasts_too_long_is_ended() throws Exception {
        var ended = stream(rsa());
        RunningHaProxy running = new RunningHaProxy(setup.policy().gateway());
        assertThat(running.endStreamsOlderThan(Duration.ofHours(1))).isZero();
        await().until(() -> running.endStreamsOlderThan(Duration.ZERO) == 1);
        assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void a_revoked_token_and_a_revoked_key_are_out_at_once_and_stay_out() {
        assertThat(team.gateway("revoke", "--jti", "j-1").status()).isEqualTo(0);
        assertDenied(me().token(ec().claim("jti", "j-1")), 401, "token_revoked");
        assertPasses(me().token(ec().claim("jti", "j-2")));
        forgetRequests();

        assertThat(team.gateway("revoke", "--kid", TokenForge.EC_KID).out()).contains("Revoked");
        assertDenied(me().token(ec()), 401, "unknown_key");
        assertPasses(me().token(rsa()));
        forgetRequests();

        assertThat(team.gateway("sync").status()).isZero();
        assertDenied(me().token(ec()), 401, "unknown_key");
        assertDenied(me().token(rsa().claim("jti", "j-1")), 401, "token_revoked");
    }

    /// One that goes on for most of a minute; completed when it has ended.
    private static CompletableFuture<TlsWire.Answer> stream(ForgedToken token) {
        var ended = new CompletableFuture<TlsWire.Answer>();
        Thread.ofVirtual()
                .start(() -> ended.complete(wire.send(Request.of("GET", "/sandbox/sse?count=1000&ms=50")
                        .token(token)
                        .credential(prod.issueToken(ALICE))
                        .text())));
        await().until(() ->
                prod.count() == 1 && gateway.runtime("show table streams").contains("use=1"));
        return ended;
    }
}
