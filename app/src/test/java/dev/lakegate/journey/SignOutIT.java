package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.Person;
import dev.lakegate.sandbox.Provider;
import dev.lakegate.sandbox.ProviderSettings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Signing out, with and without a network.
@ExtendWith(StandardSandbox.class)
class SignOutIT extends WithSandbox {

    @Test
    void offline_everything_here_is_wiped_and_what_could_not_be_revoked_is_told_once() throws Exception {
        Provider provider = Provider.start(ProviderSettings.standard());
        Laptop laptop = laptop(sandbox.configuration()
                .replace(
                        sandbox.provider().issuer().toString(),
                        provider.issuer().toString()));
        laptop.signIn("alice");
        provider.close();

        Outcome logout = laptop.lakegate("logout");
        Outcome again = laptop.lakegate("logout");

        assertThat(logout.status()).isZero();
        assertThat(logout.out()).startsWith("Signed out.");
        assertThat(logout.err()).contains("The refresh token could not be revoked.", "could not be reached");
        assertThat(laptop.lakegate("status").out()).contains("acme: signed out");
        assertProblem(Notebook.of(laptop, "prod").get(ME), 401, "sign_in_needed");
        assertThat(again.err()).as("nothing is queued").isEmpty();
    }

    @Test
    void the_session_at_the_provider_ends_in_the_persons_browser_and_no_token_stands_in_its_command_line()
            throws Exception {
        Laptop laptop = laptop(sandbox.configuration(), Map.of("BROWSER", "false"));
        laptop.signIn("alice");
        int sessions = sandbox.provider().counters().endpoint("end_session");

        Outcome logout = say(laptop, "logout");

        URI address = URI.create(logout.out()
                .lines()
                .filter(line -> line.strip().startsWith("http://127.0.0.1"))
                .findFirst()
                .orElseThrow()
                .strip());
        assertThat(address.getQuery()).isNull();
        Person.named("alice").signIn(address);
        assertThat(sandbox.provider().counters().endpoint("end_session")).isEqualTo(sessions + 1);
    }
}
