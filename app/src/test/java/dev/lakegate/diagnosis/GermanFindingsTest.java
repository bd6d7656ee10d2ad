package dev.lakegate.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lakegate.audit.AuditHealth;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.diagnosis.check.Outcome.Fine;
import dev.lakegate.diagnosis.check.Outcome.NotLookedAt;
import dev.lakegate.diagnosis.check.Outcome.Wrong;
import dev.lakegate.diagnosis.identity.FirstRequest;
import dev.lakegate.model.Phrase;
import dev.lakegate.oauth.TinyProvider;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.StatusReport.SignInState;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the doctor finds, for a person whose system is German.
class GermanFindingsTest {
    /// Words that stand in almost every English sentence, and in no German one.
    private static final Pattern ENGLISH =
            Pattern.compile("\\b(?:the|is|are|not|and|with|your|you|this|that|to|of|has|its|by|for|no|or)\\b");

    private static final Pattern POINTER = Pattern.compile("siehe „[^“]*“");

    @TempDir
    Path home;

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);
    private TinyProvider provider;
    private HttpServer route;
    private int status = 200;
    private String body = "{\"userName\":\"alice@acme.example\"}";

    @BeforeEach
    void start() throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
        provider = new TinyProvider();
        provider.announces("code_challenge_methods_supported", List.of("S256"));
        provider.announces("scopes_supported", List.of("openid"));
        route = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        route.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        route.start();
    }

    @AfterEach
    void asItWas() {
        provider.close();
        route.stop(0);
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void a_check_that_another_one_points_to_has_that_title_in_the_window() throws Exception {
        Set<String> titles = texts("ui/words_de.properties").entrySet().stream()
                .filter(text -> text.getKey().toString().startsWith("check."))
                .map(text -> "siehe „" + text.getValue() + "“")
                .collect(Collectors.toSet());
        List<String> pointers = texts("model/phrases_de.properties").values().stream()
                .flatMap(text -> POINTER.matcher(text.toString()).results())
                .map(MatchResult::group)
                .toList();

        assertThat(pointers)
                .hasSizeGreaterThan(5)
                .allSatisfy(pointer -> assertThat(titles).contains(pointer));
    }

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Phrase.class.getResourceAsStream("/dev/lakegate/" + name)) {
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void what_is_fine_is_told_in_german() throws Exception {
        Diagnosis diagnosis = patient().examined();

        assertThat(told(diagnosis, "configuration"))
                .containsExactly(home.resolve("lakegate.toml") + ": 1 Profil, 1 Route");
        assertThat(told(diagnosis, "dns"))
                .containsExactly("acme: 127.0.0.1: eine Adresse", "localhost: dieser Rechner");
        assertThat(told(diagnosis, "outbound_proxy")).containsExactly("acme: keiner ist gesetzt");
        assertThat(told(diagnosis, "discovery"))
                .containsExactly("acme: Anbieter: vom konfigurierten issuer; bietet: iss in den Antworten, Widerruf;"
                        + " es fehlt: Anmeldung per Code, Ende der Sitzung, PAR");
        assertThat(told(diagnosis, "sign_in"))
                .containsExactly("acme: alice@acme.example, bis 2026-11-24T23:00:00Z, wird vorher erneuert");
        assertThat(told(diagnosis, "gateway")).containsExactly("prod: es nimmt das Identitätstoken an");
        assertThat(told(diagnosis, "ports"))
                .containsExactly("prod: hört auf Port " + route.getAddress().getPort());
        assertThat(told(diagnosis, "clients")).containsExactly("Programme: nichts führt woandershin");
    }

    @Test
    void what_is_not_fine_is_told_in_german_with_what_to_do() throws Exception {
        status = 401;
        body = """
                {"error_code":"TOKEN_EXPIRED","message":"Expired.","code":"token_expired","request_id":"g-1"}""";
        Diagnosis diagnosis = patient()
                .by(InstantSource.offset(InstantSource.system(), Duration.ofHours(2)))
                .with(Map.of("DATABRICKS_HOST", "https://elsewhere.example"))
                .examined();

        assertThat(told(diagnosis, "clock").getFirst())
                .matches("acme: Anbieter: die Uhr dieses Rechners geht 7\\d{3} s vor -> Stellen Sie die Uhr .*");
        assertThat(told(diagnosis, "key_store"))
                .containsExactly("acme: die Anmeldung wird im Speicher behalten und endet mit dem Programm"
                        + " -> Lassen Sie 'lakegate run' laufen, oder wählen Sie in lakegate.toml einen anderen"
                        + " credentials.store.");
        assertThat(told(diagnosis, "gateway"))
                .containsExactly("prod: es verweigert: token_expired, denn 'exp' des Tokens ist nach der Uhr des"
                        + " Gateways vorbei -> Bitten Sie das Netz-Team, die Uhr des Gateways zu vergleichen, sobald die"
                        + " dieses Rechners richtig geht; die Kennung der Anfrage beim Gateway ist g-1.");
        assertThat(told(diagnosis, "workspace"))
                .containsExactly("prod: das Gateway hat die Anfrage verweigert, siehe „Urteil des Gateways“");
        assertThat(told(diagnosis, "clients"))
                .containsExactly("DATABRICKS_HOST: führt zu elsewhere.example und nicht zum Proxy -> Entfernen Sie die"
                        + " Variable, oder werten Sie 'lakegate env' in dieser Shell aus.");
    }

    @Test
    void nothing_english_remains_but_what_other_programs_say() throws Exception {
        status = 403;
        body = "{}";
        Diagnosis diagnosis = patient()
                .with(Map.of("DATABRICKS_AUTH_TYPE", "oauth-m2m", "HTTP_PROXY", "http://proxy.acme.example:3128"))
                .examined();

        assertThat(diagnosis.checks().stream()
                        .filter(check -> !check.name().equals("tls")) // what the runtime says of a closed port
                        .flatMap(check -> told(diagnosis, check.name()).stream()))
                .hasSizeGreaterThan(15)
                .allSatisfy(text -> assertThat(text).doesNotContainPattern(ENGLISH));
    }

    @Test
    void a_problem_of_the_program_is_told_with_the_words_of_the_log_in_brackets() throws Exception {
        Diagnosis diagnosis =
                patient(profile("stronger_sign_in_needed", "Sign in.")).examined();

        assertThat(told(diagnosis, "sign_in"))
                .containsExactly("acme: alice@acme.example wird aufgehalten: das Gateway verlangt eine stärkere oder"
                        + " frischere Anmeldung (stronger_sign_in_needed) -> Melden Sie sich an, der Anbieter wird danach"
                        + " gefragt, und wiederholen Sie die Anfrage. (Sign in.)");
    }

    @Test
    void programs_read_english_all_the_same() throws Exception {
        Diagnosis diagnosis = patient().examined();

        assertThat(diagnosis.json())
                .contains("it accepts the identity token", "acme: provider")
                .doesNotContain("Anbieter", "Identitätstoken");
    }

    @Test
    void the_first_request_of_a_tool_is_told_in_german() {
        FirstRequest answered = firstRequest();
        body = "{}";
        status = 403;
        FirstRequest refused = firstRequest();
        body = """
                {"error_code":"WRONG_AUDIENCE","message":"No.","code":"wrong_audience","request_id":"g-2"}""";
        FirstRequest denied = firstRequest();

        assertThat(answered.answer().local())
                .isEqualTo("Der Workspace hat mit Status 200 geantwortet: Sie sind alice@acme.example.");
        assertThat(answered.remedy()).isEmpty();
        assertThat(refused.remedy().map(Phrase::local))
                .contains("Fragen Sie, wer den Workspace verwaltet, ob Ihr Benutzer aktiv ist und den Workspace"
                        + " verwenden darf.");
        assertThat(denied.answer().local())
                .isEqualTo("Das Gateway hat es verweigert, wrong_audience: Ihr Identitätstoken ist für jemand anderen"
                        + " bestimmt (No.).");
        assertThat(denied.answer()).hasToString("The gateway denied it: wrong_audience: No.");
        assertThat(denied.remedy().map(Phrase::local))
                .contains("Fragen Sie das Netz-Team, und nennen Sie die Kennung der Anfrage beim Gateway, g-2.");
    }

    private FirstRequest firstRequest() {
        return FirstRequest.through(listening(), new LocalKeys(home.resolve("keys")));
    }

    /// Every finding of a check, with its remedy behind an arrow.
    private static List<String> told(Diagnosis diagnosis, String check) {
        return diagnosis.checks().stream()
                .filter(checked -> checked.name().equals(check))
                .flatMap(checked -> checked.findings().stream())
                .map(GermanFindingsTest::told)
                .toList();
    }

    private static String told(Finding finding) {
        Stream<Phrase> phrases = switch (finding.outcome()) {
            case Fine(Phrase detail) -> Stream.of(detail);
            case NotLookedAt(Phrase reason) -> Stream.of(reason);
            case Attention(Phrase detail, Phrase remedy) -> Stream.of(detail, remedy);
            case Wrong(Phrase detail, Phrase remedy, var _) -> Stream.of(detail, remedy);
        };
        return finding.about().local() + ": "
                + String.join(" -> ", phrases.map(Phrase::local).toList());
    }

    private Patient patient() {
        return patient(profile(null, null));
    }

    private Patient patient(OfProfile profile) {
        return new Patient(home, """
                [profile.acme]
                issuer = "%s"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://127.0.0.1:1"

                [profile.acme.route.prod]
                port = %d
                workspace = "prod.acme.test"
                """.formatted(
                                provider.issuer(), route.getAddress().getPort()))
                .running(new StatusReport("test", 1, true, false, AuditHealth.SOUND, List.of(profile)));
    }

    private OfProfile profile(@Nullable String problem, @Nullable String remedy) {
        return new OfProfile(
                "acme",
                provider.issuer(),
                "https://127.0.0.1:1",
                SignInState.SIGNED_IN,
                "alice@acme.example",
                Instant.parse("2026-11-24T23:00:00Z"),
                true,
                "memory",
                problem,
                remedy,
                List.of(listening()));
    }

    private OfRoute listening() {
        return new OfRoute("prod", route.getAddress().getPort(), List.of(), "prod.acme.test", true, null, null);
    }
}
