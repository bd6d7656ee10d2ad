package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.Person;
import dev.lakegate.model.ProfileName;
import java.net.URI;
import org.junit.jupiter.api.Test;

class SignInPageTest {
    private static final ProfileName ACME = new ProfileName("acme");
    private static final String SCRIPT = "<script>alert(\"1\" & '2')</script>";
    private static final String HARMLESS = "&lt;script&gt;alert(&quot;1&quot; &amp; ";

    @Test
    void a_persons_name_is_text_and_never_markup() {
        SignInPage page = SignInPage.signedIn(new Person("sub", SCRIPT), ACME);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html()).contains(HARMLESS).doesNotContain("<script");
    }

    @Test
    void what_the_provider_says_is_text_and_never_markup() {
        URI issuer = URI.create("https://id.acme.example");
        SignInPage page = SignInPage.failed(new SignInRefused(issuer, "access_denied", SCRIPT), ACME);

        assertThat(page.status()).isEqualTo(502);
        assertThat(page.html())
                .contains(HARMLESS, "access_denied", "https://id.acme.example")
                .doesNotContain("<script");
    }

    @Test
    void a_percent_sign_in_a_name_is_no_format() {
        assertThat(SignInPage.signedIn(new Person("sub", "100% %s %1$s"), ACME).html())
                .contains("100% %s %1$s is signed in");
    }
}
