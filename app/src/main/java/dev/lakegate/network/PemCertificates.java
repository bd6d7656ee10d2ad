package dev.lakegate.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The certificates of a file, in their encoded form (DER), which costs little; [#certificate] is what costs.
final class PemCertificates {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

    private PemCertificates() {}

    /// Blocks on the disk. One in DER alone counts as well, as some systems export them.
    static List<byte[]> of(Path file) throws IOException, CertificateException {
        byte[] content = Files.readAllBytes(file);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<byte[]> encoded = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            encoded.add(decoded(blocks.group(1), encoded.size() + 1));
        }
        if (encoded.isEmpty() && !text.contains("-----BEGIN")) {
            encoded.add(content);
        }
        return encoded;
    }

    private static byte[] decoded(String base64, int number) throws CertificateException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException broken) {
            throw new CertificateException("certificate " + number + " of it is broken", broken);
        }
    }

    static X509Certificate certificate(byte[] encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
