package dev.lakegate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.MemoryCredentialStore;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.Provider;
import dev.lakegate.oauth.Refresh;
import dev.lakegate.oauth.TinyProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshedTokenSourceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final MemoryCredentialStore store = new MemoryCredentialStore();
    private final List<AuditEvent> trail = new CopyOnWriteArrayList<>();
    private Instant now = NOON;

    private TinyProvider provider;
    private HttpCalls calls;
    private CredentialKey key;
    private RefreshedTokenSource source;

    @BeforeEach
    void start() throws Exception {
        provider = new TinyProvider();
        calls = new HttpCalls(TrustRoots.publicly(), NetworkSettings.DIRECT);
        key = CredentialKey.of(provider.profile());
        Refresh refresh = new Refresh(new Provider(provider.profile(), calls), () -> now);
        source = new RefreshedTokenSource(provider.profile().name(), key, store, refresh, () -> now, trail::add);
    }

    @AfterEach
    void stop() {
        calls.close();
        provider.close();
    }

    @Test
    void nobody_signed_in_is_a_sign_in_needed() {
        assertThat(problem(TWO_SECONDS))
                .isEqualTo(new SignInNeeded(provider.profile().name()));
    }

    @Test
    void a_token_that_lives_long_enough_is_not_refreshed() throws Exception {
        Grant alice = signedIn("alice", "first-refresh");

        assertThat(source.token(HOUR.minusMillis(1))).isEqualTo(alice.identityToken());
        assertThat(trail).isEmpty();
        assertThat(provider.tokenRequests()).isEmpty();
    }

    @Test
    void a_token_that_lives_too_short_is_refreshed_and_the_rotated_refresh_token_is_kept() throws Exception {
        signedIn("alice", "first-refresh");
        refreshes("alice", "second-refresh");

        Token refreshed = source.token(HOUR);

        assertThat(refreshed.obtainedAt()).isEqualTo(NOON);
        assertThat(refreshed.lifetime()).isEqualTo(HOUR);
        assertThat(provider.tokenRequests())
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .containsEntry("grant_type", "refresh_token")
                        .containsEntry("refresh_token", "first-refresh")
                        .containsEntry("client_id", TinyProvider.CLIENT)
                        .containsEntry("resource", TinyProvider.AUDIENCE));
        assertThat(store.load(key)).hasValueSatisfying(kept -> {
            assertThat(kept.identityToken()).isEqualTo(refreshed);
            assertThat(kept.refreshToken()).contains(new Secret("second-refresh"));
        });
        assertThat(trail)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("durationMicros")
                .containsExactly(new AuditEvent.Renewed(
                        NOON,
                        provider.profile().name().value(),
                        kept("alice").person().label(),
                        refreshed.expiresAt(),
                        null,
                        0));
    }

    private Grant kept(String subject) {
        Grant kept = store.load(key).orElseThrow();
        assertThat(kept.person().subject()).isEqualTo(subject);
        return kept;
    }

    @Test
    void without_a_new_refresh_token_the_old_one_stays_good() throws Exception {
        signedIn("alice", "only-refresh");
        provider.answersTokensWith(_ -> TinyProvider.json(
                200,
                Map.of(
                        "token_type",
                        "Bearer",
                        "access_token",
                        TinyProvider.signed(provider.accessClaims("alice")),
                        "expires_in",
                        600)));

        assertThat(source.token(HOUR).lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(store.load(key).flatMap(Grant::refreshToken)).contains(new Secret("only-refresh"));
    }

    @Test
    void a_renewal_asked_for_by_the_cache_refreshes_a_token_that_is_still_valid() throws Exception {
        signedIn("alice", "first-refresh");
        refreshes("alice", "second-refresh");
        CachedTokenSource cache = new CachedTokenSource(source, () -> now, Runnable::run);
        Token first = cache.token(TWO_SECONDS);

        now = NOON.plus(Duration.ofMinutes(50));
        assertThat(cache.ready(TWO_SECONDS)).isEqualTo(first);

        assertThat(provider.tokenRequests()).hasSize(1);
        assertThat(cache.ready(TWO_SECONDS)).isNotNull().isNotEqualTo(first);
    }

    @Test
    void a_dead_refresh_token_leaves_the_identity_token_good_until_it_expires() throws Exception {
        Grant alice = signedIn("alice", "dead-refresh");
        provider.answersTokensWith(_ -> TinyProvider.error(400, "invalid_grant"));

        assertThat(source.token(HOUR)).isEqualTo(alice.identityToken());
        now = NOON.plus(HOUR);
        assertThat(problem(TWO_SECONDS)).isInstanceOf(SignInNeeded.class);
        assertThat(store.load(key)).isEmpty();
    }

    @Test
    void a_refresh_token_known_to_be_dead_is_not_sent_again() throws Exception {
        Grant alice = signedIn("alice", "dead-refresh");
        provider.answersTokensWith(_ -> TinyProvider.error(400, "invalid_grant"));

        assertThat(source.token(HOUR)).isEqualTo(alice.identityToken());
        assertThat(source.token(HOUR)).isEqualTo(alice.identityToken());

        assertThat(provider.tokenRequests()).hasSize(1);
    }

    @Test
    void a_provider_that_is_ill_ends_no_sign_in() throws Exception {
        Grant alice = signedIn("alice", "first-refresh");
        provider.answersTokensWith(_ -> TinyProvider.error(503, "temporarily_unavailable"));
        now = NOON.plus(HOUR);

        assertThat(problem(TWO_SECONDS)).isInstanceOf(ProviderUnreachable.class);
        assertThat(store.load(key)).contains(alice);
    }

    @Test
    void a_refreshed_token_for_another_person_is_refused() throws Exception {
        Grant alice = signedIn("alice", "first-refresh");
        refreshes("mallory", "second-refresh");

        assertThat(problem(HOUR)).isInstanceOf(TokenNotAcceptable.class);
        assertThat(store.load(key)).contains(alice);
    }

    @Test
    void a_refresh_that_comes_after_the_sign_out_does_not_sign_in_again() throws Exception {
        signedIn("alice", "first-refresh");
        provider.answersTokensWith(_ -> {
            store.delete(key);
            return tokens("alice", "second-refresh");
        });

        assertThat(problem(HOUR)).isInstanceOf(SignInNeeded.class);
        assertThat(store.load(key)).isEmpty();
    }

    @Test
    void a_refresh_refused_because_of_the_sign_out_serves_no_token_of_whoever_left() {
        signedIn("alice", "first-refresh");
        provider.answersTokensWith(_ -> {
            store.delete(key);
            return TinyProvider.error(400, "invalid_grant");
        });

        assertThat(problem(HOUR)).isInstanceOf(SignInNeeded.class);
    }

    @Test
    void a_refresh_that_comes_after_another_sign_in_gives_the_token_of_whoever_is_signed_in() throws Exception {
        signedIn("alice", "first-refresh");
        now = NOON.plus(Duration.ofMinutes(50));
        Grant bob = grant("bob", "refresh-of-bob");
        provider.answersTokensWith(_ -> {
            store.save(key, bob);
            return tokens("alice", "second-refresh");
        });

        assertThat(source.token(Duration.ofMinutes(20))).isEqualTo(bob.identityToken());
        assertThat(store.load(key)).contains(bob);
    }

    @Test
    void a_refresh_refused_after_another_sign_in_goes_on_with_that_one() throws Exception {
        signedIn("alice", "first-refresh");
        Grant bob = grant("bob", "refresh-of-bob");
        provider.answersTokensWith(form -> {
            if ("refresh-of-bob".equals(form.get("refresh_token"))) {
                return tokens("bob", "next-refresh-of-bob");
            }
            store.save(key, bob);
            return TinyProvider.error(400, "invalid_grant");
        });
        now = NOON.plus(HOUR);

        Token token = source.token(TWO_SECONDS);

        assertThat(store.load(key)).hasValueSatisfying(kept -> {
            assertThat(kept.identityToken()).isEqualTo(token);
            assertThat(kept.person().subject()).isEqualTo("bob");
            assertThat(kept.refreshToken()).contains(new Secret("next-refresh-of-bob"));
        });
    }

    @Test
    void a_refresh_refused_because_another_process_came_first_uses_what_that_brought() throws Exception {
        signedIn("alice", "first-refresh");
        now = NOON.plus(HOUR);
        Grant rotated = grant("alice", "second-refresh");
        provider.answersTokensWith(_ -> {
            store.save(key, rotated);
            return TinyProvider.error(400, "invalid_grant");
        });

        assertThat(source.token(TWO_SECONDS)).isEqualTo(rotated.identityToken());
        assertThat(provider.tokenRequests()).hasSize(1);
        assertThat(store.load(key)).contains(rotated);
    }

    @Test
    void who_waited_while_another_refreshed_uses_that_token_though_it_lives_shorter_than_asked() throws Exception {
        Duration longer = HOUR.plus(HOUR);
        signedIn("alice", "first-refresh");
        CountDownLatch release = new CountDownLatch(1);
        provider.answersTokensWith(_ -> {
            uninterrupted(release);
            return tokens("alice", "next-refresh");
        });
        List<Thread> threads = new ArrayList<>();
        Set<Token> received = ConcurrentHashMap.newKeySet();
        for (int number = 0; number < 8; number++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    received.add(source.token(longer));
                } catch (ProblemException failure) {
                    throw new AssertionError(failure);
                }
            }));
        }
        await().until(() -> threads.stream()
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING));
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(received).hasSize(1);
        assertThat(provider.tokenRequests()).hasSize(1);
    }

    @Test
    void once_the_sign_in_is_over_the_provider_is_left_alone() throws Exception {
        signedIn("alice", "dead-refresh");
        provider.answersTokensWith(_ -> TinyProvider.error(400, "invalid_grant"));
        now = NOON.plus(HOUR);

        for (int caller = 0; caller < 5; caller++) {
            assertThat(problem(TWO_SECONDS)).isInstanceOf(SignInNeeded.class);
        }

        assertThat(provider.tokenRequests()).hasSize(1);
    }

    @Test
    void a_token_kept_from_before_the_clock_was_set_back_is_refreshed() throws Exception {
        Grant alice = signedIn("alice", "first-refresh");
        refreshes("alice", "second-refresh");
        now = NOON.minus(Duration.ofDays(1));

        assertThat(source.token(TWO_SECONDS)).isNotEqualTo(alice.identityToken());
        assertThat(provider.tokenRequests()).hasSize(1);
    }

    private Grant signedIn(String subject, String refreshToken) {
        Grant grant = grant(subject, refreshToken);
        store.save(key, grant);
        return grant;
    }

    private Grant grant(String subject, String refreshToken) {
        return new Grant(
                new Person(subject, subject),
                new Token(new Secret("identity-token-of-" + subject), now, now.plus(HOUR)),
                Optional.empty(),
                Optional.of(new Secret(refreshToken)));
    }

    private void refreshes(String subject, String refreshToken) {
        provider.answersTokensWith(_ -> tokens(subject, refreshToken));
    }

    private TinyProvider.Answer tokens(String subject, String refreshToken) {
        return TinyProvider.tokens(
                TinyProvider.signed(provider.idClaims(subject)),
                TinyProvider.signed(provider.accessClaims(subject)),
                refreshToken,
                HOUR);
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Problem problem(Duration remaining) {
        return catchThrowableOfType(ProblemException.class, () -> source.token(remaining))
                .problem();
    }
}
