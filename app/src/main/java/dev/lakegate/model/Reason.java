package dev.lakegate.model;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// Why something failed, in words for people, without a full stop. Some of the JDK's exceptions tell it by their class
/// alone, by nothing but a file's name, or from the insides of its check of certificates.
public final class Reason {
    /// Before the words of a failed handshake, the JDK names the alert that it has sent.
    private static final Pattern ALERT = Pattern.compile("\\([a-z_]+\\) (.+)");

    private Reason() {}

    /// One sentence's part, as in "nothing was written, because …"; never empty.
    public static String of(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException absent -> absent.getFile() + " does not exist";
            case AccessDeniedException denied -> "this user has no right to " + denied.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case NotDirectoryException file -> file.getFile() + " is no folder";
            case DirectoryNotEmptyException full -> full.getFile() + " is not empty";
            case UnknownHostException unknown ->
                "no address is known of " + said(unknown).split(":", 2)[0];
            case UnresolvedAddressException _ -> "no address is known of that name";
            case ConnectException without when without.getMessage() == null -> ofConnecting(without);
            case ClosedChannelException _ -> "the connection was closed";
            case SSLException handshake -> certificate(handshake).orElseGet(() -> ofHandshake(handshake));
            case CertificateException untrusted -> certificate(untrusted).orElseGet(() -> said(untrusted));
            default -> said(failure);
        };
    }

    /// The JDK's HTTP client says no more, and causes it by a channel that it has closed itself.
    private static String ofConnecting(ConnectException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return of(cause);
            }
        }
        return "no connection could be made";
    }

    /// What is wrong with a certificate, if that is what was.
    private static Optional<String> certificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertificateExpiredException expired -> {
                    return Optional.of("its certificate has expired (" + said(expired) + ")");
                }
                case CertificateNotYetValidException early -> {
                    return Optional.of("its certificate is not valid yet (" + said(early) + ")");
                }
                case CertPathBuilderException _ -> {
                    return Optional.of("none of the authorities that are trusted here vouches for its certificate");
                }
                case CertPathValidatorException invalid
                when invalid.getCause() == null -> {
                    return Optional.of("its certificate is not valid: " + said(invalid));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String ofHandshake(SSLException failure) {
        String told = said(failure);
        if (told.contains("nrecognized SSL message")) {
            return "what answers there does not speak TLS";
        }
        Matcher alert = ALERT.matcher(told);
        return alert.matches() ? alert.group(1) : told;
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        if (message != null && !message.isBlank()) {
            return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        }
        return failure.getCause() == null ? failure.getClass().getSimpleName() : of(failure.getCause());
    }
}
