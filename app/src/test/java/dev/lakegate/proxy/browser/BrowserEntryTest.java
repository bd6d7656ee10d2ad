package dev.lakegate.proxy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.model.CallerProblem.BrowserSessionNeeded;
import dev.lakegate.model.CallerProblem.CrossSite;
import dev.lakegate.model.CallerProblem.EntryCodeSpent;
import dev.lakegate.model.RouteName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who enters, and what a session admits, request by request; `proxy.browser.ChromiumIT` has the browser.
class BrowserEntryTest {
    private static final RouteName UI = new RouteName("ui");
    private static final String HOST = "ui.localhost:8766";
    private static final String ORIGIN = "http://" + HOST;
    private static final BrowserVisit UNKNOWN = new BrowserVisit.Unknown();
    private static final BrowserVisit SPENT = new BrowserVisit.Refused(new EntryCodeSpent(UI));
    private static final BrowserVisit CROSS_SITE = new BrowserVisit.Refused(new CrossSite());
    private static final BrowserVisit NOT_ENTERED = new BrowserVisit.Refused(new BrowserSessionNeeded(UI));

    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private String person = "alice@acme.example";
    private final BrowserEntry entry = entry(8766);

    private BrowserEntry entry(int port) {
        Route route = new Route(
                UI,
                port,
                "ui.lakegate.test",
                Credential.IDENTITY,
                Optional.empty(),
                Optional.empty(),
                Route.Socket.NONE,
                0,
                List.of("_xsrf"));
        return new BrowserEntry(route, () -> person, () -> now);
    }

    @Test
    void the_address_names_the_route_and_carries_256_bits() {
        assertThat(address()).matches("http://ui\\.localhost:8766/\\.lakegate/enter\\?code=[A-Za-z0-9_-]{43}");
        assertThat(address()).isNotEqualTo(address());
        assertThat(entry.oneTimeAddress().toString()).isEqualTo("***");
    }

    @Test
    void it_enters_once_with_a_cookie_that_no_script_and_no_other_host_gets() {
        String address = address();

        assertThat(visit(address, typed())).isInstanceOfSatisfying(BrowserVisit.Enters.class, enters -> {
            assertThat(enters.setCookie().reveal())
                    .matches("lakegate_ui=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
            assertThat(enters.toString()).doesNotContain("lakegate_ui");
        });
        assertThat(visit(address, typed())).isEqualTo(SPENT);
    }

    @Test
    void it_enters_for_sixty_seconds_and_no_longer() {
        String early = address();
        String late = address();

        now = now.plus(Duration.ofMillis(59_999));
        assertThat(visit(early, typed())).isInstanceOf(BrowserVisit.Enters.class);
        now = now.plus(Duration.ofMillis(1));
        assertThat(visit(late, typed())).isEqualTo(SPENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?code=", "?code=x", "?CODE=y", "?other=1"})
    void no_other_code_enters(String query) {
        var _ = address();

        assertThat(visit(ORIGIN + "/.lakegate/enter" + query, typed())).isEqualTo(SPENT);
    }

    @Test
    void a_browser_that_tells_nothing_of_the_site_enters_too() {
        assertThat(visit(address(), host(HOST))).isInstanceOf(BrowserVisit.Enters.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "same-origin", "odd", ""})
    void a_page_that_leads_there_does_not_enter_and_uses_nothing_up(String site) {
        String address = address();

        assertThat(visit(address, host(HOST).add("Sec-Fetch-Site", site))).isEqualTo(CROSS_SITE);
        assertThat(visit(address, typed().add("Origin", ORIGIN))).isEqualTo(CROSS_SITE);
        assertThat(visit(address, typed().add("Sec-Fetch-Site", "none"))).isEqualTo(CROSS_SITE);
        assertThat(visit(address, typed())).isInstanceOf(BrowserVisit.Enters.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8766",
                "localhost:8766",
                "[::1]:8766",
                "ui.localhost",
                "ui.localhost:8765",
                "ui.localhost.:8766",
                "UI.localhost:8766",
                "dev.localhost:8766",
                "ui.localhost.evil.example:8766",
                "evil.example"
            })
    void under_any_other_name_nothing_enters_and_no_session_counts(String name) {
        String address = address();
        String cookie = entered();

        assertThat(visit(address, host(name).add("Sec-Fetch-Site", "none"))).isEqualTo(UNKNOWN);
        assertThat(visit("/x", ownPage(name, cookie))).isEqualTo(UNKNOWN);
        assertThat(visit("http://" + name + "/x", ownPage(HOST, cookie))).isEqualTo(UNKNOWN);
        assertThat(visit("/x", ownPage(HOST, cookie).add("Host", HOST))).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "OPTIONS"})
    void other_methods_do_not_enter(String method) {
        String address = address();

        assertThat(entry.visit(method, HttpURI.from(address), typed())).isEqualTo(UNKNOWN);
        assertThat(visit(address, typed())).isInstanceOf(BrowserVisit.Enters.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"})
    void what_the_uis_own_pages_send_is_admitted(String method) {
        String cookie = entered();

        assertThat(entry.visit(method, HttpURI.from("/x"), ownPage(HOST, cookie)))
                .isInstanceOf(BrowserVisit.Within.class);
        assertThat(entry.visit(method, HttpURI.from("/x"), ownPage(HOST, cookie).add("Origin", ORIGIN)))
                .isInstanceOf(BrowserVisit.Within.class);
        assertThat(entry.visit(
                        method, HttpURI.from("/x"), ownPage(HOST, cookie).add("Authorization", "token of-the-uis-own")))
                .isInstanceOf(BrowserVisit.Within.class);
    }

    @Test
    void what_the_person_types_is_admitted_as_a_navigation_by_get_alone() {
        HttpFields typed = typed().add("Cookie", entered());
        HttpFields fetched = HttpFields.build(typed).put("Sec-Fetch-Mode", "cors");

        assertThat(visit("/x", typed)).isInstanceOf(BrowserVisit.Within.class);
        assertThat(entry.visit("POST", HttpURI.from("/x"), typed)).isEqualTo(UNKNOWN);
        assertThat(visit("/x", fetched)).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "odd", "same-origin, same-origin", ""})
    void what_any_other_page_sends_is_not(String site) {
        String cookie = entered();

        assertThat(visit("/x", navigation(site).add("Cookie", cookie))).isEqualTo(UNKNOWN);
        assertThat(visit("/x", host(HOST).add("Cookie", cookie))).isEqualTo(UNKNOWN);
        assertThat(visit("/x", ownPage(HOST, cookie).add("Sec-Fetch-Site", site)))
                .isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://localhost:8766",
                "http://127.0.0.1:8766",
                "http://ui.localhost:3000",
                "https://ui.localhost:8766",
                "http://ui.localhost:8766.evil.example",
                ""
            })
    void nor_what_tells_of_another_origin(String origin) {
        String cookie = entered();

        assertThat(visit("/x", ownPage(HOST, cookie).add("Origin", origin))).isEqualTo(UNKNOWN);
        assertThat(visit("/x", webSocket(cookie).add("Origin", origin))).isEqualTo(UNKNOWN);
    }

    @Test
    void a_websocket_needs_its_origin_and_chromium_tells_no_more() {
        String cookie = entered();

        assertThat(visit("/x", webSocket(cookie).add("Origin", ORIGIN))).isInstanceOf(BrowserVisit.Within.class);
        assertThat(visit("/x", webSocket(cookie).add("Origin", ORIGIN).add("Sec-Fetch-Site", "same-origin")))
                .isInstanceOf(BrowserVisit.Within.class);
        assertThat(visit("/x", webSocket(cookie))).isEqualTo(UNKNOWN);
        assertThat(visit("/x", webSocket(cookie).add("Sec-Fetch-Site", "same-origin")))
                .isEqualTo(UNKNOWN);
        for (String site : List.of("same-site", "cross-site", "none")) {
            assertThat(visit("/x", webSocket(cookie).add("Origin", ORIGIN).add("Sec-Fetch-Site", site)))
                    .isEqualTo(UNKNOWN);
        }
    }

    @Test
    void only_the_sessions_own_cookie_counts_wherever_it_stands_among_others() {
        String cookie = entered();
        String value = cookie.substring("lakegate_ui=".length());

        for (String other : List.of("", "lakegate_ui=", "lakegate_ui=x", "lakegate_dev=" + value, "x" + cookie)) {
            assertThat(visit("/x", navigation("none").add("Cookie", other))).isEqualTo(NOT_ENTERED);
        }
        // another port of this name can set one as well
        for (String among : List.of("lakegate_ui=evil; " + cookie, cookie + ";lakegate_ui=evil", "a=b;  " + cookie)) {
            assertThat(visit("/x", navigation("none").add("Cookie", among))).isInstanceOf(BrowserVisit.Within.class);
        }
        assertThat(visit("/x", navigation("none").add("Cookie", "a=b").add("Cookie", cookie)))
                .isInstanceOf(BrowserVisit.Within.class);
    }

    @Test
    void a_page_without_a_session_is_told_and_a_program_is_asked_for_the_key() {
        assertThat(visit("/", typed())).isEqualTo(NOT_ENTERED);
        assertThat(visit("/", navigation("same-origin"))).isEqualTo(NOT_ENTERED);
        assertThat(visit("/", typed().add("Authorization", "Bearer lgk_x"))).isEqualTo(UNKNOWN);
        assertThat(visit("/", ownPage(HOST, "a=b"))).isEqualTo(UNKNOWN);
        assertThat(visit("/", host(HOST))).isEqualTo(UNKNOWN);
    }

    @Test
    void a_session_ends_after_twelve_hours() {
        String cookie = entered();

        now = now.plus(Duration.ofHours(12).minusMillis(1));
        assertThat(visit("/", typed().add("Cookie", cookie))).isInstanceOf(BrowserVisit.Within.class);
        now = now.plusMillis(1);
        assertThat(visit("/", typed().add("Cookie", cookie))).isEqualTo(NOT_ENTERED);
    }

    @Test
    void with_the_sign_in_end_its_sessions_and_its_addresses() {
        String cookie = entered();
        String address = address();

        entry.endAll();

        assertThat(visit("/", typed().add("Cookie", cookie))).isEqualTo(NOT_ENTERED);
        assertThat(visit(address, typed())).isEqualTo(SPENT);
    }

    @Test
    void another_person_does_not_go_on_with_the_session_of_the_first() {
        String cookie = entered();

        person = "bob@acme.example";
        assertThat(visit("/", typed().add("Cookie", cookie))).isEqualTo(NOT_ENTERED);
        person = "alice@acme.example";
        assertThat(visit("/", typed().add("Cookie", cookie))).isEqualTo(NOT_ENTERED);
    }

    @Test
    void an_address_that_comes_twice_ends_the_session_it_began_and_no_other() {
        String other = entered();
        String address = address();
        String cookie = cookieOf(visit(address, typed()));

        assertThat(visit(address, typed())).isEqualTo(SPENT);

        assertThat(visit("/", typed().add("Cookie", cookie))).isEqualTo(NOT_ENTERED);
        assertThat(visit("/", typed().add("Cookie", other))).isInstanceOf(BrowserVisit.Within.class);
    }

    @Test
    void of_very_many_sessions_and_addresses_the_oldest_end() {
        List<String> cookies = new ArrayList<>();
        for (int number = 0; number < 33; number++) {
            now = now.plusSeconds(60);
            cookies.add(entered());
        }
        assertThat(visit("/", typed().add("Cookie", cookies.getFirst()))).isEqualTo(NOT_ENTERED);
        assertThat(visit("/", typed().add("Cookie", cookies.get(1)))).isInstanceOf(BrowserVisit.Within.class);

        List<String> addresses = new ArrayList<>();
        for (int number = 0; number < 17; number++) {
            addresses.add(address());
        }
        assertThat(visit(addresses.getFirst(), typed())).isEqualTo(SPENT);
        assertThat(visit(addresses.get(1), typed())).isInstanceOf(BrowserVisit.Enters.class);
    }

    @Test
    void each_session_has_a_jar_of_its_own_and_only_named_cookies_pass_to_the_browser() {
        BrowserSession one = session();
        BrowserSession other = session();

        var passing = one.keep(
                "/",
                HttpFields.build()
                        .add("Set-Cookie", "session=1; HttpOnly")
                        .add("Set-Cookie", "_xsrf=2; Domain=lakegate.test; Secure")
                        .add("Set-Cookie", "theme=dark")
                        .add("Set-Cookie", "foreign=1; Domain=evil.example"));

        assertThat(passing)
                .extracting(Object::toString)
                .containsExactly("Set-Cookie: _xsrf=2; Path=/; SameSite=Strict");
        assertThat(one.cookie("/").orElseThrow().getValue()).isEqualTo("session=1; _xsrf=2; theme=dark");
        assertThat(other.cookie("/")).isEmpty();
        assertThat(one.keep("/", HttpFields.build().add("Set-Cookie", "_xsrf=3; HttpOnly")))
                .isEmpty();
    }

    @Test
    void at_the_schemes_own_port_the_name_may_stand_alone() {
        BrowserEntry atEighty = entry(80);
        String address = atEighty.oneTimeAddress().reveal();

        assertThat(atEighty.visit(
                        "GET", HttpURI.from(pathOf(address)), navigation("none").put("Host", "ui.localhost")))
                .isInstanceOf(BrowserVisit.Enters.class);
    }

    private String address() {
        return entry.oneTimeAddress().reveal();
    }

    /// The session's cookie as a browser sends it.
    private String entered() {
        return cookieOf(visit(address(), typed()));
    }

    private BrowserSession session() {
        return ((BrowserVisit.Within) visit("/", typed().add("Cookie", entered()))).session();
    }

    private static String cookieOf(BrowserVisit visit) {
        return ((BrowserVisit.Enters) visit).setCookie().reveal().split(";", 2)[0];
    }

    /// A GET.
    ///
    /// @param target an address, of which a browser sends path and query, or a target as sent
    private BrowserVisit visit(String target, HttpFields fields) {
        boolean isAddress = target.startsWith(ORIGIN);
        return entry.visit("GET", HttpURI.from(isAddress ? pathOf(target) : target), fields);
    }

    private static String pathOf(String address) {
        URI uri = URI.create(address);
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private static HttpFields.Mutable host(String host) {
        return HttpFields.build().add("Host", host);
    }

    private static HttpFields.Mutable navigation(String site) {
        return host(HOST).add("Sec-Fetch-Site", site).add("Sec-Fetch-Mode", "navigate");
    }

    private static HttpFields.Mutable typed() {
        return navigation("none");
    }

    private static HttpFields.Mutable ownPage(String host, String cookie) {
        return host(host)
                .add("Sec-Fetch-Site", "same-origin")
                .add("Sec-Fetch-Mode", "cors")
                .add("Cookie", cookie);
    }

    private static HttpFields.Mutable webSocket(String cookie) {
        return host(HOST)
                .add("Connection", "Upgrade")
                .add("Upgrade", "websocket")
                .add("Cookie", cookie);
    }
}
