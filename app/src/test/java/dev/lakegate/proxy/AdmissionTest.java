package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.CrossSite;
import dev.lakegate.model.CallerProblem.HostNotLocal;
import dev.lakegate.model.CallerProblem.LocalKeyMissing;
import dev.lakegate.model.CallerProblem.LocalKeyWrong;
import dev.lakegate.model.CallerProblem.MethodNotSupported;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import dev.lakegate.proxy.Admission.Verdict.Admitted;
import dev.lakegate.proxy.Admission.Verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final RouteName PROD = new RouteName("prod");
    private static final String KEY = "lgk_0123456789012345678901234567890123456789012";
    private static final String BEARER = "Bearer " + KEY;
    private static final HttpURI ORIGIN_FORM = HttpURI.from("/api/2.0/clusters/list?x=1");

    private final Admission admission = Admission.toPort(PROD, 8765, new Secret(KEY));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8765", "localhost:8765", "[::1]:8765", "prod.localhost:8765"})
    void a_loopback_name_with_this_port_is_admitted(String host) {
        assertThat(refusal(ORIGIN_FORM, request(host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8765",
                "evil.example",
                "127.0.0.1.evil.example:8765",
                "localhost.evil.example:8765",
                "prod.localhost.evil.example:8765",
                "dev.localhost:8765",
                "prod.localhost.:8765",
                "localhost.:8765",
                "127.0.0.1",
                "localhost",
                "127.0.0.1:8766",
                "127.0.0.1:443",
                "127.0.0.1:08765",
                "127.0.0.2:8765",
                "127.1:8765",
                "0.0.0.0:8765",
                "2130706433:8765",
                "[::]:8765",
                "[::ffff:127.0.0.1]:8765",
                "[0:0:0:0:0:0:0:1]:8765",
                "::1:8765",
                "127.0.0.1:8765@evil.example",
                "user@127.0.0.1:8765",
                "127.0.0.1:8765, evil.example",
                "169.254.169.254",
                ""
            })
    void any_other_host_may_be_a_rebound_name_and_is_refused(String host) {
        assertThat(refusal(ORIGIN_FORM, request(host))).contains(new HostNotLocal(PROD));
    }

    @Test
    void no_host_or_two_are_refused() {
        assertThat(refusal(ORIGIN_FORM, HttpFields.build().add("Authorization", BEARER)))
                .contains(new HostNotLocal(PROD));
        assertThat(refusal(ORIGIN_FORM, request("127.0.0.1:8765").add("Host", "127.0.0.1:8765")))
                .contains(new HostNotLocal(PROD));
    }

    @Test
    void the_port_may_be_left_out_where_it_is_the_schemes_own() {
        Admission atEighty = Admission.toPort(PROD, 80, new Secret(KEY));

        assertThat(refusal(atEighty, "GET", ORIGIN_FORM, request("localhost"))).isEmpty();
        assertThat(refusal(atEighty, "GET", ORIGIN_FORM, request("localhost:80")))
                .isEmpty();
        assertThat(refusal(atEighty, "GET", ORIGIN_FORM, request("evil.example")))
                .contains(new HostNotLocal(PROD));
    }

    @Test
    void an_absolute_target_must_be_local_too() {
        assertThat(refusal(HttpURI.from("http://127.0.0.1:8765/x"), request("127.0.0.1:8765")))
                .isEmpty();
        assertThat(refusal(HttpURI.from("http://evil.example/x"), request("127.0.0.1:8765")))
                .contains(new HostNotLocal(PROD));
        assertThat(refusal(HttpURI.from("http://127.0.0.1:8765@evil.example/x"), request("127.0.0.1:8765")))
                .contains(new HostNotLocal(PROD));
        assertThat(refusal(HttpURI.from("http://127.0.0.1:9999/x"), request("127.0.0.1:8765")))
                .contains(new HostNotLocal(PROD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE"})
    void methods_of_forward_proxies_are_not_served(String method) {
        assertThat(refusal(admission, method, ORIGIN_FORM, request("127.0.0.1:8765")))
                .contains(new MethodNotSupported(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8765", "http://localhost:8765", "http://prod.localhost:8765"})
    void a_page_of_the_proxy_itself_is_admitted(String origin) {
        assertThat(refusal(ORIGIN_FORM, request("127.0.0.1:8765").add("Origin", origin)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://evil.example:8765",
                "http://localhost:3000",
                "http://localhost",
                "https://localhost:8765",
                "http://localhost:8765.evil.example",
                "http://localhost:8765@evil.example",
                "chrome-extension://abcdefgh",
                "file://",
                "null",
                ""
            })
    void a_page_of_any_other_origin_is_refused_though_it_knows_the_key(String origin) {
        assertThat(refusal(ORIGIN_FORM, request("127.0.0.1:8765").add("Origin", origin)))
                .contains(new CrossSite());
    }

    @Test
    void one_foreign_origin_among_two_is_enough() {
        HttpFields two =
                request("127.0.0.1:8765").add("Origin", "http://127.0.0.1:8765").add("Origin", "https://evil.example");

        assertThat(refusal(ORIGIN_FORM, two)).contains(new CrossSite());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "same-origin, cross-site", "anything"})
    void a_browser_that_says_another_site_began_it_is_believed(String site) {
        assertThat(refusal(ORIGIN_FORM, request("127.0.0.1:8765").add("Sec-Fetch-Site", site)))
                .contains(new CrossSite());
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void a_browser_that_says_nobody_else_began_it_is_admitted(String site) {
        assertThat(refusal(ORIGIN_FORM, request("127.0.0.1:8765").add("Sec-Fetch-Site", site)))
                .isEmpty();
    }

    @Test
    void the_fetch_mode_alone_which_node_sends_says_nothing_of_the_site() {
        assertThat(refusal(ORIGIN_FORM, request("127.0.0.1:8765").add("Sec-Fetch-Mode", "cors")))
                .isEmpty();
    }

    @Test
    void host_and_site_are_judged_before_the_key() {
        HttpFields.Mutable keyless = HttpFields.build().add("Host", "evil.example");
        assertThat(refusal(ORIGIN_FORM, keyless)).contains(new HostNotLocal(PROD));

        HttpFields.Mutable fromAPage =
                HttpFields.build().add("Host", "127.0.0.1:8765").add("Origin", "https://evil.example");
        assertThat(refusal(ORIGIN_FORM, fromAPage)).contains(new CrossSite());
    }

    @ParameterizedTest
    @ValueSource(strings = {BEARER, "bearer " + KEY, "BEARER  " + KEY + " "})
    void the_key_as_bearer_token_is_admitted(String authorization) {
        assertThat(refusal(ORIGIN_FORM, withAuthorization(authorization))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token:" + KEY, ":" + KEY, "anyone:" + KEY})
    void the_key_as_basic_password_is_admitted_whoever_the_user_is(String pair) {
        assertThat(refusal(ORIGIN_FORM, withAuthorization("Basic " + base64(pair))))
                .isEmpty();
        assertThat(refusal(ORIGIN_FORM, withAuthorization("basic " + base64(pair))))
                .isEmpty();
    }

    @Test
    void no_key_is_told_apart_from_a_wrong_one() {
        assertThat(refusal(ORIGIN_FORM, HttpFields.build().add("Host", "127.0.0.1:8765")))
                .contains(new LocalKeyMissing(PROD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer " + KEY + "x",
                "Bearer lgk_",
                "Bearer dapi0123456789abcdef",
                "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln",
                "Bearer" + KEY,
                "Token " + KEY,
                KEY,
                "Basic",
                "Basic !!!",
                "Basic " + KEY
            })
    void what_is_not_the_key_is_refused(String authorization) {
        assertThat(refusal(ORIGIN_FORM, withAuthorization(authorization))).contains(new LocalKeyWrong(PROD));
    }

    @Test
    void a_basic_pair_without_the_key_as_its_password_is_refused() {
        assertThat(refusal(ORIGIN_FORM, withAuthorization("Basic " + base64(KEY))))
                .contains(new LocalKeyWrong(PROD));
        assertThat(refusal(ORIGIN_FORM, withAuthorization("Basic " + base64(KEY + ":"))))
                .contains(new LocalKeyWrong(PROD));
        assertThat(refusal(ORIGIN_FORM, withAuthorization("Basic " + base64("token:" + KEY + ":"))))
                .contains(new LocalKeyWrong(PROD));
    }

    @Test
    void two_authorizations_are_refused_even_when_both_are_the_key() {
        assertThat(refusal(ORIGIN_FORM, request("127.0.0.1:8765").add("Authorization", BEARER)))
                .contains(new LocalKeyWrong(PROD));
    }

    private Optional<CallerProblem> refusal(HttpURI target, HttpFields fields) {
        return refusal(admission, "GET", target, fields);
    }

    private static Optional<CallerProblem> refusal(Admission of, String method, HttpURI target, HttpFields fields) {
        return switch (of.of(method, target, fields, ConnectedClient.UNKNOWN)) {
            case Admitted(AdmittedBy by) -> {
                assertThat(by).isEqualTo(AdmittedBy.KEY);
                yield Optional.empty();
            }
            case Refused(CallerProblem problem) -> Optional.of(problem);
        };
    }

    private static HttpFields.Mutable request(String host) {
        return HttpFields.build().add("Host", host).add("Authorization", BEARER);
    }

    private static HttpFields withAuthorization(String value) {
        return HttpFields.build().add("Host", "127.0.0.1:8765").add("Authorization", value);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
