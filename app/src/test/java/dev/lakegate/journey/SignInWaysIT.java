package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.Person;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInNews;
import dev.lakegate.session.SignInWay;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The ways to sign in, as a person at a terminal takes them.
@ExtendWith(StandardSandbox.class)
class SignInWaysIT extends WithSandbox {

    @Test
    void the_address_at_which_a_browser_on_another_machine_ends_can_be_pasted() throws Exception {
        Laptop laptop = laptop();
        try (PipedWriter keyboard = new PipedWriter();
                PipedReader typed = new PipedReader(keyboard)) {
            BlockingQueue<URI> addresses = new LinkedBlockingQueue<>();
            SignInHandle watcher = laptop.instance().login(null, SignInWay.NO_BROWSER, news -> {
                if (news instanceof SignInNews.SignInAt at) {
                    addresses.add(at.address());
                }
            });
            CompletableFuture<Outcome> login = CompletableFuture.supplyAsync(
                    () -> laptop.lakegate(typed, "login", "--no-browser"), Thread::startVirtualThread);
            URI address = addresses.poll(20, TimeUnit.SECONDS);
            URI callback = Person.named("alice").signInElsewhere(address);

            keyboard.write("http://127.0.0.1:1/callback?code=stolen&state=guessed\n");
            keyboard.write("  '" + callback + "'\n");
            keyboard.flush();

            Outcome outcome = login.get(20, TimeUnit.SECONDS);
            assertThat(outcome.status()).as(outcome.err()).isZero();
            assertThat(outcome.out())
                    .contains("Open this address in a browser:", "Paste that whole address here:")
                    .contains("That is not the address of this sign-in")
                    .contains("Signed in as alice@acme.example.");
            assertThat(watcher.await()).isEqualTo("alice@acme.example");
            assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
        }
    }

    @Test
    void a_code_is_entered_on_another_device_where_the_profile_allows_it() throws Exception {
        Laptop laptop = laptop(sandbox.configuration().replace("client_id =", "device_grant = true\nclient_id ="));
        BlockingQueue<SignInNews.EnterCode> codes = new LinkedBlockingQueue<>();
        SignInHandle watcher = laptop.instance().login(null, SignInWay.DEVICE, news -> {
            if (news instanceof SignInNews.EnterCode code) {
                codes.add(code);
            }
        });
        CompletableFuture<Outcome> login =
                CompletableFuture.supplyAsync(() -> laptop.lakegate("login", "--device"), Thread::startVirtualThread);
        SignInNews.EnterCode code = codes.poll(20, TimeUnit.SECONDS);

        Person.named("alice").enterCode(code.address(), code.code());

        Outcome outcome = login.get(30, TimeUnit.SECONDS);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("enter the code  " + code.code())
                .contains("whoever else asks you to enter a code")
                .contains("Signed in as alice@acme.example.");
        assertThat(watcher.await()).isEqualTo("alice@acme.example");
        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
    }

    @Test
    void a_profile_that_does_not_allow_codes_says_so() throws Exception {
        Outcome login = say(laptop(), "login", "--device");

        assertThat(login.status()).isEqualTo(2);
        assertThat(login.err()).contains("device_grant_not_allowed", "'lakegate login --no-browser'");
    }

    @Test
    void a_second_login_sees_the_address_of_the_first_and_both_end_signed_in() throws Exception {
        Laptop laptop = laptop(sandbox.configuration(), Map.of("BROWSER", "false"));
        BlockingQueue<URI> addresses = new LinkedBlockingQueue<>();
        try (SignInHandle first = laptop.instance().login(null, SignInWay.BROWSER, news -> note(news, addresses));
                SignInHandle second = laptop.instance().login(null, SignInWay.BROWSER, news -> note(news, addresses))) {
            URI one = addresses.poll(20, TimeUnit.SECONDS);
            URI other = addresses.poll(20, TimeUnit.SECONDS);
            assertThat(other).isEqualTo(one);

            Person.named("alice").signIn(one);

            assertThat(first.await()).isEqualTo("alice@acme.example");
            assertThat(second.await()).isEqualTo("alice@acme.example");
        }
    }

    @Test
    void a_login_that_is_interrupted_ends_the_sign_in_once_nobody_waits_any_more() throws Exception {
        Laptop laptop = laptop(sandbox.configuration(), Map.of("BROWSER", "false"));
        BlockingQueue<URI> addresses = new LinkedBlockingQueue<>();
        SignInHandle first = laptop.control().login(null, SignInWay.BROWSER, news -> {});
        SignInHandle second = laptop.control().login(null, SignInWay.BROWSER, news -> {});
        SignInHandle watcher = laptop.instance().login(null, SignInWay.BROWSER, news -> note(news, addresses));
        assertThat(addresses.poll(20, TimeUnit.SECONDS)).isNotNull();
        first.close();
        watcher.close();
        assertThat(laptop.lakegate("status").out()).contains("signing in");

        second.close();

        await("the end of the sign-in")
                .until(() -> laptop.lakegate("status").out().contains("acme: signed out"));
    }

    private static void note(SignInNews news, BlockingQueue<URI> addresses) {
        if (news instanceof SignInNews.SignInAt at) {
            addresses.add(at.address());
        }
    }
}
