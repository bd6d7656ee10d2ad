package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.ForgedToken;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.TokenForge;
import dev.lakegate.sandbox.workspace.Principal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// An issuer whose people must have signed in strongly enough, and recently enough (RFC 9470).
class StepUpIT extends WithGateway {
    private static final String DENIAL = "insufficient_user_authentication";
    private static final long LONGEST_AGE = 3600;
    /// By so much clocks may differ.
    private static final long GRACE = 5;

    private static final String MFA = "urn:lakegate:mfa";
    private static final String PHISHING_RESISTANT = "phr";

    /// Asks for an acr alone.
    private static final TokenForge strict = new TokenForge("https://login.strict.example");
    /// Asks for an age alone.
    private static final TokenForge recent = new TokenForge("https://login.recent.example");

    @BeforeAll
    static void askForMore() {
        gateway.close();
        setup.more("""
                [issuer.acme.step_up]
                max_age = "%ds"
                acr_values = ["%s", "%s"]

                [issuer.strict.step_up]
                acr_values = ["%s"]

                [issuer.recent.step_up]
                max_age = "%ds"

                """.formatted(LONGEST_AGE, MFA, PHISHING_RESISTANT, MFA, LONGEST_AGE));
        another("strict", strict);
        another("recent", recent);
        gateway = setup.port(gateway.port()).start();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void enough(String what, ForgedToken token) {
        assertPasses(me().token(token));
    }

    static Stream<Arguments> enough() {
        return Stream.of(
                arguments("strong and recent", strong()),
                arguments("another acr that will do", strong().claim("acr", PHISHING_RESISTANT)),
                arguments("exactly at the limit", strong().claim("auth_time", now() - LONGEST_AGE)),
                arguments("a clock that is ahead", strong().claim("auth_time", now() + 30)),
                arguments("a fraction of a second", strong().claimJson("auth_time", now() + ".25")),
                arguments("white space", strong().claimJson("auth_time", " " + now() + " \n")),
                arguments("an acr alone", strict.alice().claim("acr", MFA)),
                arguments("an age alone", recent.alice().claim("auth_time", now())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void too_little(String what, ForgedToken token) {
        var audited = assertDenied(me().token(token), 401, DENIAL);
        assertThat(audited.path("verified").asBoolean()).isTrue();
        assertThat(audited.path("user").asString()).isEqualTo(ALICE);
    }

    static Stream<Arguments> too_little() {
        return Stream.of(tooWeak(), tooOld(), elsewhere()).flatMap(cases -> cases);
    }

    private static Stream<Arguments> tooWeak() {
        return Stream.of(
                arguments("no acr", strong().withoutClaim("acr")),
                arguments("acr null", strong().claim("acr", null)),
                arguments("an empty acr", strong().claim("acr", "")),
                arguments("a weaker acr", strong().claim("acr", "urn:lakegate:pwd")),
                arguments("acr in a list", strong().claim("acr", List.of(MFA))),
                arguments("acr in an object", strong().claimJson("acr", "{\"acr\":\"" + MFA + "\"}")),
                arguments("acr true", strong().claim("acr", true)),
                arguments("acr 0", strong().claim("acr", 0)),
                arguments("acr *", strong().claim("acr", "*")),
                arguments("acr .*", strong().claim("acr", ".*")),
                arguments("acr any", strong().claim("acr", "any")),
                arguments("the age for an acr", strong().claim("acr", String.valueOf(LONGEST_AGE))),
                arguments("all that will do, at once", strong().claim("acr", MFA + " " + PHISHING_RESISTANT)),
                arguments("a beginning", strong().claim("acr", "urn:lakegate")),
                arguments("a longer one", strong().claim("acr", MFA + "x")),
                arguments("a space behind it", strong().claim("acr", MFA + " ")),
                arguments("a zero byte behind it", strong().claim("acr", MFA + "\0")),
                arguments("a zero byte within", strong().claim("acr", "urn:\0akegate:mfa")),
                arguments("in capitals", strong().claim("acr", "URN:LAKEGATE:MFA")),
                arguments("deeper down", strong().withoutClaim("acr").claimJson("x", "{\"acr\":\"" + MFA + "\"}")),
                arguments("amr instead", strong().withoutClaim("acr").claim("amr", List.of("mfa", MFA))));
    }

    private static Stream<Arguments> tooOld() {
        return Stream.of(
                arguments("no auth_time", strong().withoutClaim("auth_time")),
                arguments("auth_time null", strong().claim("auth_time", null)),
                arguments("too old", strong().claim("auth_time", now() - LONGEST_AGE - GRACE - 1)),
                arguments("of the beginning of time", strong().claim("auth_time", 0)),
                arguments("auth_time as text", strong().claim("auth_time", String.valueOf(now()))),
                arguments("auth_time in a list", strong().claim("auth_time", List.of(now()))),
                arguments("auth_time true", strong().claim("auth_time", true)),
                arguments("auth_time negative", strong().claim("auth_time", -now())),
                arguments("in the future", strong().claim("auth_time", now() + 120)),
                arguments("in milliseconds", strong().claim("auth_time", now() * 1000)),
                arguments("auth_time 1e30", strong().claimJson("auth_time", "1e30")),
                arguments("auth_time 17e8", strong().claimJson("auth_time", "17e8")),
                arguments("beyond 64 bits", strong().claimJson("auth_time", "9".repeat(30))),
                arguments("that comes to now in 64 bits", strong().claimJson("auth_time", overflowing())),
                arguments(
                        "text, with a number deeper down",
                        strong().claim("auth_time", String.valueOf(now()))
                                .claimJson("x", "{\"auth_time\":" + now() + "}")),
                arguments(
                        "a number deeper down alone",
                        strong().withoutClaim("auth_time").claimJson("x", "{\"auth_time\":" + now() + "}")),
                arguments("iat instead", strong().withoutClaim("auth_time").claim("updated_at", now())));
    }

    private static Stream<Arguments> elsewhere() {
        return Stream.of(
                arguments("an acr alone, without", strict.alice().claim("auth_time", now())),
                arguments("an age alone, without", recent.alice().claim("acr", MFA)),
                arguments("an age alone, too old", recent.alice().claim("auth_time", now() - LONGEST_AGE - GRACE - 1)));
    }

    @Test
    void the_challenge_says_what_would_do() {
        assertThat(challenge(acme.alice()))
                .isEqualTo("Bearer realm=\"lakegate\", error=\"insufficient_user_authentication\","
                        + " error_description=\"A stronger or a more recent sign-in is required\","
                        + " acr_values=\"urn:lakegate:mfa phr\", max_age=\"3600\"");
        assertThat(challenge(strict.alice())).endsWith(" required\", acr_values=\"urn:lakegate:mfa\"");
        assertThat(challenge(recent.alice())).endsWith(" required\", max_age=\"3600\"");
    }

    @Test
    void any_other_denial_challenges_as_before() {
        assertThat(challenge(acme.alice().claim("exp", 1)))
                .isEqualTo("Bearer realm=\"lakegate\", error=\"invalid_token\", error_description=\"token_expired\"");
    }

    @Test
    void who_may_not_come_in_anyway_is_not_sent_to_sign_in_again() {
        assertDenied(me().token(acme.person("erin", "staff")), 403, "group_required");
        assertDenied(me().token(acme.alice().signedBy(stranger)), 401, "bad_signature");
    }

    @Test
    void the_exchange_is_no_way_round() {
        assertDenied(Request.of("POST", "/oidc/v1/token").token(acme.alice()).body("grant_type=x"), 401, DENIAL);
    }

    @Test
    void an_application_is_denied_too() {
        prod.add(new Principal(Principal.Kind.USER, "77", "batch@acme.example", "Batch", List.of()));
        var batch = acme.person("batch", "data-science").claim("client_id", "batch");
        assertDenied(me().token(batch).credential(prod.issueToken("batch@acme.example")), 401, DENIAL);
    }

    private static String challenge(ForgedToken token) {
        return wire.send(me().token(token).text()).field("WWW-Authenticate").orElseThrow();
    }

    private static ForgedToken strong() {
        return acme.alice().claim("acr", MFA).claim("auth_time", now());
    }

    private static void another(String name, TokenForge forge) {
        setup.issuer(name, forge.issuer(), forge.jwks()).more(HaProxySetup.person(name, "alice"));
    }

    /// Takes 64 bits and one more to write, and is now in the lower 64.
    private static String overflowing() {
        return BigInteger.TWO.pow(64).add(BigInteger.valueOf(now())).toString();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
