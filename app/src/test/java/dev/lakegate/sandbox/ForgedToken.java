package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// A JWT whose every part can be set apart from the others; its text is made by [#toString()].
///
/// Each method returns a new token.
public final class ForgedToken {
    private final TokenForge signer;
    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final UnaryOperator<String> claimsText;

    ForgedToken(TokenForge signer) {
        this(signer, Map.of(), Map.of(), UnaryOperator.identity());
    }

    private ForgedToken(
            TokenForge signer,
            Map<String, Object> header,
            Map<String, Object> claims,
            UnaryOperator<String> claimsText) {
        this.signer = signer;
        this.header = header;
        this.claims = claims;
        this.claimsText = claimsText;
    }

    /// Sets a field of the header; `null` is JSON's null.
    public ForgedToken header(String name, Object value) {
        return new ForgedToken(signer, with(header, name, value), claims, claimsText);
    }

    public ForgedToken withoutHeader(String name) {
        return new ForgedToken(signer, without(header, name), claims, claimsText);
    }

    /// Sets a claim; `null` is JSON's null.
    public ForgedToken claim(String name, Object value) {
        return new ForgedToken(signer, header, with(claims, name, value), claimsText);
    }

    public ForgedToken withoutClaim(String name) {
        return new ForgedToken(signer, header, without(claims, name), claimsText);
    }

    /// Writes a claim with this JSON, which no library would produce.
    public ForgedToken claimJson(String name, String json) {
        var mark = "mark-of-" + name;
        return new ForgedToken(
                signer,
                header,
                with(claims, name, mark),
                text -> claimsText.apply(text).replace('"' + mark + '"', json));
    }

    /// Signs with the keys of another forge, under the same header.
    public ForgedToken signedBy(TokenForge other) {
        return new ForgedToken(other, header, claims, claimsText);
    }

    /// Header and claims, and this for a signature.
    public String withSignature(byte[] signature) {
        return signingInput() + "." + base64(signature);
    }

    /// Keyed as `HS256` would be.
    public String withHmac(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return withSignature(mac.doFinal(signingInput().getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The EC signature in DER, which JWS does not allow.
    public String withDerSignature() {
        return withSignature(sign("SHA256withECDSA"));
    }

    /// The three parts.
    public String[] parts() {
        return toString().split("\\.");
    }

    /// Signed with the RSA key, or with the EC key when the header's algorithm is ES256.
    @Override
    public String toString() {
        return withSignature(
                sign("ES256".equals(header.get("alg")) ? "SHA256withECDSAinP1363Format" : "SHA256withRSA"));
    }

    private byte[] sign(String algorithm) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(
                    algorithm.endsWith("RSA")
                            ? signer.rsa().toPrivateKey()
                            : signer.ec().toPrivateKey());
            signature.update(signingInput().getBytes(US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signingInput() {
        var json = JsonMapper.shared();
        return base64(json.writeValueAsString(header).getBytes(ISO_8859_1))
                + "."
                + base64(claimsText.apply(json.writeValueAsString(claims)).getBytes(UTF_8));
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        var changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> without(Map<String, Object> map, String name) {
        var changed = new LinkedHashMap<>(map);
        changed.remove(name);
        return changed;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
