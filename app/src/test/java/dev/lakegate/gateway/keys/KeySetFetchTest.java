package dev.lakegate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.gateway.keys.Fetched.Kind;
import dev.lakegate.gateway.policy.Issuer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class KeySetFetchTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");

    @TempDir
    Path folder;

    private final KeySetFetch fetch = new KeySetFetch(() -> NOW, NetworkSettings.DIRECT);
    private LoopbackProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = LoopbackProvider.plain();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void the_key_set_that_discovery_names_is_fetched_with_its_tag_and_its_time() {
        provider.publishes(Keys.set(Keys.RSA, Keys.EC), "ETag", "W/\"one\"", "Cache-Control", "max-age=600");

        Fetched.Fresh fresh = fresh(Issuers.at(provider.issuer()));

        assertThat(fresh.set().keys()).extracting(SigningKey::kid).containsExactly("e1", "r1");
        assertThat(fresh.from()).isEqualTo(URI.create(provider.issuer() + "/keys"));
        assertThat(fresh.etag()).contains("W/\"one\"");
        assertThat(fresh.freshFor()).hasMinutes(10);
    }

    @Test
    void discovery_is_asked_below_an_issuer_that_ends_with_a_slash_too() {
        provider.discovers(provider.issuer() + "/", provider.issuer() + "/keys");
        provider.publishes(Keys.set(Keys.RSA));

        assertThat(fresh(Issuers.at(provider.issuer() + "/")).set().keys()).hasSize(1);
        assertThat(provider.paths()).containsExactly("/.well-known/openid-configuration", "/keys");
    }

    @Test
    void an_address_in_the_policy_is_taken_without_discovery() {
        provider.publishes(Keys.set(Keys.RSA));

        Fetched.Fresh fresh = fresh(Issuers.withKeysFrom("https://acme.example", provider.issuer() + "/keys"));

        assertThat(fresh.set().keys()).hasSize(1);
        assertThat(provider.paths()).containsExactly("/keys");
    }

    @Test
    void a_set_that_is_held_is_asked_for_conditionally_and_304_says_that_it_stands() {
        provider.handlesKeySet(exchange -> LoopbackProvider.answer(
                exchange,
                "\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match")) ? 304 : 500,
                "",
                "Cache-Control",
                "max-age=7200"));

        assertThat(fetch.fetch(Issuers.at(provider.issuer()), held(provider.issuer() + "/keys")))
                .isEqualTo(new Fetched.NotModified(Duration.ofHours(2)));
    }

    @Test
    void a_set_that_is_held_from_elsewhere_is_asked_for_whole() {
        provider.publishes(Keys.set(Keys.RSA));

        assertThat(fetch.fetch(Issuers.at(provider.issuer()), held("http://127.0.0.1:1/keys")))
                .isInstanceOf(Fetched.Fresh.class);
        assertThat(provider.keySetRequests())
                .singleElement()
                .satisfies(fields -> assertThat(fields).doesNotContainKey("If-none-match"));
    }

    @Test
    void a_304_that_was_not_asked_for_is_a_failure() {
        provider.answersKeySet(304, "");

        assertThat(failure(Issuers.at(provider.issuer())))
                .extracting(Fetched.Failed::kind)
                .isEqualTo(Kind.STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "\"on\"e\"", "*", "\"ö\""})
    void a_tag_that_is_none_is_not_kept(String etag) {
        provider.publishes(Keys.set(Keys.RSA), "ETag", etag);

        assertThat(fresh(Issuers.at(provider.issuer())).etag()).isEmpty();
    }

    @Test
    void a_discovery_document_of_another_issuer_is_not_followed() {
        provider.discovers(provider.issuer() + "/", provider.issuer() + "/keys");
        provider.publishes(Keys.set(Keys.RSA));

        Fetched.Failed failure = failure(Issuers.at(provider.issuer()));

        assertThat(failure.kind()).isEqualTo(Kind.DISCOVERY);
        assertThat(failure.what()).contains("it names the issuer '" + provider.issuer() + "/'");
        assertThat(provider.keySetRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/keys",
                "keys",
                "ftp://127.0.0.1/keys",
                "file:///etc/passwd",
                "http://acme.example/keys",
                "http://localhost/keys",
                "http://127.0.0.1.acme.example/keys",
                "https://user:word@acme.example/keys",
                "https:keys",
                "https:///keys",
                "https://acme.example/keys#1",
                "https://acme example/"
            })
    void a_key_set_at_no_safe_address_is_not_fetched(String address) {
        provider.discovers(provider.issuer(), address);

        assertThat(failure(Issuers.at(provider.issuer()))).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.DISCOVERY);
            assertThat(failure.what()).contains("'jwks_uri' no https address");
        });
    }

    @Test
    void a_key_set_at_an_address_too_long_to_be_kept_is_not_fetched() {
        provider.discovers(provider.issuer(), provider.issuer() + "/" + "x".repeat(2_048));

        assertThat(failure(Issuers.at(provider.issuer())).kind()).isEqualTo(Kind.DISCOVERY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"issuer\":7}"})
    void a_discovery_document_that_is_none_names_no_issuer(String body) {
        provider.answersDiscovery(200, body);

        assertThat(failure(Issuers.at(provider.issuer())).kind()).isEqualTo(Kind.DISCOVERY);
    }

    @Test
    void a_redirect_is_not_followed() {
        provider.answersKeySet(302, "", "Location", provider.issuer() + "/elsewhere");

        Fetched.Failed failure = failure(Issuers.at(provider.issuer()));

        assertThat(failure.kind()).isEqualTo(Kind.STATUS);
        assertThat(failure.what()).contains("/keys is answered with status 302");
        assertThat(provider.paths()).doesNotContain("/elsewhere");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_busy_provider_says_when_to_come_again(int status) {
        provider.answersKeySet(status, "", "Retry-After", "120");

        assertThat(failure(Issuers.at(provider.issuer())).retryAfter()).contains(Duration.ofMinutes(2));
    }

    @Test
    void a_busy_discovery_says_so_too_and_a_broken_provider_has_no_say() {
        provider.answersDiscovery(429, "", "Retry-After", "Wed, 25 Nov 2026 03:05:00 GMT");
        assertThat(failure(Issuers.at(provider.issuer())).retryAfter()).contains(Duration.ofMinutes(5));

        provider.answersDiscovery(500, "", "Retry-After", "120");
        assertThat(failure(Issuers.at(provider.issuer())).retryAfter()).isEmpty();
    }

    @Test
    void a_set_that_is_refused_fails_with_its_reasons() {
        provider.publishes(Keys.set(Keys.SHORT_RSA));

        Fetched.Failed failure = failure(Issuers.at(provider.issuer()));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.what()).contains("none of its 1 keys can be used; key 'short'", "1024 bits");
    }

    @Test
    void a_private_key_is_not_told_on() {
        provider.publishes("{\"keys\":[" + Keys.RSA.toJSONString() + "]}");

        assertThat(failure(Issuers.at(provider.issuer())).what())
                .contains("private or symmetric key")
                .doesNotContain(Keys.RSA.getPrivateExponent().toString());
    }

    @Test
    void a_set_over_a_mebibyte_is_too_large() {
        provider.publishes(" ".repeat(1 << 20) + Keys.set(Keys.RSA));

        assertThat(failure(Issuers.at(provider.issuer())).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void a_set_that_trickles_is_given_up_in_time() {
        provider.handlesKeySet(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            provider.untilTheTestIsOver();
        });
        KeySetFetch hasty = new KeySetFetch(() -> NOW, NetworkSettings.DIRECT, Duration.ofMillis(500));

        assertThat(hasty.fetch(Issuers.at(provider.issuer()), Optional.empty()))
                .isInstanceOfSatisfying(Fetched.Failed.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                    assertThat(failure.what()).contains("in time");
                });
    }

    @Test
    void a_provider_that_is_not_there_is_unreachable() {
        provider.close();

        Fetched.Failed failure = failure(Issuers.at(provider.issuer()));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.what()).contains(provider.issuer());
    }

    @Test
    void authorities_that_cannot_be_read_are_this_machines_own_fault() throws Exception {
        Path absent = folder.resolve("absent.pem");
        Path empty = Files.createFile(folder.resolve("empty.pem"));

        for (Path caFile : List.of(absent, empty)) {
            Fetched.Failed failure = failure(Issuers.trusting(provider.issuer(), caFile));
            assertThat(failure.kind()).isEqualTo(Kind.CA_FILE);
            assertThat(failure.what()).contains(caFile.toString());
        }
        assertThat(provider.paths()).isEmpty();
    }

    private Fetched.Fresh fresh(Issuer issuer) {
        return (Fetched.Fresh) fetch.fetch(issuer, Optional.empty());
    }

    private Fetched.Failed failure(Issuer issuer) {
        return (Fetched.Failed) fetch.fetch(issuer, Optional.empty());
    }

    private static Optional<KeySetFetch.Held> held(String from) {
        return Optional.of(new KeySetFetch.Held(URI.create(from), "\"one\""));
    }
}
