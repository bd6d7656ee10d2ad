package dev.lakegate.proxy.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakegate.sandbox.Canaries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Another user of this machine who has come by a browser's cookie, or by the address that gives one. Runs programs as
/// another user, which only root may.
class StolenCookieIT extends WithUi {
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    private static final String[] OF_A_PAGE = {"Sec-Fetch-Site: same-origin"};
    private static final String[] TYPED = {"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate"};

    @BeforeAll
    static void as_root() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may run a program as another user");
    }

    @Test
    void the_cookie_works_for_this_users_programs_alone() throws Exception {
        String cookie = "Cookie: " + enteredBy(List.of());
        int before = ui.received("/whoami").size();

        assertThat(curl(AS_NOBODY, "/whoami", with(cookie, OF_A_PAGE))).contains("local_key_missing");
        assertThat(curl(AS_NOBODY, "/whoami", with(cookie, TYPED))).contains("local_key_missing");
        assertThat(ui.received("/whoami")).hasSize(before);

        assertThat(curl(List.of(), "/whoami", with(cookie, OF_A_PAGE))).contains(ALICE);
        assertThat(ui.received("/whoami")).hasSize(before + 1);
    }

    @Test
    void the_address_lets_nobody_else_in_and_still_lets_the_person_in() throws Exception {
        String address = oneTimeAddress();

        assertThat(curl(AS_NOBODY, pathOf(address), TYPED)).contains("local_key_missing");

        assertThat(curl(List.of(), pathOf(address), TYPED)).contains("HTTP/1.1 303", "Set-Cookie: lakegate_ui=");
    }

    @Test
    void the_key_works_for_whoever_has_it() throws Exception {
        assertThat(curl(AS_NOBODY, "/whoami", "Authorization: Bearer " + laptop.localKey("ui")))
                .contains(ALICE);
    }

    private static String enteredBy(List<String> user) throws Exception {
        String answer = curl(user, pathOf(oneTimeAddress()), TYPED);
        String cookie = answer.lines()
                .filter(line -> line.startsWith("Set-Cookie: "))
                .map(line -> line.substring("Set-Cookie: ".length()).split(";", 2)[0])
                .findFirst()
                .orElseThrow();
        Canaries.add(cookie.substring(cookie.indexOf('=') + 1));
        return cookie;
    }

    private static String[] with(String field, String[] others) {
        List<String> all = new ArrayList<>(List.of(others));
        all.add(field);
        return all.toArray(new String[0]);
    }

    private static String pathOf(String address) {
        return address.substring(origin().length());
    }

    /// The answer, its fields with it.
    private static String curl(List<String> user, String target, String... fields)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(user);
        command.addAll(List.of("curl", "--silent", "--show-error", "--include", "--noproxy", "*"));
        command.addAll(List.of("--resolve", "ui.localhost:" + laptop.port("ui") + ":127.0.0.1"));
        for (String field : fields) {
            command.addAll(List.of("--header", field));
        }
        command.add(origin() + target);
        Process curl = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor()).isZero();
        return answer;
    }
}
