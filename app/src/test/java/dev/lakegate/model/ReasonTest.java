package dev.lakegate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonTest {
    @TempDir
    private Path folder;

    /// What the JDK says by a class and a file's name.
    @Test
    void what_stands_in_the_way_of_a_file_is_told_with_its_name() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path absent = folder.resolve("absent");

        assertThat(reason(() -> Files.readString(absent))).isEqualTo(absent + " does not exist");
        assertThat(reason(() -> Files.createFile(file))).isEqualTo(file + " is there already");
        assertThat(reason(() -> Files.delete(folder))).isEqualTo(folder + " is not empty");
        assertThat(Reason.of(new NotDirectoryException(file.toString()))).isEqualTo(file + " is no folder");
        // the superuser, as whom this may run, has every right
        assertThat(Reason.of(new AccessDeniedException(file.toString())))
                .isEqualTo("this user has no right to " + file);
        assertThat(Reason.of(new FileSystemException(file.toString(), null, "No space left on device")))
                .isEqualTo(file + ": No space left on device");
    }

    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    private static String reason(Act act) {
        return Reason.of(catchThrowable(act::run));
    }

    static Stream<Throwable> failuresWithoutWords() {
        return Stream.of(new ClosedChannelException(), new UnresolvedAddressException());
    }

    @ParameterizedTest
    @MethodSource("failuresWithoutWords")
    void what_has_no_words_of_its_own_is_not_told_by_its_class(Throwable failure) {
        assertThat(Reason.of(failure)).doesNotContain("Exception");
    }

    @Test
    void words_of_our_own_stay_as_they_are_whatever_they_were_caused_by() {
        assertThat(Reason.of(new IOException("it was changed meanwhile", new ClosedChannelException())))
                .isEqualTo("it was changed meanwhile");
    }

    @Test
    void what_is_wrong_with_a_certificate_is_told_however_deep_the_jdk_has_it() {
        CertPathValidatorException validity = new CertPathValidatorException(
                "validity check failed", new CertificateExpiredException("NotAfter: yesterday"));

        assertThat(Reason.of(handshake(validity))).isEqualTo("its certificate has expired (NotAfter: yesterday)");
        assertThat(Reason.of(new CertificateNotYetValidException("NotBefore: tomorrow")))
                .isEqualTo("its certificate is not valid yet (NotBefore: tomorrow)");
        assertThat(Reason.of(handshake(new CertPathValidatorException("signature check failed"))))
                .isEqualTo("its certificate is not valid: signature check failed");
        assertThat(Reason.of(new CertificateException("No name matching gateway.acme.example found.")))
                .isEqualTo("No name matching gateway.acme.example found");
    }

    private static SSLHandshakeException handshake(Exception cause) {
        SSLHandshakeException failure = new SSLHandshakeException("(certificate_expired) PKIX path validation failed");
        failure.initCause(new CertificateException("PKIX path validation failed: " + cause, cause));
        return failure;
    }
}
