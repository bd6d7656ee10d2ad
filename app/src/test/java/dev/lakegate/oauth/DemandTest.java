package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.SignInSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandTest {

    @Test
    void a_challenge_says_how_strong_and_how_recent_a_sign_in_has_to_be() {
        Optional<Demand> demand = Demand.of("Bearer error=\"insufficient_user_authentication\", "
                + "error_description=\"A different authentication level is required\", "
                + "acr_values=\"urn:acme:mfa phr\", max_age=\"300\"");

        assertThat(demand).contains(new Demand(List.of("urn:acme:mfa", "phr"), Optional.of(Duration.ofMinutes(5))));
        assertThat(demand.orElseThrow().wanted()).isEqualTo("acr_values=urn:acme:mfa phr max_age=300");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bearer ERROR=insufficient_user_authentication,max_age=0",
                "Bearer  ,realm=\"a, b\" , error=\"insufficient_user_authentication\",max_age = \"0\"",
                "Basic realm=\"x\", Bearer realm=\"y\", error=\"insufficient_user_authentication\", max_age=0"
            })
    void a_challenge_is_read_in_every_form_that_http_allows(String challenge) {
        assertThat(Demand.of(challenge)).contains(new Demand(List.of(), Optional.of(Duration.ZERO)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer realm=\"DatabricksRealm\"",
                "Bearer error=\"invalid_token\", acr_values=\"x\"",
                "Basic error=\"insufficient_user_authentication\"",
                "Bearer error_description=\"error=insufficient_user_authentication\"",
                "Bearer realm=\"x, error=insufficient_user_authentication",
                "insufficient_user_authentication"
            })
    void anything_else_is_no_demand(String challenge) {
        assertThat(Demand.of(challenge)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acr_values=\"\"",
                "acr_values=\"\u00e4 \u001b[31m\"",
                "max_age=\"-1\"",
                "max_age=\"1e9\"",
                "max_age=\"99999999999999999999\"",
                "max_age=\"\""
            })
    void what_cannot_be_read_or_shown_is_left_out(String parameter) {
        assertThat(Demand.of("Bearer error=\"insufficient_user_authentication\", " + parameter))
                .contains(Demand.NONE);
    }

    @Test
    void a_challenge_without_end_is_not_read_and_one_of_many_values_shortened() {
        String begin = "Bearer error=\"insufficient_user_authentication\", acr_values=\"";

        assertThat(Demand.of(begin + "a ".repeat(5_000) + "\"")).isEmpty();
        assertThat(Demand.of(begin + "a ".repeat(100) + "\"").orElseThrow().acrValues())
                .hasSize(10);
        assertThat(Demand.of("Bearer " + ", a=\"".repeat(800))).isEmpty();
    }

    @Test
    void a_demand_counts_over_the_profiles_own_settings_and_never_asks_for_less() {
        SignInSettings hourly = settings(Optional.of(Duration.ofHours(1)), List.of("pwd"));
        SignInSettings nothing = settings(Optional.empty(), List.of());
        Demand strong = new Demand(List.of("mfa"), Optional.of(Duration.ofMinutes(5)));

        assertThat(strong.over(hourly)).isEqualTo(strong);
        assertThat(strong.over(nothing)).isEqualTo(strong);
        assertThat(Demand.NONE.over(hourly)).isEqualTo(new Demand(List.of("pwd"), Optional.of(Duration.ofHours(1))));
        assertThat(new Demand(List.of(), Optional.of(Duration.ofDays(1)))
                        .over(hourly)
                        .maxAge())
                .contains(Duration.ofHours(1));
        assertThat(Demand.NONE.wanted()).isEmpty();
    }

    private static SignInSettings settings(Optional<Duration> maxAge, List<String> acrValues) {
        ProfileBuilder profile =
                new ProfileBuilder("https://id.acme.example").acrValues(acrValues.toArray(String[]::new));
        maxAge.ifPresent(profile::maxAge);
        return profile.build().signIn();
    }
}
