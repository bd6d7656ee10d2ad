package dev.lakegate.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ClientSecretTest {
    private static final String SECRET = "GOCSPX-a+secret/of the+client";

    @TempDir
    Path folder;

    private SignInRig rig;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
        file = Files.writeString(folder.resolve("client-secret"), SECRET + "\n");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void where_the_provider_takes_it_in_the_body_the_secret_goes_there() throws Exception {
        rig.provider.announces(
                "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));

        signIn();

        assertThat(rig.provider.requests("/token")).singleElement().satisfies(request -> {
            assertThat(request.form())
                    .containsEntry("client_secret", SECRET)
                    .containsEntry("client_id", TinyProvider.CLIENT)
                    .containsKey("code_verifier");
            assertThat(request.authorization()).isEmpty();
        });
    }

    @Test
    void elsewhere_it_goes_as_basic_credentials_form_encoded() throws Exception {
        signIn();

        assertThat(rig.provider.requests("/token")).singleElement().satisfies(request -> {
            assertThat(request.form()).doesNotContainKey("client_secret");
            assertThat(request.authorization())
                    .isEqualTo("Basic "
                            + Base64.getEncoder()
                                    .encodeToString(
                                            (TinyProvider.CLIENT + ":" + SignInRig.encoded(SECRET)).getBytes(UTF_8)));
        });
    }

    @Test
    void requests_pushed_beforehand_are_authenticated_too() throws Exception {
        rig.provider.announces("pushed_authorization_request_endpoint", rig.provider.issuer() + "/par");
        rig.provider.answers(
                "/par", _ -> TinyProvider.json(201, Map.of("request_uri", "urn:example:1", "expires_in", 60)));

        rig.signIn(rig.provider.settings().clientSecretFile(file).build(), (_, _) -> {
            Map<String, String> pushed =
                    rig.provider.requests("/par").getFirst().form();
            rig.asked = pushed;
            rig.visit(pushed.get("redirect_uri") + "?" + rig.rightAnswer(pushed));
        });

        assertThat(rig.provider.requests("/par").getFirst().authorization()).startsWith("Basic ");
    }

    @Test
    void a_changed_secret_counts_from_the_next_use_on() throws Exception {
        rig.provider.announces("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
        signIn();
        Files.writeString(file, "another-secret-of-the-client");
        signIn();

        assertThat(rig.provider.tokenRequests())
                .extracting(form -> form.get("client_secret"))
                .containsExactly(SECRET, "another-secret-of-the-client");
    }

    @Test
    void a_public_client_shows_its_id_alone() throws Exception {
        rig.signIn(rig.provider.profile(), rig::rightAnswer);

        assertThat(rig.provider.requests("/token")).singleElement().satisfies(request -> {
            assertThat(request.form()).containsKey("client_id").doesNotContainKey("client_secret");
            assertThat(request.authorization()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "{\n  \"installed\": {}\n}\n"})
    void a_file_that_holds_anything_else_is_named_and_never_quoted(String content) throws Exception {
        Files.writeString(file, content);

        assertThat(problem())
                .isInstanceOfSatisfying(
                        LocalFailure.class,
                        failure -> assertThat(failure.text().what())
                                .contains(file.toString(), "client_secret_file")
                                .doesNotContain("installed"));
    }

    @Test
    void a_file_that_is_not_there_or_too_long_is_named() throws Exception {
        Files.writeString(file, "x".repeat(5_000));
        assertThat(problem()).isInstanceOf(LocalFailure.class);

        Files.delete(file);
        assertThat(problem())
                .isInstanceOfSatisfying(
                        LocalFailure.class,
                        failure -> assertThat(failure.reason()).endsWith(" does not exist"));
    }

    @Test
    void a_provider_that_takes_no_secret_at_all_is_told() {
        rig.provider.announces("token_endpoint_auth_methods_supported", List.of("private_key_jwt", "none"));

        assertThat(problem())
                .isInstanceOfSatisfying(
                        ProviderMisconfigured.class,
                        misconfigured ->
                                assertThat(misconfigured.reason()).contains("private_key_jwt", "client_secret_file"));
    }

    private void signIn() throws Exception {
        rig.signIn(rig.provider.settings().clientSecretFile(file).build(), rig::rightAnswer);
    }

    private dev.lakegate.model.Problem problem() {
        return rig.problem(rig.provider.settings().clientSecretFile(file).build(), rig::rightAnswer);
    }
}
