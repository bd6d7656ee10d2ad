package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.oauth.Revocation.Kind;
import dev.lakegate.oauth.Revocation.Outcome;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of the tokens when a person signs out.
@Timeout(30)
class RevocationTest {
    private SignInRig rig;
    private Grant grant;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
        rig.provider.answers("/revoke", _ -> TinyProvider.json(200, Map.of()));
        grant = rig.signIn(rig.provider.profile(), rig::rightAnswer);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void the_refresh_token_and_then_the_access_token_are_revoked_each_by_its_kind() {
        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .containsExactly(new Outcome.Revoked(Kind.REFRESH_TOKEN), new Outcome.Revoked(Kind.ACCESS_TOKEN));

        assertThat(rig.provider.requests("/revoke"))
                .extracting(TinyProvider.Request::form)
                .containsExactly(
                        Map.of(
                                "token",
                                "refresh-of-alice",
                                "token_type_hint",
                                "refresh_token",
                                "client_id",
                                TinyProvider.CLIENT),
                        Map.of(
                                "token",
                                grant.identityToken().value().reveal(),
                                "token_type_hint",
                                "access_token",
                                "client_id",
                                TinyProvider.CLIENT));
    }

    @Test
    void an_id_token_cannot_be_revoked_and_is_not_sent_there() {
        Profile profile =
                rig.provider.settings().identityToken(IdentityToken.ID).build();

        assertThat(revocation(profile).revoke(grant)).containsExactly(new Outcome.Revoked(Kind.REFRESH_TOKEN));
        assertThat(rig.provider.requests("/revoke")).hasSize(1);
    }

    @Test
    void without_a_refresh_token_there_is_only_the_other_one() {
        Grant last = new Grant(grant.person(), grant.identityToken(), grant.idToken(), Optional.empty());

        assertThat(revocation(rig.provider.profile()).revoke(last))
                .containsExactly(new Outcome.Revoked(Kind.ACCESS_TOKEN));
    }

    @Test
    void a_provider_that_revokes_nothing_is_no_failure() {
        rig.provider.announcesNo("revocation_endpoint");

        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .containsExactly(new Outcome.NotOffered(Kind.REFRESH_TOKEN), new Outcome.NotOffered(Kind.ACCESS_TOKEN));
    }

    @Test
    void a_provider_that_revokes_refresh_tokens_only_says_so() {
        rig.provider.answers(
                "/revoke",
                form -> "access_token".equals(form.get("token_type_hint"))
                        ? TinyProvider.error(400, "unsupported_token_type")
                        : TinyProvider.json(200, Map.of()));

        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .containsExactly(new Outcome.Revoked(Kind.REFRESH_TOKEN), new Outcome.NotOffered(Kind.ACCESS_TOKEN));
    }

    @Test
    void what_could_not_be_revoked_is_told_with_the_reason_and_the_other_token_is_tried() {
        rig.provider.answers(
                "/revoke",
                form -> "refresh_token".equals(form.get("token_type_hint"))
                        ? TinyProvider.error(401, "invalid_client")
                        : TinyProvider.json(200, Map.of()));

        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .satisfiesExactly(
                        refused -> assertThat(refused).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                            assertThat(failed.kind()).isEqualTo(Kind.REFRESH_TOKEN);
                            assertThat(failed.problem()).isInstanceOf(ProviderMisconfigured.class);
                            assertThat(failed.problem().text().what()).contains("invalid_client");
                        }),
                        revoked -> assertThat(revoked).isEqualTo(new Outcome.Revoked(Kind.ACCESS_TOKEN)));
    }

    @Test
    void a_provider_that_is_ill_or_away_is_asked_once_and_told_for_both() {
        rig.provider.answers("/revoke", _ -> TinyProvider.error(503, "x"));
        Revocation revocation = revocation(rig.provider.profile());
        assertThat(revocation.revoke(grant))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(failed.problem()).isInstanceOf(ProviderUnreachable.class)))
                .hasSize(2);
        assertThat(rig.provider.requests("/revoke")).hasSize(1);

        rig.provider.close();
        assertThat(revocation.revoke(grant)).hasSize(2).hasOnlyElementsOfType(Outcome.Failed.class);
        assertThat(revocation(rig.provider.profile()).revoke(grant))
                .hasSize(2)
                .hasOnlyElementsOfType(Outcome.Failed.class);
    }

    private Revocation revocation(Profile profile) {
        return new Revocation(new Provider(profile, rig.calls));
    }
}
