package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Profile;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignInReturnTest {
    private SignInRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void callbacks_that_answer_another_request_are_answered_with_400_and_the_wait_goes_on() throws Exception {
        String issuer = SignInRig.encoded(rig.provider.issuer());

        Grant grant = rig.signIn(
                rig.provider.profile(),
                request -> "code=stolen&state=wrong&iss=" + issuer,
                request -> "code=stolen&iss=" + issuer,
                request -> "code=stolen&state=" + request.get("state"),
                request -> "code=stolen&state=" + request.get("state") + "&iss=https%3A%2F%2Fevil.example",
                request -> "error=access_denied&state=wrong&iss=" + issuer,
                request -> "error=access_denied&state=" + request.get("state") + "&iss=https%3A%2F%2Fevil.example",
                _ -> "",
                _ -> "code=&state=",
                _ -> "code=a&code=b&state=c&state=d",
                _ -> "response=eyJhbGciOiJub25lIn0.e30.",
                _ -> "state=%00&iss=%20&code=%ff",
                rig::rightAnswer);

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(rig.pages)
                .extracting(HttpResponse::statusCode)
                .containsOnly(400, 200)
                .endsWith(400, 200);
        assertThat(rig.provider.tokenRequests())
                .singleElement()
                .satisfies(form -> assertThat(form).containsEntry("code", "the-code"));
    }

    @Test
    void where_the_provider_names_itself_in_no_answer_each_profile_has_its_own_redirect_path() throws Exception {
        rig.provider.announces("authorization_response_iss_parameter_supported", false);

        Grant grant = rig.signIn(rig.provider.profile(), request -> "code=the-code&state=" + request.get("state"));

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(rig.asked.get("redirect_uri")).endsWith("/callback/acme");
    }

    @Test
    void wrong_callbacks_do_not_prolong_the_wait() {
        Profile hasty = rig.provider.settings().timeout(Duration.ofSeconds(2)).build();

        assertThat(rig.problem(hasty, _ -> "code=x&state=wrong")).isInstanceOf(SignInTimedOut.class);
        assertThat(rig.pages).extracting(HttpResponse::statusCode).containsExactly(400);
    }
}
