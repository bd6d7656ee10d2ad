package dev.lakegate.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptKeysFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final Issuer ACME = Issuers.at("https://acme.example");

    @TempDir
    Path place;

    private Path file;
    private KeptKeysFolder folder;

    @BeforeEach
    void open() {
        Path state = place.resolve("state");
        file = state.resolve("acme.json");
        folder = new KeptKeysFolder(state, () -> NOW);
    }

    @Test
    void what_was_kept_is_read_again_word_for_word() throws Exception {
        KeptKeys kept = kept().failed(
                        new Fetched.Failed(Fetched.Kind.TLS, "no trust", Optional.of(Duration.ofMinutes(5))), NOW);

        folder.write(ACME, kept);

        assertThat(folder.read(ACME)).isEqualTo(kept);
        assertThat(kept.judged(ACME).orElseThrow().keys()).hasSize(1);
    }

    @Test
    void where_nothing_was_kept_an_issuer_is_due() throws Exception {
        assertThat(folder.read(ACME)).isEqualTo(KeptKeys.none(ACME));
        assertThat(folder.read(ACME).isDue(NOW, KeyRefresh.Urgency.WHEN_DUE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void a_file_that_is_damaged_is_set_aside_under_a_name_that_says_so(UnaryOperator<String> damage) throws Exception {
        folder.write(ACME, kept());
        String damaged = damage.apply(Files.readString(file));
        Files.writeString(file, damaged);

        assertThat(folder.read(ACME)).isEqualTo(KeptKeys.none(ACME));

        assertThat(file).doesNotExist();
        assertThat(file.resolveSibling("acme.json.damaged-20261125T030000Z"))
                .content(UTF_8)
                .isEqualTo(damaged);
        folder.write(ACME, kept());
        assertThat(folder.read(ACME)).isEqualTo(kept());
    }

    static Stream<UnaryOperator<String>> a_file_that_is_damaged_is_set_aside_under_a_name_that_says_so() {
        return Stream.of(
                _ -> "",
                _ -> "\0\0\0\0",
                _ -> "[]",
                _ -> "{}",
                whole -> whole.substring(0, whole.length() / 2),
                whole -> whole.replace("\"version\" : 1", "\"version\" : 2"),
                whole -> whole.replace("2026-11-25T03:00:00Z", "yesterday"),
                whole -> whole.replace("\"issuer\"", "\"isuer\""),
                whole -> whole.replace("https://acme.example/keys", "https://acme example/keys"),
                whole -> whole.replace("\"from\"", "\"form\""),
                whole -> whole + " ".repeat(1 << 20));
    }

    @Test
    void a_folder_in_the_files_place_is_set_aside_too() throws Exception {
        Files.createDirectories(file.resolve("below"));

        assertThat(folder.read(ACME)).isEqualTo(KeptKeys.none(ACME));
        assertThat(file.resolveSibling("acme.json.not-a-file-20261125T030000Z")).isDirectory();
    }

    @Test
    void keys_of_another_issuer_under_the_same_name_count_for_nothing() throws Exception {
        folder.write(ACME, kept());

        assertThat(folder.read(Issuers.at("https://other.example")).set()).isEmpty();
        assertThat(folder.read(Issuers.withKeysFrom("https://acme.example", "https://other.example/keys"))
                        .set())
                .isEmpty();
        assertThat(folder.read(ACME).set()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"})
    void keys_that_somebody_spoilt_are_no_keys(String jwks) throws Exception {
        folder.write(
                ACME,
                KeptKeys.none(ACME)
                        .replaced(
                                new Fetched.Fresh(
                                        new JudgedKeySet.Accepted(List.of(), List.of(), jwks),
                                        URI.create("https://acme.example/keys"),
                                        Optional.empty(),
                                        Duration.ofHours(1)),
                                NOW));

        assertThat(folder.read(ACME).judged(ACME)).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_written_is_a_problem_that_names_it() throws Exception {
        Files.createFile(place.resolve("state"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> folder.write(ACME, kept()))
                .withMessageContaining(file.toString());
    }

    private static KeptKeys kept() {
        return KeptKeys.none(ACME)
                .tried(NOW)
                .replaced(
                        new Fetched.Fresh(
                                (JudgedKeySet.Accepted) KeySetJudge.judge(Keys.set(Keys.RSA), ACME),
                                URI.create("https://acme.example/keys"),
                                Optional.of("\"one\""),
                                Duration.ofHours(1)),
                        NOW);
    }
}
