package dev.lakegate.proxy.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lakegate.sandbox.Chromium;
import dev.lakegate.sandbox.Chromium.Page;
import dev.lakegate.sandbox.Laptop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A person in Debian's Chromium, and pages that are none of theirs.
@Timeout(120)
class ChromiumIT extends WithUi {
    @TempDir
    static Path profile;

    static Chromium chromium;
    static Page first;
    static HttpServer stranger;
    /// `Cookie` of each request to the stranger.
    static final List<String> cookiesOfTheStranger = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void aliceOpensTheUi() throws Exception {
        stranger = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        stranger.createContext("/", exchange -> {
            cookiesOfTheStranger.add(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
            byte[] page = "<!doctype html><h1>Stranger</h1><iframe name=there></iframe>".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            try (exchange) {
                exchange.getResponseBody().write(page);
            }
        });
        stranger.start();

        chromium = new Chromium(profile.resolve("chromium"));
        Laptop.Outcome opened = laptop.lakegateWith(
                Map.of("BROWSER", chromium.opener().toString(), "PATH", System.getenv("PATH")), "open", "ui");
        assertThat(opened.status()).as(opened.err()).isZero();
        assertThat(opened.out()).isEqualTo("Route 'ui' was opened in your browser.\n");
        first = chromium.attach();
        first.awaitLoaded();
    }

    @AfterAll
    static void closeTheBrowser() throws Exception {
        chromium.close();
        stranger.stop(0);
    }

    @Test
    void open_ends_on_the_uis_own_page_with_nothing_of_the_code_left_in_the_address() {
        assertThat(first.address()).isEqualTo(origin() + "/");
        assertThat(first.text()).isEqualTo("The UI");
        assertThat(first.run("document.referrer").asString()).isEmpty();
        assertThat(first.run("navigator.userAgent").asString()).contains("Chrome/");
    }

    @Test
    void pages_scripts_and_forms_of_the_ui_work_as_the_person() {
        Page page = entered();

        assertThat(page.run("fetch('/whoami').then(a => a.json()).then(a => a.user)")
                        .asString())
                .isEqualTo(ALICE);
        assertThat(page.run("fetch('/act', {method: 'POST', body: 'run'}).then(a => a.text())")
                        .asString())
                .isEqualTo("POST run");
        page.run("document.body.innerHTML = '<form method=post action=/act><input name=x value=form></form>';"
                + "document.forms[0].submit()");
        page.awaitLoaded();
        awaitText(page, "POST x=form");
        page.go(origin() + "/away");
        assertThat(page.address()).isEqualTo(origin() + "/landed");
        assertThat(page.another(origin() + "/whoami").text()).contains(ALICE);
    }

    @Test
    void a_websocket_of_the_ui_is_opened_and_carries_both_ways() {
        Page page = entered();

        assertThat(page.run("new Promise((done, failed) => { const s = new WebSocket('ws://' + location.host + '/ws');"
                                + " s.onopen = () => s.send('hello'); s.onmessage = m => done(m.data);"
                                + " s.onerror = () => done('no') })")
                        .asString())
                .isEqualTo("HELLO");
        Ui.Received opening = ui.received("/ws").getLast();
        assertThat(opening.field("Cookie")).contains("session=" + Ui.SESSION).doesNotContain("lakegate_");
        assertThat(opening.field("X-Forwarded-User")).isEqualTo(ALICE);
    }

    @Test
    void the_servers_cookies_go_back_to_it_and_never_reach_the_browser() {
        Page page = entered();

        assertThat(page.run("fetch('/whoami').then(a => a.json()).then(a => a.cookie)")
                        .asString())
                .isEqualTo("session=" + Ui.SESSION + "; _xsrf=2|token; theme=dark");
        page.run("document.cookie = 'mine=1; path=/'");
        assertThat(page.run("fetch('/whoami').then(a => a.json()).then(a => a.cookie)")
                        .asString())
                .doesNotContain("mine")
                .doesNotContain("lakegate");
        // HttpOnly, so not even by name
        assertThat(page.run("document.cookie").asString()).isEqualTo("_xsrf=2|token; mine=1");
        assertThat(page.cookies())
                .extracting(cookie -> cookie.path("name").asString())
                .containsExactlyInAnyOrder("lakegate_ui", "_xsrf", "mine");
    }

    @Test
    void the_sessions_own_cookie_is_for_this_host_alone_and_no_script_sees_it() {
        var cookie = entered().cookies().stream()
                .filter(each -> each.path("name").asString().equals("lakegate_ui"))
                .findFirst()
                .orElseThrow();

        assertThat(cookie.path("domain").asString()).isEqualTo("ui.localhost");
        assertThat(cookie.path("path").asString()).isEqualTo("/");
        assertThat(cookie.path("httpOnly").asBoolean()).isTrue();
        assertThat(cookie.path("sameSite").asString()).isEqualTo("Strict");
        assertThat(cookie.path("session").asBoolean()).isTrue();
        assertThat(cookie.path("value").asString()).hasSize(43);
    }

    /// The first has another site; the second shares the host's name, and so even the cookie.
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "ui.localhost", "127.0.0.1"})
    void a_page_of_another_origin_cannot_use_the_session(String host) {
        Page page = entered();
        int acts = acts();
        Page foreign =
                page.another("http://" + host + ":" + stranger.getAddress().getPort() + "/");
        assertThat(foreign.text()).isEqualTo("Stranger");

        String act = origin() + "/act";
        assertThat(foreign.run("fetch('" + act + "', {method: 'POST', credentials: 'include', body: 'x'})"
                                + ".then(() => 'reached', () => 'refused')")
                        .asString())
                .isEqualTo("refused");
        foreign.run("fetch('" + act + "', {method: 'POST', mode: 'no-cors', credentials: 'include', body: 'x'})"
                + ".then(() => 0, () => 0)");
        foreign.run("new Promise(done => { const i = new Image(); i.onload = i.onerror = () => done(0); i.src = '" + act
                + "' })");
        foreign.run("new Promise(done => { const s = new WebSocket('ws://ui.localhost:" + laptop.port("ui")
                + "/act'); s.onopen = s.onerror = () => done(0) })");
        foreign.run("new Promise(done => { const f = document.createElement('form'); f.method = 'post'; f.action = '"
                + act + "'; f.target = 'there'; document.body.append(f);"
                + " document.querySelector('iframe').onload = () => done(0); f.submit() })");
        // a link, which takes the whole window there
        foreign.run("location.href = '" + act + "'");
        awaitText(foreign, "another site");
        assertThat(acts()).isEqualTo(acts);

        // and the UI's own page still does
        assertThat(page.run("fetch('/act').then(a => a.status)").asInt()).isEqualTo(200);
        assertThat(acts()).isEqualTo(acts + 1);
    }

    @Test
    void the_same_address_a_second_time_does_not_enter_and_ends_what_it_began() {
        String address = oneTimeAddress();
        Page page = chromium.open(address);
        assertThat(page.text()).isEqualTo("The UI");

        Page second = chromium.open(address);

        assertThat(second.text()).contains("used before", "Run 'lakegate open ui' for a new one.", "entry_code_spent");
        assertThat(second.cookies()).isEmpty();
        page.go(origin() + "/");
        assertThat(page.text()).contains("session has ended", "Run 'lakegate open ui'.");
    }

    @Test
    void a_browser_that_has_not_entered_is_told_how_in_words() {
        Page page = chromium.open(origin() + "/");

        assertThat(page.text()).contains("has not entered route 'ui'", "Run 'lakegate open ui'.");
    }

    @Test
    void at_the_other_names_of_this_machine_the_session_is_none() {
        Page page = entered();

        page.go("http://localhost:" + laptop.port("ui") + "/");

        assertThat(page.text()).contains("carries no local key");
    }

    private static Page entered() {
        Page page = chromium.open(oneTimeAddress());
        assertThat(page.text()).isEqualTo("The UI");
        return page;
    }

    private static int acts() {
        return ui.received("/act").size();
    }

    private static void awaitText(Page page, String text) {
        org.awaitility.Awaitility.await(text)
                .atMost(java.time.Duration.ofSeconds(20))
                .until(page::text, it -> it.contains(text));
    }
}
