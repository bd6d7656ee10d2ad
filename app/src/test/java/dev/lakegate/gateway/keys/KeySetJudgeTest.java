package dev.lakegate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Issuer.Algorithm;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class KeySetJudgeTest {
    private static final Issuer BOTH = Issuers.allowing(Algorithm.RS256, Algorithm.ES256);

    @Test
    void the_keys_of_a_sound_set_are_those_that_were_published() throws Exception {
        JudgedKeySet.Accepted accepted = accepted(Keys.set(Keys.RSA, Keys.EC), BOTH);

        assertThat(accepted.leftOut()).isEmpty();
        assertThat(accepted.keys()).extracting(SigningKey::issuer).containsOnly("acme");
        assertThat(accepted.keys()).extracting(SigningKey::kid).containsExactly("e1", "r1");
        assertThat(accepted.keys()).extracting(SigningKey::algorithm).containsExactly(Algorithm.ES256, Algorithm.RS256);
        byte[] der =
                Base64.getMimeDecoder().decode(accepted.keys().getLast().pem().replaceAll("-----[A-Z ]+-----", ""));
        assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)))
                .isEqualTo(Keys.RSA.toPublicKey());
    }

    @Test
    void a_key_that_says_what_it_is_for_is_taken_if_that_is_verifying_signatures() {
        ObjectNode rsa = Keys.json(Keys.RSA).put("use", "sig").put("alg", "RS256");
        rsa.putArray("key_ops").add("encrypt").add("verify");
        rsa.putArray("x5c").add("what no one reads");

        assertThat(accepted(Keys.set(rsa), BOTH).keys()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_key_that_must_not_be_verified_by_is_left_out_with_the_reason_and_the_others_stay(
            String what, Object key, String reason) {
        JudgedKeySet.Accepted accepted = accepted(Keys.set(Keys.EC, key), BOTH);

        assertThat(accepted.keys()).extracting(SigningKey::kid).containsExactly("e1");
        assertThat(accepted.leftOut())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("is left out: ")
                        .contains(reason)
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    static Stream<Arguments> a_key_that_must_not_be_verified_by_is_left_out_with_the_reason_and_the_others_stay() {
        ObjectNode rsa = Keys.json(Keys.RSA);
        ObjectNode ec = Keys.json(Keys.OTHER_EC);
        ObjectNode forEncryption = rsa.deepCopy();
        forEncryption.putArray("key_ops").add("encrypt");
        ObjectNode operationAsText = rsa.deepCopy().put("key_ops", "verify");
        ObjectNode certificateOnly = without(rsa, "n", "e");
        certificateOnly.putArray("x5c").add("MIIC");
        return Stream.of(
                arguments("no kid", without(rsa, "kid"), "no 'kid'"),
                arguments("kid as a number", rsa.deepCopy().put("kid", 7), "no 'kid'"),
                arguments("kid null", rsa.deepCopy().putNull("kid"), "no 'kid'"),
                arguments("kid empty", rsa.deepCopy().put("kid", ""), "'kid' is empty"),
                arguments("kid of two lines", rsa.deepCopy().put("kid", "k\nother|k RS256 /x"), "'kid'"),
                arguments("kid too long", rsa.deepCopy().put("kid", "k".repeat(256)), "over 255"),
                arguments("for encryption", rsa.deepCopy().put("use", "enc"), "'use' is 'enc'"),
                arguments("use null", rsa.deepCopy().putNull("use"), "'use'"),
                arguments("operations without verify", forEncryption, "'key_ops'"),
                arguments("operations as text", operationAsText, "'key_ops'"),
                arguments("PS256", rsa.deepCopy().put("alg", "PS256"), "'alg' is 'PS256'"),
                arguments("RS512", rsa.deepCopy().put("alg", "RS512"), "'alg' is 'RS512'"),
                arguments("small letters", rsa.deepCopy().put("alg", "rs256"), "'alg' is 'rs256'"),
                arguments("alg null", rsa.deepCopy().putNull("alg"), "'alg'"),
                arguments("none", rsa.deepCopy().put("alg", "none"), "'alg' is 'none'"),
                arguments("HS256", rsa.deepCopy().put("alg", "HS256"), "'alg' is 'HS256'"),
                arguments("ES256 of an RSA key", rsa.deepCopy().put("alg", "ES256"), "'alg' is 'ES256'"),
                arguments("RS256 of an EC key", ec.deepCopy().put("alg", "RS256"), "'alg' is 'RS256'"),
                arguments("1024 bits", Keys.SHORT_RSA, "1024 bits"),
                arguments("2047 bits", modulus(BigInteger.TWO.pow(2046).add(BigInteger.ONE)), "2047 bits"),
                arguments("no bits", rsa.deepCopy().put("n", "AA"), "0 bits"),
                arguments("8193 bits", modulus(BigInteger.TWO.pow(8192).add(BigInteger.ONE)), "8193 bits"),
                arguments("an even modulus", modulus(BigInteger.TWO.pow(2048)), "modulus is even"),
                arguments("exponent 1", exponent(BigInteger.ONE), "exponent is even or below 3"),
                arguments("exponent 2", exponent(BigInteger.TWO), "exponent is even or below 3"),
                arguments("exponent 65536", exponent(BigInteger.valueOf(65_536)), "exponent is even or below 3"),
                arguments("exponent 0", exponent(BigInteger.ZERO), "exponent is even or below 3"),
                arguments("a long exponent", exponent(BigInteger.TWO.pow(64).add(BigInteger.ONE)), "exponent has over"),
                arguments(
                        "n that is no base64url",
                        rsa.deepCopy().put("n", rsa.path("n").asString() + "=+/"),
                        "'n'"),
                arguments("n empty", rsa.deepCopy().put("n", ""), "'n'"),
                arguments("n as a number", rsa.deepCopy().put("n", 7), "'n'"),
                arguments("no e", without(rsa, "e"), "no 'e'"),
                arguments("certificate only", certificateOnly, "certificate"),
                arguments("P-384", Keys.EC_384, "'crv' is 'P-384'"),
                arguments("secp256k1", ec.deepCopy().put("crv", "secp256k1"), "'crv' is 'secp256k1'"),
                arguments("off the curve", ec.deepCopy().put("y", ec.path("x").asString()), "not on P-256"),
                arguments(
                        "at the origin",
                        ec.deepCopy().put("x", "A".repeat(43)).put("y", "A".repeat(43)),
                        "not on P-256"),
                arguments("x too short", ec.deepCopy().put("x", "AQAB"), "'x'"),
                arguments("no y", without(ec, "y"), "no 'y'"),
                arguments(
                        "Ed25519",
                        "{\"kty\":\"OKP\",\"kid\":\"o\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"}",
                        "'kty' is 'OKP'"),
                arguments("small kty", rsa.deepCopy().put("kty", "rsa"), "'kty' is 'rsa'"),
                arguments("no kty", without(rsa, "kty"), "'kty'"),
                arguments("a text", "\"r1\"", "no 'kid'"),
                arguments("null", "null", "no 'kid'"),
                arguments("a list", "[[]]", "no 'kid'"),
                arguments(
                        "colours for the terminal",
                        rsa.deepCopy().put("alg", "\u001b[31m" + "x".repeat(9_000)),
                        "'alg' is '?[31mxxx"));
    }

    @Test
    void only_what_the_policy_allows_of_the_issuer_is_taken() {
        String set = Keys.set(Keys.RSA, Keys.EC);

        assertThat(accepted(set, Issuers.allowing(Algorithm.RS256)).keys())
                .extracting(SigningKey::kid)
                .containsExactly("r1");
        assertThat(accepted(set, Issuers.allowing(Algorithm.ES256)).keys())
                .extracting(SigningKey::kid)
                .containsExactly("e1");
        assertThat(accepted(set, Issuers.allowing(Algorithm.ES256)).leftOut())
                .containsExactly("key 'r1' is left out: the policy does not allow RS256 for this issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>Sign in</html>",
                "{\"keys\":[",
                "[]",
                "null",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":\"\"}",
                "{\"keys\":[]}"
            })
    void what_is_no_key_set_or_has_no_key_is_refused(String jwks) {
        assertThat(refused(jwks)).isNotEmpty();
    }

    @Test
    void a_set_that_two_readers_may_read_differently_is_refused() {
        String key = Keys.json(Keys.RSA).toString();

        assertThat(refused("{\"keys\":[],\"keys\":[" + key + "]}"))
                .singleElement()
                .asString()
                .contains("twice");
        assertThat(refused(Keys.set(key.replaceFirst("\\{", "{\"kid\":\"other\","))))
                .hasSize(1);
        assertThat(refused(Keys.set(key) + "{}")).hasSize(1);
    }

    @Test
    void a_set_nested_a_thousand_deep_is_refused() {
        assertThat(refused("[".repeat(100_000))).isNotEmpty();
        assertThat(refused("{\"keys\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}"))
                .isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_set_with_a_private_or_symmetric_key_is_refused_whole_without_quoting_it(
            String what, Object key, String secret) {
        List<String> reasons = refused(Keys.set(Keys.EC, key));

        assertThat(reasons)
                .singleElement()
                .asString()
                .contains("private or symmetric")
                .doesNotContain(secret);
    }

    static Stream<Arguments> a_set_with_a_private_or_symmetric_key_is_refused_whole_without_quoting_it() {
        OctetSequenceKey symmetric =
                new OctetSequenceKey.Builder(new byte[32]).keyID("hmac").build();
        Stream<Arguments> whole = Stream.of(
                arguments(
                        "RSA",
                        Keys.RSA.toJSONString(),
                        Keys.RSA.getPrivateExponent().toString()),
                arguments(
                        "EC", Keys.OTHER_EC.toJSONString(), Keys.OTHER_EC.getD().toString()),
                arguments(
                        "oct", symmetric.toJSONString(), symmetric.getKeyValue().toString()),
                arguments("oct without its value", "{\"kty\":\"oct\",\"kid\":\"s\"}", "none"));
        Stream<Arguments> alone = Stream.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv")
                .map(member -> arguments(
                        "only " + member, Keys.json(Keys.RSA).put(member, "c2VjcmV0LW1lbWJlcg"), "c2VjcmV0LW1lbWJlcg"));
        return Stream.concat(whole, alone);
    }

    @Test
    void what_is_not_json_is_not_quoted_either() {
        assertThat(refused("{\"keys\":[{\"d\":c2VjcmV0LW1lbWJlcg}]}"))
                .allSatisfy(reason -> assertThat(reason).doesNotContain("c2Vjcm"));
    }

    @Test
    void two_different_keys_with_one_id_are_refused_whole() {
        String twice = Keys.set(Keys.EC, Keys.RSA, Keys.json(Keys.OTHER_RSA).put("kid", "r1"));
        String ofTwoKinds = Keys.set(Keys.EC, Keys.json(Keys.RSA).put("kid", "e1"));

        assertThat(refused(twice)).containsExactly("it has two different keys with the 'kid' 'r1'");
        assertThat(refused(ofTwoKinds)).containsExactly("it has two different keys with the 'kid' 'e1'");
    }

    @Test
    void one_key_listed_for_several_algorithms_is_taken_for_the_one_that_counts() {
        ObjectNode forRs512 = Keys.json(Keys.RSA).put("alg", "RS512");
        JudgedKeySet.Accepted accepted = accepted(Keys.set(forRs512, Keys.RSA, Keys.RSA), BOTH);

        assertThat(accepted.keys()).singleElement().extracting(SigningKey::kid).isEqualTo("r1");
        assertThat(accepted.leftOut()).hasSize(1);
    }

    @Test
    void a_set_of_64_keys_is_taken_and_one_of_65_is_not() {
        assertThat(accepted(many(64), BOTH).keys()).hasSize(64);
        assertThat(refused(many(65))).containsExactly("it has 65 keys, over 64");
    }

    @Test
    void a_set_whose_keys_are_too_long_to_be_kept_is_refused() {
        assertThat(refused(Keys.set(Keys.EC, Keys.json(Keys.RSA).put("alg", "x".repeat(1 << 18)))))
                .singleElement()
                .asString()
                .contains("262144 characters");
    }

    @Test
    void a_set_of_which_nothing_can_be_used_is_refused_with_each_reason() {
        assertThat(refused(Keys.set(Keys.SHORT_RSA, Keys.EC_384)))
                .hasSize(3)
                .first()
                .isEqualTo("none of its 2 keys can be used");
        assertThat(KeySetJudge.judge(Keys.set(Keys.RSA), Issuers.allowing(Algorithm.ES256)))
                .isInstanceOf(JudgedKeySet.Refused.class);
    }

    @Test
    void what_is_kept_of_a_set_is_judged_like_the_set_and_holds_nothing_else() {
        ObjectNode rsa = Keys.json(Keys.RSA).put("use", "sig").put("comment", "internal");
        rsa.putObject("nested").put("d", "c2VjcmV0LW1lbWJlcg");
        ObjectNode encryption = Keys.json(Keys.OTHER_RSA).put("use", "enc");
        JudgedKeySet.Accepted whole = accepted(Keys.set(rsa, Keys.EC, encryption, Keys.SHORT_RSA, "null"), BOTH);

        assertThat(whole.jwks()).doesNotContain("internal").doesNotContain("c2Vjcm");
        assertThat(KeySetJudge.judge(whole.jwks(), BOTH)).isEqualTo(whole);
        assertThat(whole.leftOut()).hasSize(3);
    }

    private static String many(int keys) {
        return Keys.set(IntStream.range(0, keys)
                .mapToObj(number -> Keys.json(Keys.EC).put("kid", "e" + number))
                .toArray());
    }

    private static JWK modulus(BigInteger modulus) {
        return new RSAKey.Builder(Base64URL.encode(modulus.toByteArray()), Base64URL.from("AQAB"))
                .keyID("n")
                .build();
    }

    private static ObjectNode exponent(BigInteger exponent) {
        return Keys.json(Keys.RSA)
                .put("e", Base64URL.encode(exponent.toByteArray()).toString());
    }

    private static ObjectNode without(ObjectNode key, String... members) {
        ObjectNode copy = key.deepCopy();
        copy.remove(List.of(members));
        return copy;
    }

    private static JudgedKeySet.Accepted accepted(String jwks, Issuer issuer) {
        return switch (KeySetJudge.judge(jwks, issuer)) {
            case JudgedKeySet.Accepted accepted -> accepted;
            case JudgedKeySet.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static List<String> refused(String jwks) {
        return switch (KeySetJudge.judge(jwks, BOTH)) {
            case JudgedKeySet.Accepted accepted -> throw new AssertionError(accepted);
            case JudgedKeySet.Refused(List<String> reasons) -> reasons;
        };
    }
}
