package dev.lakegate.proxy;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.os.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The certificate by which the TLS listeners of this machine prove that they are on it.
///
/// Its authority is made with it, may vouch for loopback names and addresses alone (RFC 5280 §4.2.1.10), and
/// has no key any more: that is destroyed as soon as the one certificate is signed. No system trust store knows
/// it; clients are told of [#bundle].
public final class LocalCertificate {
    private static final String AUTHORITY = "authority";
    private static final String LEAF = "leaf";
    /// Guards nothing: the file is owner-only, and PKCS #12 wants one.
    private static final String PASSWORD = "lakegate";

    private static final int VALID_DAYS = 397;
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINE = 64;

    /// Permitted subtrees: the name `localhost` with all below it, 127.0.0.0/8 and ::1.
    private static final String LOOPBACK_ONLY = "303FA03D"
            + "300B82096C6F63616C686F7374"
            + "300A87087F000000FF000000"
            + "30228720" + "00".repeat(15) + "01" + "FF".repeat(16);

    private final Path folder;
    private final InstantSource clock;

    LocalCertificate(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// Kept in a folder of that one, which is created when needed.
    public static LocalCertificate in(Path stateFolder) {
        return new LocalCertificate(stateFolder.resolve("tls"), InstantSource.system());
    }

    /// The PEM file that holds the authority together with those whom the system believes: for clients that
    /// trust one file and no other.
    public Path bundle() {
        return folder.resolve("authorities.pem");
    }

    /// The certificate and its key, made anew when there is none that is good for a while. Blocks, at that time
    /// for a second or two.
    synchronized KeyStore identity() throws ProblemException {
        try {
            OwnerOnly.folder(folder);
            Path file = folder.resolve("localhost.p12");
            KeyStore kept = kept(file);
            if (kept == null || Files.notExists(bundle())) {
                kept = made();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                kept.store(bytes, PASSWORD.toCharArray());
                OwnerOnly.replace(bundle(), bundle(kept.getCertificateChain(LEAF)[1]));
                OwnerOnly.replace(file, bytes.toByteArray());
            }
            return kept;
        } catch (IOException | GeneralSecurityException failure) {
            throw new ProblemException(
                    new LocalFailure("make a certificate for this machine in " + folder, Reason.of(failure)), failure);
        }
    }

    private @Nullable KeyStore kept(Path file) throws IOException {
        if (Files.notExists(file)) {
            return null;
        }
        try {
            KeyStore store = loaded(file);
            return store.getCertificate(LEAF) instanceof X509Certificate leaf
                            && leaf.getNotAfter()
                                    .toInstant()
                                    .isAfter(clock.instant().plus(RENEWED_BEFORE))
                    ? store
                    : null;
        } catch (GeneralSecurityException | IOException unreadable) {
            // made anew: nobody has lost anything by it
            return null;
        }
    }

    /// The JDK signs certificates by its `keytool` alone.
    private KeyStore made() throws IOException, GeneralSecurityException {
        Path workshop = Files.createTempDirectory(folder, "making");
        try {
            Path file = workshop.resolve("both.p12");
            keytool(
                    file,
                    AUTHORITY,
                    "CN=Lakegate on this machine",
                    "-ext",
                    "bc:c=ca:true,pathlen:0",
                    "-ext",
                    "ku:c=keyCertSign",
                    "-ext",
                    "2.5.29.30:c=" + LOOPBACK_ONLY);
            keytool(
                    file,
                    LEAF,
                    "CN=localhost",
                    "-signer",
                    AUTHORITY,
                    "-ext",
                    "san=dns:localhost,dns:*.localhost,ip:127.0.0.1,ip:::1",
                    "-ext",
                    "ku:c=digitalSignature",
                    "-ext",
                    "eku=serverAuth");
            KeyStore both = loaded(file);
            KeyStore leaf = KeyStore.getInstance("PKCS12");
            leaf.load(null, null);
            leaf.setKeyEntry(
                    LEAF,
                    both.getKey(LEAF, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    both.getCertificateChain(LEAF));
            return leaf;
        } finally {
            OwnerOnly.deleteFolder(workshop);
        }
    }

    private static void keytool(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                String.valueOf(VALID_DAYS),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        Collections.addAll(command, more);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            keytool.getOutputStream().close();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!keytool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException interrupted) {
            keytool.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("the program is ending", interrupted);
        }
    }

    private static KeyStore loaded(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /// What opens [#identity].
    static String password() {
        return PASSWORD;
    }

    private static byte[] bundle(Certificate authority) throws GeneralSecurityException, ProblemException {
        StringBuilder pem = new StringBuilder(pem(authority));
        KeyStore system =
                TrustRoots.with(NetworkSettings.DIRECT, Optional.empty()).keyStore();
        for (String alias : Collections.list(system.aliases())) {
            pem.append(pem(system.getCertificate(alias)));
        }
        return pem.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
