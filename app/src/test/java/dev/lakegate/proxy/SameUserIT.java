package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the profile says `admission = "key-or-same-user"`: this user's programs need no key, and the audit names them.
/// The laptop of [WithLaptop] has the default.
class SameUserIT extends WithLaptop {
    private static final String[] AS_NOBODY = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

    private static final List<String> QUIETLY = List.of("--silent", "--show-error", "--noproxy", "*");

    private static Laptop trusting;

    @BeforeAll
    static void aliceTrustsHerPrograms() throws Exception {
        trusting = company.laptop(company.configuration()
                .replace("[profile.acme]\n", "[profile.acme]\nadmission = \"key-or-same-user\"\n")
                .replace("port = $PORT_PROD", "port = $PORT_PROD\ntls_port = $PORT_TLS"));
        trusting.start();
        trusting.signIn("alice");
        await("what is fetched ahead")
                .until(() -> company.gateway().auditLines().size() == 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ipv4", "--ipv6", "--http2-prior-knowledge"})
    void a_program_of_this_user_needs_no_key_and_the_audit_names_it(String way) throws Exception {
        Called called = curl(trusting, "curl", way);

        assertThat(called.status()).isEqualTo(200);
        assertThat(called.body().get("userName").asString()).isEqualTo("alice@acme.example");
        JsonNode line = line(called);
        assertThat(line.get("admitted_by").asString()).isEqualTo("same_user");
        assertThat(line.get("person").asString()).isEqualTo("alice@acme.example");
        assertNamed(prod(trusting), way);
    }

    /// Who is gone within milliseconds may not be named: this one stays until its line is there.
    private static void assertNamed(String address, String... options) throws Exception {
        Process curl = new ProcessBuilder(Stream.of(
                                Stream.of("curl"),
                                Stream.of(options),
                                QUIETLY.stream(),
                                // on the standard error alone it is written at once
                                Stream.of("--output", "/dev/null", "--write-out", "%{stderr}%header{x-request-id}\n"),
                                Stream.of(address + ME, "--next", "--silent", "file:///dev/stdin"))
                        .flatMap(part -> part)
                        .toList())
                .start();
        try (BufferedReader told = curl.errorReader()) {
            JsonNode client = lineOf(trusting, told.readLine()).path("client");

            assertThat(client.path("pid").asLong()).isEqualTo(curl.pid());
            assertThat(client.path("program").asString()).isEqualTo("curl");
            assertThat(client.size()).isEqualTo(2);
        } finally {
            curl.getOutputStream().close();
        }
        assertThat(curl.waitFor()).isZero();
    }

    @Test
    void the_same_over_tls() throws Exception {
        String authorities = trusting.locations()
                .stateFolder()
                .resolve("tls/authorities.pem")
                .toString();
        String address = "https://localhost:" + trusting.port("tls");

        Called called = curlTo(address, "curl", "--cacert", authorities);

        assertThat(called.status()).isEqualTo(200);
        assertThat(line(called).get("admitted_by").asString()).isEqualTo("same_user");
        assertNamed(address, "--cacert", authorities);
    }

    @Test
    void who_is_connected_needs_the_key_when_the_profile_asks_for_it_again() throws Exception {
        Laptop changing = company.laptop(company.configuration()
                .replace("[profile.acme]\n", "[profile.acme]\nadmission = \"key-or-same-user\"\n"));
        changing.start();
        String keyless = head("GET", "/nothing", "Host: 127.0.0.1:" + changing.port("prod"));
        try (PlainWire wire = new PlainWire(changing.port("prod"))) {
            assertProblem(wire.send(keyless).answer(), 401, "sign_in_needed");

            Path file = changing.locations().configFile();
            Files.writeString(file, Files.readString(file).replace("key-or-same-user", "key"));
            assertThat(changing.lakegate("reload").status()).isZero();

            assertProblem(wire.send(keyless).answer(), 401, "local_key_missing");
        }
    }

    @Test
    void a_program_of_another_user_is_refused_and_nothing_goes_on() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may run a program as another user");
        long before = company.gateway().requests();

        Called called = curl(trusting, with(AS_NOBODY, "curl"));

        assertThat(called.status()).isEqualTo(401);
        assertThat(called.body().get("code").asString()).isEqualTo("local_key_missing");
        assertThat(line(called).has("admitted_by")).isFalse();
        curl(trusting, "curl");
        assertThat(company.gateway().requests()).isEqualTo(before + 1);
    }

    @Test
    void another_user_is_admitted_with_the_key() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may run a program as another user");

        Called called = curl(
                trusting, with(AS_NOBODY, "curl", "--header", "Authorization: Bearer " + trusting.localKey("prod")));

        assertThat(called.status()).isEqualTo(200);
        assertThat(line(called).get("admitted_by").asString()).isEqualTo("key");
    }

    @Test
    void a_program_with_the_key_is_named_too() throws Exception {
        String[] withKey = {"--header", "Authorization: Bearer " + trusting.localKey("prod")};

        assertThat(line(curl(trusting, with(new String[] {"curl"}, withKey)))
                        .get("admitted_by")
                        .asString())
                .isEqualTo("key");
        assertNamed(prod(trusting), withKey);
    }

    @ParameterizedTest
    @MethodSource("signsOfAPage")
    void what_a_web_page_may_have_sent_needs_the_key(String sign) throws IOException {
        String host = "Host: 127.0.0.1:" + trusting.port("prod");

        Answer keyless = PlainWire.ask(trusting.port("prod"), head("GET", ME, host, sign));
        Answer withKey =
                PlainWire.ask(trusting.port("prod"), head("GET", ME, host, sign, bearer(trusting.localKey("prod"))));

        assertProblem(keyless, 401, "local_key_missing");
        assertThat(withKey.status()).isEqualTo(200);
    }

    static Stream<String> signsOfAPage() {
        return Stream.of(
                "Origin: http://127.0.0.1:" + trusting.port("prod"),
                "Sec-Fetch-Mode: cors",
                "Sec-Fetch-Site: same-origin",
                "sec-fetch-dest: image",
                "Sec-CH-UA-Mobile: ?0",
                "Referer: http://127.0.0.1:" + trusting.port("prod") + "/",
                "Access-Control-Request-Method: GET",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    @Test
    void a_wrong_key_stays_wrong() throws IOException {
        Answer answer = PlainWire.ask(
                trusting.port("prod"),
                head("GET", ME, "Host: 127.0.0.1:" + trusting.port("prod"), bearer("lgk_wrong")));

        assertProblem(answer, 401, "local_key_wrong");
    }

    @Test
    void a_foreign_host_stays_refused() throws IOException {
        assertProblem(
                PlainWire.ask(trusting.port("prod"), head("GET", ME, "Host: evil.example")), 421, "host_not_local");
    }

    @Test
    void each_request_of_a_connection_is_admitted_and_named() throws IOException {
        try (PlainWire wire = new PlainWire(trusting.port("prod"))) {
            for (int number = 0; number < 3; number++) {
                wire.send(head("GET", ME, "Host: 127.0.0.1:" + trusting.port("prod")));
                Answer answer = wire.answer();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(lineOf(trusting, answer.head().requestId())
                                .get("client")
                                .get("pid")
                                .asLong())
                        .isEqualTo(ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void by_default_the_same_user_needs_the_key_and_is_not_named() throws Exception {
        Called keyless = curl(laptop, "curl");
        Called withKey = curl(laptop, "curl", "--header", bearer(laptop.localKey("prod")));

        assertThat(keyless.status()).isEqualTo(401);
        assertThat(withKey.status()).isEqualTo(200);
        JsonNode line = lineOf(laptop, withKey.requestId());
        assertThat(line.get("admitted_by").asString()).isEqualTo("key");
        assertThat(line.has("client")).isFalse();
        assertThat(lineOf(laptop, keyless.requestId()).has("client")).isFalse();
    }

    /// What curl got.
    private record Called(int status, String requestId, JsonNode body) {}

    private static Called curl(Laptop at, String... command) throws Exception {
        return curlTo(prod(at), command);
    }

    private static String prod(Laptop at) {
        return "http://localhost:" + at.port("prod");
    }

    private static Called curlTo(String address, String... command) throws Exception {
        Process curl = new ProcessBuilder(Stream.concat(
                                Stream.concat(Stream.of(command), QUIETLY.stream()),
                                Stream.of("--write-out", "\n%{http_code} %header{x-request-id}", address + ME))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(curl.waitFor()).isZero();
        String[] end = lines.getLast().split(" ", 2);
        String body = String.join("\n", lines.subList(0, lines.size() - 1));
        return new Called(Integer.parseInt(end[0]), end[1], JsonMapper.shared().readTree(body));
    }

    private static String[] with(String[] as, String... command) {
        return Stream.concat(Stream.of(as), Stream.of(command)).toArray(String[]::new);
    }

    private static JsonNode line(Called called) {
        return lineOf(trusting, called.requestId());
    }

    private static JsonNode lineOf(Laptop of, String requestId) {
        await("the audit line of " + requestId)
                .until(() -> !auditLines(of, requestId).isEmpty());
        return Optional.of(auditLines(of, requestId))
                .filter(lines -> lines.size() == 1)
                .orElseThrow()
                .getFirst();
    }
}
