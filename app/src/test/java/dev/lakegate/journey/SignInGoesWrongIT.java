package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.Person;
import dev.lakegate.sandbox.Person.Page;
import dev.lakegate.sandbox.Provider;
import dev.lakegate.sandbox.ProviderSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whatever goes wrong at a sign-in, the person reads what happened and what to do, and scripts read an exit status.
@ExtendWith(StandardSandbox.class)
class SignInGoesWrongIT extends WithSandbox {
    private static final ProviderSettings STANDARD = ProviderSettings.standard();

    /// Whose requests can be read in the browser's address bar.
    private static Provider plain;

    @BeforeAll
    static void startPlainProvider() {
        plain = Provider.start(STANDARD.without(ProviderSettings.Feature.PUSHED_AUTHORIZATION_REQUESTS));
    }

    @AfterAll
    static void stopPlainProvider() {
        plain.close();
    }

    @Test
    void without_a_provider_login_ends_with_status_5_until_it_is_back() throws Exception {
        Provider provider = Provider.start(STANDARD);
        Laptop laptop = laptop(configuredFor(provider));
        provider.close();

        Outcome login = laptop.lakegate("login");

        assertThat(login.status()).isEqualTo(5);
        assertThat(login.err())
                .contains("provider_unreachable", provider.issuer().toString(), "Check the network connection");
        assertProblem(Notebook.of(laptop, "prod").get(ME), 401, "sign_in_needed");
        try (Provider back = Provider.start(STANDARD.onPort(provider.issuer().getPort()))) {
            laptop.signIn("alice");
            assertThat(laptop.lakegate("status").out()).contains("signed in as alice@acme.example");
            assertThat(back.counters().grant("authorization_code")).isEqualTo(1);
        }
    }

    @Test
    void a_provider_that_goes_by_another_name_is_not_asked_for_a_sign_in() throws Exception {
        try (Provider provider = Provider.start(STANDARD.withWrongIssuer())) {
            Outcome login = laptop(configuredFor(provider)).lakegate("login");

            assertThat(login.status()).isEqualTo(1);
            assertThat(login.err())
                    .contains(
                            "provider_misconfigured",
                            "https://login.elsewhere.example",
                            "Compare the profile's issuer");
            assertThat(login.out()).isEmpty();
            assertThat(provider.counters().endpoint("authorization")).isZero();
        }
    }

    @Test
    void where_a_sign_in_could_not_be_kept_login_says_so_before_anyone_signs_in() throws Exception {
        String unkept = "credentials.store = \"systemd-credential\"\n" + configuredFor(plain);

        Outcome login = laptop(unkept, Map.of("BROWSER", browser())).lakegate("login");

        assertThat(login.status()).isEqualTo(1);
        assertThat(login.err()).contains("key_store_absent", "lakegate");
        assertThat(login.out()).isEmpty();
        assertThat(addressBar()).doesNotExist();
    }

    @Test
    void a_callback_with_a_wrong_state_is_answered_and_the_wait_goes_on() throws Exception {
        SignInBegun begun = beginSignIn();

        Page wrong = begun.callBack(Map.of("code", "stolen", "state", "guessed", "iss", begun.issuer()));
        Page none = begun.callBack(Map.of());

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("This is not the sign-in Lakegate waits for");
        assertThat(none.status()).isEqualTo(400);
        begun.assertStillWaitsForAlice();
    }

    @Test
    void a_callback_that_names_another_issuer_or_none_is_answered_and_the_wait_goes_on() throws Exception {
        SignInBegun begun = beginSignIn();

        Page other = begun.callBack(
                Map.of("code", "mixed-up", "state", begun.state(), "iss", "https://login.elsewhere.example"));
        Page none = begun.callBack(Map.of("code", "mixed-up", "state", begun.state()));

        assertThat(other.status()).isEqualTo(400);
        assertThat(none.status()).isEqualTo(400);
        begun.assertStillWaitsForAlice();
    }

    @Test
    void a_refusal_of_the_provider_ends_login_with_status_3_and_is_shown_in_the_browser() throws Exception {
        SignInBegun begun = beginSignIn();

        Page page = begun.callBack(Map.of(
                "error",
                "access_denied",
                "error_description",
                "not <b>you</b>",
                "state",
                begun.state(),
                "iss",
                begun.issuer()));

        assertThat(page.text()).contains("You are not signed in", "not &lt;b&gt;you&lt;/b&gt;");
        Outcome login = begun.login().join();
        assertThat(login.status()).isEqualTo(3);
        assertThat(login.err()).contains("sign_in_refused", "access_denied (not <b>you</b>)");
    }

    @Test
    void a_sign_in_that_is_given_up_ends_with_status_3_and_its_address_is_closed() throws Exception {
        Laptop laptop = laptop(configuredFor(plain).replace("\"30s\"", "\"1s\""), Map.of("BROWSER", browser()));

        Outcome login = laptop.lakegate("login");

        assertThat(login.status()).isEqualTo(3);
        assertThat(login.out()).contains("The sign-in page was opened in your browser.", opened().toString());
        assertThat(login.err()).contains("sign_in_timed_out", "within 1 seconds", "Run 'lakegate login' again");
        assertThat(laptop.lakegate("status").out()).contains("signed out");
        URI redirect = URI.create(parameters(opened()).get("redirect_uri"));
        assertThatThrownBy(() -> Person.named("alice").signIn(redirect)).isInstanceOf(ConnectException.class);
        assertProblem(Notebook.of(laptop, "prod").get(ME), 401, "sign_in_needed");
    }

    @Test
    void where_no_browser_can_be_opened_login_says_which_address_to_open() throws Exception {
        Laptop laptop = laptop(sandbox.configuration().replace("\"30s\"", "\"1s\""), Map.of("BROWSER", "false"));

        Outcome login = laptop.lakegate("login");

        assertThat(login.out()).startsWith("Open:").contains(sandbox.provider().issuer() + "/auth?");
        assertThat(login.status()).isEqualTo(3);
    }

    private static String configuredFor(Provider provider) {
        return sandbox.configuration()
                .replace(
                        sandbox.provider().issuer().toString(),
                        provider.issuer().toString());
    }

    /// `lakegate login` in a terminal, its browser open at the address.
    private record SignInBegun(URI address, CompletableFuture<Outcome> login) {

        String state() {
            return parameters(address).get("state");
        }

        String issuer() {
            return plain.issuer().toString();
        }

        /// As anything on this machine could.
        Page callBack(Map<String, String> parameters) throws IOException {
            String query = parameters.entrySet().stream()
                    .map(parameter ->
                            parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            URI redirect = URI.create(parameters(address).get("redirect_uri") + "?" + query);
            return Person.named("mallory").signIn(redirect);
        }

        void assertStillWaitsForAlice() throws IOException {
            assertThat(login).isNotDone();
            Page page = Person.named("alice").signIn(address);
            assertThat(page.text()).contains("You are signed in");
            assertThat(login.join().status()).isZero();
            assertThat(login.join().out()).contains("Signed in as alice@acme.example.");
        }
    }

    private SignInBegun beginSignIn() throws Exception {
        Laptop laptop = laptop(configuredFor(plain), Map.of("BROWSER", browser()));
        CompletableFuture<Outcome> login =
                CompletableFuture.supplyAsync(() -> laptop.lakegate("login"), Thread::startVirtualThread);
        return new SignInBegun(opened(), login);
    }

    private static Path addressBar() {
        return folder.resolve("address");
    }

    /// A browser that only notes where it was sent.
    private static String browser() throws IOException {
        Files.deleteIfExists(addressBar());
        Path script = folder.resolve("browser");
        Files.writeString(script, """
                #!/bin/sh
                printf '%%s' "$1" >'%1$s.new' && mv '%1$s.new' '%1$s'
                """.formatted(addressBar()));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }

    private static URI opened() throws IOException {
        await("the browser").until(() -> Files.exists(addressBar()));
        return URI.create(Files.readString(addressBar()));
    }

    private static Map<String, String> parameters(URI address) {
        return Arrays.stream(address.getRawQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                        (first, second) -> first));
    }
}
