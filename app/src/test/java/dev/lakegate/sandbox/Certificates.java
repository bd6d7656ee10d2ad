package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A throw-away certificate authority and the server certificates it signs, all in one folder.
///
/// The JDK has no public API that signs a certificate, so its `keytool` does: one run for the authority and one
/// for
/// each server. A second instance is a foreign authority.
public final class Certificates {
    /// Opens every store made here; it guards nothing, since the keys lie beside it as PEM.
    public static final String STORE_PASSWORD = "changeit";

    private static final String CA = "ca";

    private final Path folder;
    private final Path store;
    private final Path caPem;
    private final SSLContext trusting;
    private final Map<List<String>, ServerCertificate> issued = new HashMap<>();

    /// What a TLS server needs, in the three forms that HAProxy, Node and Java read.
    ///
    /// @param keyAndChainPem PKCS #8 key followed by the chain, HAProxy's `crt`
    /// @param keyPem the key alone, PKCS #8
    /// @param chainPem the server's certificate, then the authority's
    /// @param pkcs12 key and chain, opened by `password`
    public record ServerCertificate(Path keyAndChainPem, Path keyPem, Path chainPem, Path pkcs12, String password) {
        /// For a server of the JDK's.
        public SSLContext serving() {
            try {
                char[] opening = password.toCharArray();
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(KeyStore.getInstance(pkcs12.toFile(), opening), opening);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), null, null);
                return context;
            } catch (IOException | GeneralSecurityException failure) {
                throw new IllegalStateException("the certificate " + pkcs12 + " cannot be used", failure);
            }
        }
    }

    private Certificates(Path folder, String authority) throws IOException, GeneralSecurityException {
        this.folder = Files.createDirectories(folder);
        store = folder.resolve("ca.p12");
        caPem = folder.resolve("ca.pem");
        keytool(CA, authority, "-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign,cRLSign");
        var certificate = load(store).getCertificate(CA);
        Files.writeString(caPem, certificatePem(certificate), US_ASCII);
        trusting = trusting(certificate);
    }

    /// Makes a new authority in `folder`.
    public static Certificates create(Path folder) {
        return create(folder, "CN=Lakegate sandbox CA");
    }

    /// Makes a new authority of this distinguished name.
    public static Certificates create(Path folder, String authority) {
        try {
            return new Certificates(folder, authority);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No certificate authority could be made in " + folder, e);
        }
    }

    /// The authority's certificate.
    public Path caPem() {
        return caPem;
    }

    /// A client's TLS that trusts this authority and no other.
    public SSLContext trusting() {
        return trusting;
    }

    /// A certificate for these DNS names and IP addresses, the first of which names the files; the same one
    /// when asked
    /// again.
    public synchronized ServerCertificate server(String... dnsNamesOrIps) {
        return issued.computeIfAbsent(List.of(dnsNamesOrIps), this::sign);
    }

    private ServerCertificate sign(List<String> names) {
        var name = names.getFirst() + "-" + (issued.size() + 1);
        try {
            var subjectAlternativeNames = names.stream()
                    .map(n -> (isIpAddress(n) ? "ip:" : "dns:") + n)
                    .collect(Collectors.joining(","));
            keytool(
                    name,
                    "CN=" + names.getFirst(),
                    "-signer",
                    CA,
                    "-ext",
                    "san=" + subjectAlternativeNames,
                    "-ext",
                    "ku:c=digitalSignature",
                    "-ext",
                    "eku=serverAuth");
            var signed = load(store);
            return write(name, signed.getKey(name, password()), signed.getCertificateChain(name));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No certificate could be made for " + name, e);
        }
    }

    private ServerCertificate write(String name, Key key, Certificate[] chain)
            throws IOException, GeneralSecurityException {
        var keyPem = pem("PRIVATE KEY", key.getEncoded());
        var chainPem = new StringBuilder();
        for (var certificate : chain) {
            chainPem.append(certificatePem(certificate));
        }
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(name, key, password(), chain);
        var pkcs12 = folder.resolve(name + ".p12");
        try (var out = Files.newOutputStream(pkcs12)) {
            own.store(out, password());
        }
        return new ServerCertificate(
                Files.writeString(folder.resolve(name + ".pem"), keyPem + chainPem, US_ASCII),
                Files.writeString(folder.resolve(name + ".key.pem"), keyPem, US_ASCII),
                Files.writeString(folder.resolve(name + ".chain.pem"), chainPem, US_ASCII),
                pkcs12,
                STORE_PASSWORD);
    }

    private void keytool(String alias, String subject, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-startdate",
                "-1d",
                "-alias",
                alias,
                "-dname",
                subject));
        command.addAll(List.of(more));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        var said = new String(keytool.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool could not make " + alias + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool made " + alias, e);
        }
    }

    private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), password());
    }

    private static SSLContext trusting(Certificate authority) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(CA, authority);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static String certificatePem(Certificate certificate) throws CertificateEncodingException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String type, byte[] der) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static boolean isIpAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    private static char[] password() {
        return STORE_PASSWORD.toCharArray();
    }
}
