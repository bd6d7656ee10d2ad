package dev.lakegate.gateway.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.gateway.policy.Issuer.Algorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpkiPemTest {
    @TempDir
    Path folder;

    @Test
    void a_key_is_written_in_lines_of_64_columns_that_end_with_a_line_feed() throws Exception {
        String pem = SpkiPem.of(Keys.RSA.toPublicKey());

        assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("\n-----END PUBLIC KEY-----\n");
        assertThat(pem.lines().skip(1).findFirst().orElseThrow()).hasSize(64);
        assertThat(pem.lines()).allMatch(line -> line.length() <= 64);
        assertThat(pem).doesNotContain("\r");
    }

    @Test
    void a_file_with_a_key_for_the_algorithm_is_fine() throws Exception {
        assertThat(judged(SpkiPem.of(Keys.RSA.toPublicKey()), Algorithm.RS256)).isEmpty();
        assertThat(judged(SpkiPem.of(Keys.EC.toPublicKey()), Algorithm.ES256)).isEmpty();
        assertThat(judged(SpkiPem.of(Keys.EC.toPublicKey()).replace("\n", "\r\n"), Algorithm.ES256))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_file_that_haproxy_would_take_without_a_word_and_verify_nothing_by_is_named(
            String what, String content, Algorithm algorithm, String objection) throws Exception {
        assertThat(judged(content, algorithm))
                .hasValueSatisfying(text -> assertThat(text).contains(objection));
    }

    static Stream<Arguments> a_file_that_haproxy_would_take_without_a_word_and_verify_nothing_by_is_named()
            throws Exception {
        String rsa = SpkiPem.of(Keys.RSA.toPublicKey());
        String ec = SpkiPem.of(Keys.EC.toPublicKey());
        byte[] der = Keys.RSA.toPublicKey().getEncoded();
        byte[] ecDer = Keys.EC.toPublicKey().getEncoded();
        byte[] offTheCurve = ecDer.clone();
        offTheCurve[offTheCurve.length - 1] ^= 1;
        // what a private key's block looks like, without one
        String privateBlock = block("PRIVATE KEY", new byte[64]);
        return Stream.of(
                arguments("empty", "", Algorithm.RS256, "not exactly one"),
                arguments("two keys", rsa + rsa, Algorithm.RS256, "not exactly one"),
                arguments("text before", "# key\n" + rsa, Algorithm.RS256, "not exactly one"),
                arguments("text after", rsa + "x", Algorithm.RS256, "not exactly one"),
                arguments("certificate", block("CERTIFICATE", der), Algorithm.RS256, "not exactly one"),
                arguments("PKCS #1", block("RSA PUBLIC KEY", der), Algorithm.RS256, "not exactly one"),
                arguments("private key", privateBlock, Algorithm.RS256, "private key"),
                arguments("key and private key", rsa + privateBlock, Algorithm.RS256, "private key"),
                arguments("cut", rsa.substring(0, 200), Algorithm.RS256, "not exactly one"),
                arguments(
                        "base64 of something else",
                        block("PUBLIC KEY", new byte[64]),
                        Algorithm.RS256,
                        "no public key"),
                arguments("base64 that is none", rsa.replace("MIIB", "=IIB"), Algorithm.RS256, "no public key"),
                arguments("DER cut", block("PUBLIC KEY", Arrays.copyOf(der, 200)), Algorithm.RS256, "no public key"),
                arguments(
                        "DER and more",
                        block("PUBLIC KEY", Arrays.copyOf(der, der.length + 3)),
                        Algorithm.RS256,
                        "no public key"),
                arguments(
                        "RSA without its parameters",
                        block("PUBLIC KEY", withoutParameters(der)),
                        Algorithm.RS256,
                        "another way"),
                arguments("RSA for ES256", rsa, Algorithm.ES256, "no public key for ES256"),
                arguments("EC for RS256", ec, Algorithm.RS256, "no public key for RS256"),
                arguments("1024 bits", SpkiPem.of(Keys.SHORT_RSA.toPublicKey()), Algorithm.RS256, "1024 bits"),
                arguments("P-384", SpkiPem.of(Keys.EC_384.toPublicKey()), Algorithm.ES256, "curve is not P-256"),
                arguments("off the curve", block("PUBLIC KEY", offTheCurve), Algorithm.ES256, "not on P-256"),
                arguments("huge", rsa + "\n".repeat(70_000), Algorithm.RS256, "over 65536 bytes"));
    }

    @Test
    void a_file_that_is_not_there_and_a_folder_are_named_too() {
        assertThat(SpkiPem.objection(folder.resolve("absent.pem"), Algorithm.RS256))
                .hasValueSatisfying(text -> assertThat(text).contains("cannot be read"));
        assertThat(SpkiPem.objection(folder, Algorithm.RS256))
                .hasValueSatisfying(text -> assertThat(text).contains("cannot be read"));
    }

    private Optional<String> judged(String content, Algorithm algorithm) throws Exception {
        return SpkiPem.objection(Files.writeString(folder.resolve("key.pem"), content, US_ASCII), algorithm);
    }

    /// RFC 3279 §2.3.1 wants a NULL there, which Java's parser can do without.
    private static byte[] withoutParameters(byte[] der) {
        byte[] shorter = new byte[der.length - 2];
        System.arraycopy(der, 0, shorter, 0, 17);
        System.arraycopy(der, 19, shorter, 17, der.length - 19);
        shorter[3] = (byte) (der[3] - 2);
        shorter[5] = (byte) (der[5] - 2);
        return shorter;
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
