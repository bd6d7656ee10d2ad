package dev.lakegate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.model.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyRefreshTest extends WithKeyRefresh {
    @Test
    void the_first_keys_are_a_change_and_last_until_they_are_due() throws Exception {
        provider.publishes(Keys.set(Keys.RSA, Keys.SHORT_RSA), "Cache-Control", "max-age=600");

        assertThat(refreshed()).isInstanceOfSatisfying(Refreshed.Changed.class, changed -> {
            assertThat(changed.issuer()).isEqualTo("acme");
            assertThat(changed.leftOut()).singleElement().asString().contains("'short'");
        });
        after(Duration.ofSeconds(599));
        assertThat(refreshed()).isInstanceOfSatisfying(Refreshed.NotDue.class, notDue -> {
            assertThat(notDue.keys()).extracting(SigningKey::kid).containsExactly("r1");
            assertThat(notDue.due()).isEqualTo(START.plusSeconds(600));
        });
        assertThat(fetches()).isOne();
        after(Duration.ofSeconds(1));
        assertThat(refreshed()).isInstanceOf(Refreshed.Unchanged.class);
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void a_key_that_came_and_one_that_vanished_are_a_change() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();

        provider.publishes(Keys.set(Keys.RSA, Keys.OTHER_RSA));
        assertThat(refreshedNow()).isInstanceOf(Refreshed.Changed.class);
        provider.publishes(Keys.set(Keys.OTHER_RSA));
        assertThat(refreshedNow())
                .isInstanceOfSatisfying(
                        Refreshed.Changed.class,
                        changed -> assertThat(changed.keys())
                                .extracting(SigningKey::kid)
                                .containsExactly("r2"));
    }

    @Test
    void another_key_under_the_same_id_is_a_change_and_another_order_is_none() throws Exception {
        provider.publishes(Keys.set(Keys.RSA, Keys.EC));
        refreshed();

        provider.publishes(Keys.set(Keys.EC, Keys.RSA));
        assertThat(refreshedNow()).isInstanceOf(Refreshed.Unchanged.class);
        provider.publishes(Keys.set(Keys.EC, Keys.json(Keys.OTHER_RSA).put("kid", "r1")));
        assertThat(refreshedNow()).isInstanceOf(Refreshed.Changed.class);
    }

    @Test
    void keys_and_their_tag_survive_a_restart() throws Exception {
        provider.publishes(Keys.set(Keys.RSA), "ETag", "\"one\"");
        refreshed();
        refresh = begun();
        assertThat(refreshed()).isInstanceOf(Refreshed.NotDue.class);

        provider.answersKeySet(304, "", "Cache-Control", "max-age=7200");
        after(Duration.ofHours(1));

        assertThat(refreshed()).isInstanceOf(Refreshed.Unchanged.class);
        assertThat(provider.keySetRequests().getLast().getFirst("If-None-Match"))
                .isEqualTo("\"one\"");
        KeptKeys kept = folder().read(acme);
        assertThat(kept.due()).isEqualTo(now.plus(Duration.ofHours(2)));
        assertThat(kept.set().orElseThrow().fetchedAt()).isEqualTo(START);
        assertThat(kept.set().orElseThrow().confirmedAt()).isEqualTo(now);
    }

    @Test
    void what_works_is_kept_while_the_provider_fails_and_since_when_is_told() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();
        Instant failedAt = after(Duration.ofHours(1));
        provider.answersKeySet(500, "");
        refreshed();
        after(Duration.ofSeconds(30));
        provider.publishes("{\"keys\":[]}");

        assertThat(refreshed()).isInstanceOfSatisfying(Refreshed.Kept.class, kept -> {
            assertThat(kept.keys()).extracting(SigningKey::kid).containsExactly("r1");
            assertThat(kept.failing().what()).contains("it has no key at all");
            assertThat(kept.failing().since()).isEqualTo(failedAt);
            assertThat(kept.failing().times()).isEqualTo(2);
        });

        provider.publishes(Keys.set(Keys.RSA));
        assertThat(refreshedNow()).isInstanceOf(Refreshed.Unchanged.class);
        assertThat(folder().read(acme).failing()).isEmpty();
    }

    @Test
    void a_published_private_key_changes_nothing_and_is_written_nowhere() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();
        provider.publishes("{\"keys\":[" + Keys.OTHER_RSA.toJSONString() + "]}");

        Refreshed kept = refreshedNow();

        assertThat(kept).isInstanceOf(Refreshed.Kept.class);
        assertThat(kept.keys()).extracting(SigningKey::kid).containsExactly("r1");
        String secret = Keys.OTHER_RSA.getPrivateExponent().toString();
        assertThat(kept.toString()).contains("private or symmetric").doesNotContain(secret);
        try (Stream<Path> written = Files.walk(place)) {
            assertThat(written.filter(Files::isRegularFile).toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain(secret));
        }
    }

    @Test
    void without_any_key_the_reason_is_told() throws Exception {
        provider.answersKeySet(404, "");

        assertThat(refreshed()).isInstanceOfSatisfying(Refreshed.None.class, none -> {
            assertThat(none.reason()).contains("status 404");
            assertThat(none.since()).isEqualTo(START);
            assertThat(none.keys()).isEmpty();
        });
        assertThat(refreshed()).isInstanceOf(Refreshed.None.class);
        assertThat(fetches()).isOne();
    }

    @Test
    void a_policy_that_names_another_issuer_gets_none_of_the_old_ones_keys() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();

        Issuer moved = Issuers.at("http://127.0.0.1:1");

        assertThat(refresh.refresh(List.of(moved), Urgency.WHEN_DUE))
                .singleElement()
                .isInstanceOf(Refreshed.None.class);
    }

    @Test
    void a_policy_that_allows_none_of_the_kept_keys_has_others_fetched_whole() throws Exception {
        provider.publishes(Keys.set(Keys.RSA), "ETag", "\"one\"");
        refreshed();
        provider.publishes(Keys.set(Keys.RSA, Keys.EC), "ETag", "\"one\"");
        Issuer strict = Issuers.onlyEs256At(provider.issuer());

        assertThat(refresh.refresh(List.of(strict), Urgency.WHEN_DUE))
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.keys()).extracting(SigningKey::kid).containsExactly("e1"));
        assertThat(provider.keySetRequests().getLast()).doesNotContainKey("If-none-match");
    }

    @Test
    void a_damaged_file_is_fetched_anew() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();
        Path file = place.resolve("keys/acme.json");
        Files.writeString(file, Files.readString(file).substring(0, 300));

        assertThat(refreshed()).isInstanceOf(Refreshed.Changed.class);
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void a_disk_that_cannot_be_written_is_a_problem_before_the_provider_is_asked() throws Exception {
        Files.createFile(place.resolve("keys"));

        assertThatExceptionOfType(ProblemException.class).isThrownBy(this::refreshed);
        assertThat(provider.paths()).isEmpty();
    }
}
