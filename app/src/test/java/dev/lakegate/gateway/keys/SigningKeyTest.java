package dev.lakegate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lakegate.gateway.policy.Issuer.Algorithm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"k1", "../../etc/passwd", "a/b+c=", "A-_.~:@!$%&()*,;?[]^{}<>", "!"})
    void an_id_of_printable_ascii_is_taken_and_its_file_is_named_without_it(String kid) throws Exception {
        SigningKey key = new SigningKey("acme", kid, Algorithm.RS256, pem());

        assertThat(key.fileName()).matches("[0-9a-f]{64}\\.pem");
    }

    @ParameterizedTest
    @MethodSource
    void an_id_that_could_end_quote_or_begin_something_in_a_map_is_refused(String kid) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SigningKey("acme", kid, Algorithm.RS256, pem()))
                .withMessageContaining("'kid'");
    }

    static List<String> an_id_that_could_end_quote_or_begin_something_in_a_map_is_refused() {
        return List.of(
                "",
                " ",
                "a b",
                "a\tb",
                "a\nb",
                "a\rb",
                "a\0b",
                "a\u007fb",
                "a#b",
                "a|b",
                "a\"b",
                "a'b",
                "a`b",
                "a\\b",
                "ä",
                "a\u00a0b",
                "a\u2028b",
                "k\n",
                "a".repeat(256));
    }

    @Test
    void an_id_of_255_bytes_is_taken() throws Exception {
        assertThat(new SigningKey("acme", "a".repeat(255), Algorithm.RS256, pem()).fileName())
                .hasSize(68);
    }

    @Test
    void the_file_is_another_for_another_issuer_id_or_key() throws Exception {
        String pem = pem();
        String otherPem = SpkiPem.of(Keys.OTHER_RSA.toPublicKey());
        List<String> names = List.of(
                new SigningKey("acme", "k1", Algorithm.RS256, pem).fileName(),
                new SigningKey("other", "k1", Algorithm.RS256, pem).fileName(),
                new SigningKey("acme", "k2", Algorithm.RS256, pem).fileName(),
                new SigningKey("acme", "k1", Algorithm.RS256, otherPem).fileName());

        assertThat(names).doesNotHaveDuplicates();
        assertThat(new SigningKey("acme", "k1", Algorithm.RS256, pem).fileName())
                .isEqualTo(names.getFirst());
    }

    @Test
    void a_key_for_another_algorithm_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SigningKey("acme", "k1", Algorithm.ES256, pem()));
    }

    private static String pem() throws Exception {
        return SpkiPem.of(Keys.RSA.toPublicKey());
    }
}
