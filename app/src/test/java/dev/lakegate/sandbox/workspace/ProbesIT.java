package dev.lakegate.sandbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The answers that later tests try the proxy with.
class ProbesIT extends WithWorkspace {
    @Test
    void as_many_bytes_come_as_were_asked_for() throws IOException {
        assertThat(get("bytes?n=0").body()).isEmpty();
        var answer = get("bytes?n=1000000");
        assertThat(answer.body()).hasSize(1_000_000);
        assertThat(answer.field("Content-Length")).isEqualTo("1000000");
        assertThat(get("bytes?n=-1").status()).isEqualTo(400);
    }

    @Test
    void a_body_comes_back_as_it_was_sent_and_its_digest_too() throws Exception {
        var body = new byte[3_000_000];
        new Random(7).nextBytes(body);

        var echo = post("echo", body);
        assertThat(echo.body()).isEqualTo(body);
        assertThat(echo.field("Content-Type")).isEqualTo("application/x-test");

        var digest = post("digest", body).json();
        assertThat(digest.get("length").longValue()).isEqualTo(body.length);
        assertThat(digest.get("sha256").stringValue())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
    }

    @Test
    void fields_are_shown_as_they_came_without_the_credential() throws IOException {
        var answer = client.get("/sandbox/headers", "Authorization", bearer(ALICE), "X_Forwarded_User", "eve");

        assertThat(answer.json().get("headers").toString())
                .contains("[\"X_Forwarded_User\",\"eve\"]")
                .contains("[\"Authorization\",\"***\"]");
    }

    @Test
    void events_and_delayed_answers_arrive() throws IOException {
        var events = get("sse?count=3&ms=1");
        assertThat(events.field("Content-Type")).isEqualTo("text/event-stream");
        assertThat(events.body())
                .asString()
                .isEqualTo("id: 1\ndata: event 1\n\nid: 2\ndata: event 2\n\nid: 3\ndata: event 3\n\n");
        assertThat(get("slow?ms=20").json().get("waited_ms").intValue()).isEqualTo(20);
    }

    @Test
    void fields_of_others_are_claimed_and_redirects_name_the_public_host() throws IOException {
        var spoof = get("spoof");
        assertThat(spoof.field("X-Lakegate-Error")).isEqualTo("token_expired");
        assertThat(spoof.field("X-Lakegate-Principal")).isEqualTo("eve");
        assertThat(spoof.field("Set-Cookie")).isEqualTo("s=1; Domain=prod.lakegate.test; Secure");
        assertThat(spoof.fields()).containsKeys("Strict-Transport-Security", "Alt-Svc");

        var redirect = get("redirect");
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.field("Location")).isEqualTo("https://prod.lakegate.test/sandbox/headers");
    }

    @Test
    void none_of_them_answers_without_a_token() throws IOException {
        assertThat(client.get("/sandbox/bytes?n=1").status()).isEqualTo(401);
    }

    private DirectClient.Answer get(String probe) throws IOException {
        return client.get("/sandbox/" + probe, "Authorization", bearer(ALICE));
    }

    private DirectClient.Answer post(String probe, byte[] body) throws IOException {
        return client.post(
                "/sandbox/" + probe, body, "Authorization", bearer(ALICE), "Content-Type", "application/x-test");
    }
}
