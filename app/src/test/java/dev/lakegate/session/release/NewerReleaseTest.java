package dev.lakegate.session.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.model.GatewayProblem.GatewayTimedOut;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.session.changes.Change;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When gateways are asked which release people are to have, and what is told of it.
class NewerReleaseTest {
    private static final String ACME = "https://gateway.acme.example";
    private static final String LAB = "https://gateway.lab.example";

    @TempDir
    private Path state;

    private Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private final Map<String, String> wanted = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Change> told = new ArrayList<>();
    private NewerRelease release;

    @BeforeEach
    void start() {
        release = startOf("1.3.9");
    }

    @Test
    void a_gateway_is_asked_at_the_start_and_once_a_day() {
        look(ACME);
        look(ACME);
        now = now.plus(Duration.ofHours(23));
        look(ACME);
        assertThat(asked).containsExactly(ACME);
        now = now.plus(Duration.ofHours(1));
        look(ACME);
        assertThat(asked).hasSize(2);
    }

    @Test
    void one_that_did_not_answer_is_asked_again_in_an_hour_and_nothing_is_said() {
        wanted.put(ACME, "unreachable");
        look(ACME);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(look(ACME)).isEqualTo(Duration.ofMinutes(1));
        assertThat(asked).hasSize(1);
        now = now.plus(Duration.ofMinutes(1));
        look(ACME);
        assertThat(asked).hasSize(2);
        assertThat(told).isEmpty();
        assertThat(release.known()).isEmpty();
    }

    @Test
    void a_newer_release_is_told_once_and_known_as_long_as_it_is_wanted() {
        wanted.put(ACME, "1.4.0");
        look(ACME);
        nextDay(ACME);
        assertThat(told).containsExactly(new Change.NewerRelease(new ReleaseNumber(1, 4, 0)));
        assertThat(release.known()).contains(new ReleaseNumber(1, 4, 0));

        wanted.put(ACME, "1.5.0");
        nextDay(ACME);
        assertThat(told).hasSize(2);

        wanted.remove(ACME);
        nextDay(ACME);
        assertThat(release.known()).isEmpty();
        assertThat(told).hasSize(2);
    }

    @Test
    void what_was_told_before_a_restart_is_known_but_not_told_again() {
        wanted.put(ACME, "1.4.0");
        look(ACME);
        release = startOf("1.3.9");
        look(ACME);

        assertThat(told).hasSize(1);
        assertThat(release.known()).contains(new ReleaseNumber(1, 4, 0));
    }

    @Test
    void of_several_gateways_the_newest_release_counts_and_one_that_has_gone_no_more() {
        wanted.put(ACME, "1.4.0");
        wanted.put(LAB, "1.10.0");
        look(ACME, LAB);
        assertThat(told).containsExactly(new Change.NewerRelease(new ReleaseNumber(1, 10, 0)));
        look(ACME);
        assertThat(release.known()).contains(new ReleaseNumber(1, 4, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.4.0", "1.4.0-SNAPSHOT", "1.4.1", "2.0.0", "unpackaged"})
    void who_has_it_or_a_newer_one_or_a_build_without_number_is_told_nothing(String version) {
        release = startOf(version);
        wanted.put(ACME, "1.4.0");
        look(ACME);
        assertThat(told).isEmpty();
        assertThat(release.known()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.0, true",
        "01.4.0, true",
        "1.4, false",
        "1.4.0.1, false",
        "v1.4.0, false",
        "1.4.0-rc1, false",
        "'', false",
        "123456.0.0, false"
    })
    void a_release_is_three_numbers(String text, boolean isOne) {
        assertThat(ReleaseNumber.of(text).isPresent()).isEqualTo(isOne);
    }

    private NewerRelease startOf(String version) {
        return new NewerRelease(version, () -> now, this::answer, new ToldRelease(state));
    }

    private Optional<ReleaseNumber> answer(URI gateway) throws ProblemException {
        asked.add(gateway.toString());
        String answer = wanted.getOrDefault(gateway.toString(), "");
        if (answer.equals("unreachable")) {
            throw new ProblemException(new GatewayTimedOut(gateway));
        }
        return ReleaseNumber.of(answer);
    }

    private void nextDay(String gateway) {
        now = now.plus(Duration.ofDays(1));
        look(gateway);
    }

    private Duration look(String... gateways) {
        List<OfProfile> profiles =
                Stream.of(gateways).map(NewerReleaseTest::profile).toList();
        return release.look(new StatusReport("1.3.9", 1, true, false, AuditHealth.SOUND, profiles), told::add);
    }

    private static OfProfile profile(String gateway) {
        return new OfProfile(
                gateway,
                "https://idp.acme.example",
                gateway,
                SignInState.SIGNED_OUT,
                null,
                null,
                false,
                "memory",
                null,
                null,
                List.of());
    }
}
