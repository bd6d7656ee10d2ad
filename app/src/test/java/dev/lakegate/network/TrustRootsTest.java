package dev.lakegate.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.NoProxy;
import dev.lakegate.model.ProblemException;
import dev.lakegate.sandbox.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustRootsTest {
    private static final String BROKEN = "-----BEGIN CERTIFICATE-----\nMIIBnotone\n-----END CERTIFICATE-----\n";

    @TempDir
    static Path folder;

    private static Path acme;
    private static Path other;

    @BeforeAll
    static void certify() {
        acme = Certificates.create(folder.resolve("acme"), "CN=Acme Root").caPem();
        other = Certificates.create(folder.resolve("other"), "CN=Other Root").caPem();
    }

    @Test
    void the_files_of_all_profiles_and_of_one_are_believed_beside_the_runtimes() throws Exception {
        TrustRoots roots = TrustRoots.with(network(acme), Optional.of(other));

        assertThat(names(roots)).contains("CN=Acme Root", "CN=Other Root").hasSizeGreaterThan(50);
        assertThat(names(TrustRoots.publicly())).doesNotContain("CN=Acme Root", "CN=Other Root");
    }

    @Test
    void a_bundle_may_have_remarks_and_a_certificate_may_stand_alone_in_der() throws Exception {
        String remarked =
                "# Acme's\n" + Files.readString(acme).replace("\n", "\r\n") + "# Other's\n" + Files.readString(other);
        Path bundle = Files.writeString(folder.resolve("bundle.pem"), remarked);
        Path der =
                Files.write(folder.resolve("acme.cer"), PemCertificates.of(acme).getFirst());

        assertThat(names(TrustRoots.with(network(bundle), Optional.empty()))).contains("CN=Acme Root", "CN=Other Root");
        assertThat(names(TrustRoots.with(network(der), Optional.empty()))).contains("CN=Acme Root");
    }

    @Test
    void a_file_that_somebody_named_is_refused_for_one_broken_certificate_which_is_told() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), Files.readString(acme) + BROKEN);
        Path empty = Files.writeString(folder.resolve("empty.pem"), "-----BEGIN PUBLIC KEY-----\n");

        assertRefused(broken, "certificate 2 of it is broken");
        assertRefused(empty, "it holds no certificate");
        assertRefused(folder.resolve("absent.pem"), "does not exist");
    }

    @Test
    void a_broken_certificate_of_the_systems_is_left_out_and_the_others_count() throws Exception {
        Path bundle = Files.writeString(
                folder.resolve("system.pem"), Files.readString(acme) + BROKEN + Files.readString(other));
        List<X509Certificate> acmeAlone =
                List.of(PemCertificates.certificate(PemCertificates.of(acme).getFirst()));

        assertThat(SystemRoots.ofBundle(bundle, List.of())).hasSize(2);
        assertThat(SystemRoots.ofBundle(bundle, acmeAlone))
                .singleElement()
                .satisfies(root ->
                        assertThat(root.getSubjectX500Principal().getName()).isEqualTo("CN=Other Root"));
        assertThat(SystemRoots.ofBundle(folder.resolve("absent.pem"), List.of()))
                .isEmpty();
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> TrustRoots.with(network(file), Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    private static NetworkSettings network(Path file) {
        return new NetworkSettings(Optional.empty(), NoProxy.NOBODY, List.of(file));
    }

    private static List<String> names(TrustRoots roots) throws GeneralSecurityException {
        KeyStore store = roots.keyStore();
        List<String> names = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            names.add(((X509Certificate) store.getCertificate(alias))
                    .getSubjectX500Principal()
                    .getName());
        }
        return names;
    }
}
