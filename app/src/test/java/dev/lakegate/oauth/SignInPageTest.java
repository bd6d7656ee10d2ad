package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Profile;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.Person;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignInPageTest {
    private static final Profile ACME = new ProfileBuilder("https://id.acme.example/realms/main").build();
    private static final Person ALICE = new Person("sub", "alice@acme.example");
    private static final SignInRefused REFUSAL =
            new SignInRefused(URI.create("https://id.acme.example/realms/main"), "access_denied", "not today");
    private static final String SCRIPT = "<script>alert(\"1\" & '2')</script>";
    private static final String HARMLESS = "&lt;script&gt;alert(&quot;1&quot; &amp; ";

    @Test
    void it_says_who_is_signed_in_to_what() {
        SignInPage page = SignInPage.signedIn(ALICE, ACME);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains(
                        "You are signed in",
                        "alice@acme.example",
                        "<dt>Profile</dt><dd>acme</dd>",
                        "<dt>Provider</dt><dd>id.acme.example</dd>",
                        "<dt>Gateway</dt><dd>gateway.acme.example</dd>",
                        "You can close this window");
    }

    @Test
    void it_says_what_went_wrong_and_what_to_do() {
        SignInPage page = SignInPage.failed(REFUSAL, ACME);

        assertThat(page.status()).isEqualTo(502);
        assertThat(page.html())
                .contains(
                        "You are not signed in",
                        REFUSAL.text().what(),
                        "Ask whoever manages the provider",
                        "<dt>Profile</dt><dd>acme</dd>",
                        "sign_in_refused");
    }

    @Test
    void a_persons_name_is_text_and_never_markup() {
        assertThat(SignInPage.signedIn(new Person("sub", SCRIPT), ACME).html())
                .contains(HARMLESS)
                .doesNotContain("<script");
    }

    @Test
    void what_the_provider_says_is_text_and_never_markup() {
        assertThat(SignInPage.failed(new SignInRefused(REFUSAL.issuer(), "access_denied", SCRIPT), ACME)
                        .html())
                .contains(HARMLESS, "access_denied")
                .doesNotContain("<script");
    }

    @Test
    void a_percent_sign_in_a_name_is_no_format() {
        assertThat(SignInPage.signedIn(new Person("sub", "100% %s %1$s"), ACME).html())
                .contains("<dd>100% %s %1$s</dd>");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_page_is_for_light_and_dark_runs_nothing_and_fetches_nothing(SignInPage page) {
        assertThat(page.html())
                .contains(
                        "prefers-color-scheme: dark",
                        "color-scheme: light dark",
                        "<html lang=\"en\">",
                        "content=\"default-src 'none';")
                .doesNotContain("<script", "src=", "href=", "url(", "@import", "\"refresh\"", "onload");
    }

    static Stream<SignInPage> pages() {
        return Stream.of(SignInPage.signedIn(ALICE, ACME), SignInPage.failed(REFUSAL, ACME), SignInPage.NOT_THIS_ONE);
    }
}
