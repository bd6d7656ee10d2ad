package dev.lakegate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets that this process never held as such: those of others, and those that libraries make.
class WithheldTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer canary-0123456789",
                "{Host: x, authorization: Basic canary-0123456789=, Accept: y}",
                "Proxy-Authorization=[Bearer canary-0123456789]",
                "Set-Cookie: session=canary-0123456789; Path=/",
                "\"cookie\" : \"session=canary-0123456789\"",
                "sent Bearer canary-0123456789 to it",
                "grant_type=refresh_token&refresh_token=canary-0123456789&client_id=lakegate",
                "{\"access_token\": \"canary-0123456789\", \"expires_in\": 300}",
                "GET /callback?code=canary-0123456789&state=canary-0123456789 HTTP/1.1",
                "{\"code\":\"canary-0123456789\"}",
                "code_verifier=canary-0123456789",
                "DirectByteBuffer@4f2[p=0,l=9,c=16384,r=9]={<<<canary-0123456789>>>canary-0123456789}}",
                "a key lgk_canary-0123456789 of a route",
                "a token eyJcanary-0123456789.canary-0123456789.canary-0123456789",
                "in base64 ZXlKcanary0123456789+canary-0123456789"
            })
    void what_looks_like_a_secret_is_not_told(String text) {
        assertThat(Withheld.in(text)).doesNotContain("canary").contains("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The workspace's token exchange gave a token that is no bearer token",
                "Basic authentication is what that proxy wants",
                "Route prod could not be warmed up: The sign-in has ended.",
                "HttpChannelState@1f{state=IDLE,code=0} took 12 ms",
                "SslConnection@4f2{NEED_UNWRAP,eio=-1/-1,di=-1,fill=IDLE,flush=IDLE}~>SocketChannelEndPoint@3[{l=/127.0.0.1:8765}]",
                "prod GET /api/2.0/clusters/list ended with 401 (local_key_wrong) after 12 µs"
            })
    void what_does_not_stays_as_it_is(String text) {
        assertThat(Withheld.in(text)).isEqualTo(text);
    }

    @Test
    void the_lines_around_a_field_stay() {
        assertThat(Withheld.in("GET / HTTP/1.1\r\nAuthorization: Bearer canary\r\nAccept: x"))
                .isEqualTo("GET / HTTP/1.1\r\nAuthorization: ***\r\nAccept: x");
    }
}
