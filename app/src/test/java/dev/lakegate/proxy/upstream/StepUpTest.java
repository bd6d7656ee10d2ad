package dev.lakegate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.IdentityProblem.StrongerSignInNeeded;
import dev.lakegate.model.ProfileName;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

/// Which answers are a gateway's demand (RFC 9470 §3), and what of it reaches the person and the session.
class StepUpTest {
    private static final ProfileName ACME = new ProfileName("acme");

    private final List<String> told = new ArrayList<>();
    private final StepUp stepUp = new StepUp(ACME, told::add);

    @Test
    void what_is_wanted_is_told_to_the_person_and_the_challenge_to_the_session() {
        String challenge = "Bearer error=\"" + StepUp.DENIAL + "\", acr_values=\"urn:acme:mfa phr\", max_age=\"3600\"";

        assertThat(stepUp.demand(401, denial(StepUp.DENIAL).put("WWW-Authenticate", challenge)))
                .contains(new StrongerSignInNeeded(ACME, "acr_values=urn:acme:mfa phr max_age=3600"));
        assertThat(told).containsExactly(challenge);
    }

    @Test
    void what_could_do_harm_in_a_terminal_is_left_out() {
        String challenge = "Bearer error=\"" + StepUp.DENIAL + "\", acr_values=\"\u001b[2J mfa \u202ex\"";

        assertThat(stepUp.demand(401, denial(StepUp.DENIAL).put("WWW-Authenticate", challenge)))
                .contains(new StrongerSignInNeeded(ACME, "acr_values=mfa"));
    }

    @Test
    void a_demand_without_a_challenge_is_one_all_the_same() {
        assertThat(stepUp.demand(401, denial(StepUp.DENIAL))).contains(new StrongerSignInNeeded(ACME, ""));
        assertThat(told).containsExactly("");
    }

    @Test
    void nothing_else_is_a_demand() {
        String challenge = "Bearer error=\"insufficient_user_authentication\", max_age=\"5\"";

        assertThat(stepUp.demand(401, HttpFields.build().put("WWW-Authenticate", challenge)))
                .isEmpty();
        assertThat(stepUp.demand(401, denial("token_expired").put("WWW-Authenticate", challenge)))
                .isEmpty();
        assertThat(stepUp.demand(403, denial(StepUp.DENIAL).put("WWW-Authenticate", challenge)))
                .isEmpty();
        assertThat(stepUp.demand(200, denial(StepUp.DENIAL))).isEmpty();
        assertThat(told).isEmpty();
    }

    private static HttpFields.Mutable denial(String code) {
        return HttpFields.build().put("X-Lakegate-Error", code);
    }
}
