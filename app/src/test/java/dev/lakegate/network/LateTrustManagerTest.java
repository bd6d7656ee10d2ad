package dev.lakegate.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.Command;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateTrustManagerTest {
    private static final String READ = "TrustRoots$OfThisMachine";

    @TempDir
    static Path folder;

    private static Path acme;
    private static Path gateway;
    private static Path stranger;

    @BeforeAll
    static void certify() {
        Certificates ofAcme = Certificates.create(folder.resolve("acme"), "CN=Acme Root");
        acme = ofAcme.caPem();
        gateway = ofAcme.server("gateway.acme.example").chainPem();
        stranger = Certificates.create(folder.resolve("other"), "CN=Other Root")
                .server("gateway.acme.example")
                .chainPem();
    }

    @Test
    void whom_a_named_authority_vouches_for_is_believed_before_the_machines_authorities_are_read() throws Exception {
        assertThat(classesOfBelieving(gateway)).contains("Believed: true").doesNotContain(READ);
        assertThat(classesOfBelieving(stranger)).contains("Believed: false", READ);
    }

    @Test
    void whom_only_the_runtime_vouches_for_is_believed_beside_named_authorities() throws Exception {
        X509Certificate ofTheRuntime = oneThatMaySign(TrustRoots.publicly().keyStore());

        assertThatNoException()
                .isThrownBy(() -> named().checkServerTrusted(new X509Certificate[] {ofTheRuntime}, "ECDHE_RSA"));
    }

    @Test
    void whom_nobody_vouches_for_is_refused_in_the_runtimes_own_words() {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> named().checkServerTrusted(BelievingProgram.chain(stranger), "ECDHE_ECDSA"))
                .withMessageContaining("unable to find valid certification path");
    }

    /// What the Java virtual machine of a program has to say that is to believe that server, and the program.
    private static String classesOfBelieving(Path server) throws Exception {
        Command.Outcome outcome = Command.java(
                        folder,
                        Map.of(),
                        "-Xlog:class+load",
                        BelievingProgram.class.getName(),
                        acme.toString(),
                        server.toString())
                .run();
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return outcome.out();
    }

    private static LateTrustManager named() throws Exception {
        return BelievingProgram.manager(acme);
    }

    /// As a server must.
    private static X509Certificate oneThatMaySign(KeyStore authorities) throws Exception {
        for (String alias : Collections.list(authorities.aliases())) {
            X509Certificate root = (X509Certificate) authorities.getCertificate(alias);
            if (root.getKeyUsage() == null || root.getKeyUsage()[0]) {
                return root;
            }
        }
        throw new IllegalStateException("no authority of the runtime's may sign anything but certificates");
    }
}
