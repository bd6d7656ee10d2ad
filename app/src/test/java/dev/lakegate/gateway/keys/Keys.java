package dev.lakegate.gateway.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.lakegate.sandbox.Canaries;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Key pairs made once for all tests, and key sets written by hand.
final class Keys {
    static final RSAKey RSA = rsa(2048, "r1");
    static final RSAKey OTHER_RSA = rsa(2048, "r2");
    static final RSAKey SHORT_RSA = rsa(1024, "short");
    static final ECKey EC = ec(Curve.P_256, "e1");
    static final ECKey OTHER_EC = ec(Curve.P_256, "e2");
    static final ECKey EC_384 = ec(Curve.P_384, "e384");

    private Keys() {}

    /// Its public members as the provider publishes them, to be spoilt.
    static ObjectNode json(JWK key) {
        return (ObjectNode) JsonMapper.shared().readTree(key.toPublicJWK().toJSONString());
    }

    static String set(Object... keys) {
        return Arrays.stream(keys)
                .map(key -> key instanceof JWK jwk ? json(jwk).toString() : key.toString())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static RSAKey rsa(int bits, String kid) {
        try {
            RSAKey key = new RSAKeyGenerator(bits, true).keyID(kid).generate();
            Canaries.add(key.getPrivateExponent().toString());
            return key;
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static ECKey ec(Curve curve, String kid) {
        try {
            ECKey key = new ECKeyGenerator(curve).keyID(kid).generate();
            Canaries.add(key.getD().toString());
            return key;
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
