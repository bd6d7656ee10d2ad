package dev.lakegate.proxy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `lakegate open` and what is on the wire afterwards, byte by byte.
class EnteringIT extends WithUi {
    private static final String TYPED =
            "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nAccept: text/html,*/*;q=0.8";

    @Test
    void open_for_programs_tells_the_address_only_where_no_browser_was_opened() {
        JsonNode printed = JsonMapper.shared()
                .readTree(laptop.lakegate("open", "ui", "--print", "--json").out());
        assertThat(printed.path("opened").asBoolean()).isFalse();
        assertThat(printed.path("address").asString()).startsWith(origin() + "/.lakegate/enter?code=");
        Canaries.add(code(printed.path("address").asString()));

        // this laptop's $BROWSER is `true`
        assertThat(laptop.lakegate("open", "ui", "--json").out().strip())
                .isEqualTo("{\"route\":\"ui\",\"opened\":true}");
    }

    @Test
    void where_no_browser_can_be_opened_the_address_is_told() {
        Laptop.Outcome outcome = laptop.lakegateWith(Map.of("BROWSER", "false"), "open", "ui");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("Open this address within 60 seconds, once:", "/.lakegate/enter?code=");
        Canaries.add(code(outcome.out().strip()));
    }

    @Test
    void the_pages_of_databricks_are_not_entered_and_it_says_why() {
        Laptop.Outcome outcome = laptop.lakegate("open", "prod");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("not_for_browsers", "Databricks' own workspace", "cookies that the gateway removes");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_route_that_is_none_is_told() {
        Laptop.Outcome outcome = laptop.lakegate("open", "nope");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("unknown_route", "dev, prod, ui");
    }

    @Test
    void only_a_running_program_has_an_address_to_give() {
        Laptop.Outcome outcome = company.laptop().lakegate("open", "prod");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("not_running");
    }

    @Test
    void whoever_is_not_signed_in_is_told_to() throws Exception {
        Laptop fresh = company.laptop(company.configuration() + """

                [profile.acme.route.ui]
                port = $PORT_UI
                workspace = "ui.lakegate.test"
                credential = "identity"
                """);
        fresh.start();

        Laptop.Outcome outcome = fresh.lakegate("open", "ui");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err()).contains("sign_in_needed");
    }

    @Test
    void the_entry_is_answered_here_and_leaves_no_trace_of_the_code() throws Exception {
        String address = oneTimeAddress();
        int before = ui.received("/").size();

        Answer answer = get(pathOf(address), TYPED);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.head().field("Location")).contains("/");
        assertThat(answer.head().field("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.head().field("Cache-Control")).contains("no-store");
        assertThat(answer.body()).isEmpty();
        JsonNode line = audited(answer.head().requestId());
        assertThat(line.path("path").asString()).isEqualTo("/.lakegate/enter");
        assertThat(line.path("person").asString()).isEqualTo(ALICE);
        assertThat(line.path("status").asInt()).isEqualTo(303);
        assertThat(laptop.audit().toString()).doesNotContain(code(address));
        assertThat(ui.received("/")).hasSize(before);
    }

    @Test
    void a_problem_is_a_page_for_whoever_goes_to_one_and_json_for_a_program() throws Exception {
        Answer page = get("/.lakegate/enter?code=x", TYPED);

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.head().field("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.head().field("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
        assertThat(page.text()).contains("entry_code_spent", page.head().requestId());

        for (String accept : List.of("", "Accept: */*", "Accept: application/json, text/html;q=0.9")) {
            Answer json = get("/.lakegate/enter?code=x", "Sec-Fetch-Site: none\r\n" + accept);
            assertThat(json.head().field("Content-Type")).as(accept).contains("application/problem+json");
            assertThat(json.json().path("code").asString()).isEqualTo("entry_code_spent");
        }
    }

    @Test
    void a_route_to_databricks_has_no_such_door() throws Exception {
        int port = laptop.port("prod");
        Answer answer = PlainWire.ask(
                port,
                "GET /.lakegate/enter?code=x HTTP/1.1\r\nHost: prod.localhost:" + port + "\r\n" + TYPED + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("local_key_missing");
    }

    @Test
    void with_the_key_no_cookie_of_the_servers_is_kept_or_sent() throws Exception {
        String key = "Authorization: Bearer " + laptop.localKey("ui");

        Answer answer = get("/", key);
        assertThat(answer.text()).contains("The UI");
        assertThat(answer.head().all("Set-Cookie")).isEmpty();
        assertThat(get("/whoami", key + "\r\nCookie: a=b").json().path("cookie").asString())
                .isEmpty();
    }

    @Test
    void what_cannot_be_sent_on_as_written_is_refused_in_a_session_too() throws Exception {
        String cookie = entered();

        Answer answer = get("/x\u00e4", "Sec-Fetch-Site: same-origin\r\nCookie: " + cookie);

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void a_sign_out_ends_the_session_and_the_next_sign_in_does_not_bring_it_back() throws Exception {
        Laptop other = company.laptop(company.configuration() + """

                [profile.acme.route.ui]
                port = $PORT_UI
                workspace = "ui.lakegate.test"
                credential = "identity"
                """);
        other.start();
        other.signIn("alice");
        String cookie = entered(other);
        assertThat(ask(other, "/whoami", "Sec-Fetch-Site: same-origin\r\nCookie: " + cookie)
                        .status())
                .isEqualTo(200);

        other.signOut();
        other.signIn("alice");

        Answer answer = ask(other, "/", TYPED + "\r\nCookie: " + cookie);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("browser_session_needed", "Run 'lakegate open ui'.");
    }

    private static String entered() throws IOException {
        return entered(laptop);
    }

    /// The session's cookie as a browser sends it.
    private static String entered(Laptop of) throws IOException {
        String address = of.lakegate("open", "ui", "--print").out().strip();
        Canaries.add(code(address));
        Answer answer = ask(of, pathOf(address), TYPED);
        String cookie = answer.head().field("Set-Cookie").orElseThrow().split(";", 2)[0];
        Canaries.add(cookie.substring(cookie.indexOf('=') + 1));
        return cookie;
    }

    private static Answer get(String target, String fields) throws IOException {
        return ask(laptop, target, fields);
    }

    private static Answer ask(Laptop of, String target, String fields) throws IOException {
        int port = of.port("ui");
        String more = fields.strip();
        return PlainWire.ask(
                port,
                "GET " + target + " HTTP/1.1\r\nHost: ui.localhost:" + port + "\r\n"
                        + (more.isEmpty() ? "" : more + "\r\n") + "\r\n");
    }

    private static String pathOf(String address) {
        URI uri = URI.create(address);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private static JsonNode audited(String requestId) {
        return Awaitility.await("the audit line of " + requestId)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> laptop.audit().stream()
                                .filter(line ->
                                        line.path("request_id").asString().equals(requestId))
                                .toList(),
                        lines -> lines.size() == 1)
                .getFirst();
    }
}
