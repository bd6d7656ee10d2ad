package dev.lakegate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.GatewayProblem.GatewayTimedOut;
import dev.lakegate.model.GatewayProblem.GatewayUnreachable;
import dev.lakegate.model.GatewayProblem.GatewayUntrusted;
import dev.lakegate.model.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamFailureTest {
    private static final URI GATEWAY = URI.create("https://gateway.acme.example");

    static Stream<Throwable> failuresBeforeAnythingWasSent() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new NoRouteToHostException("No route to host"),
                new UnknownHostException("gateway.acme.example"),
                new UnresolvedAddressException(),
                new SocketTimeoutException("Connect Timeout"),
                new IOException("wrapped", new ConnectException("Connection refused")));
    }

    @Test
    void a_host_that_ends_in_the_middle_of_a_handshake_has_not_failed_to_prove_its_name() {
        SSLHandshakeException written = new SSLHandshakeException("Broken pipe");
        written.initCause(new IOException("Broken pipe"));
        for (SSLException cutOff : List.of(new SSLHandshakeException("Abruptly closed by peer"), written)) {
            assertThat(UpstreamFailure.problem(GATEWAY, Optional.empty(), cutOff))
                    .isInstanceOf(GatewayBrokeOff.class);
            assertThat(UpstreamFailure.isOfTheConnection(GATEWAY, cutOff)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("failuresBeforeAnythingWasSent")
    void a_gateway_that_cannot_be_connected_to_is_unreachable(Throwable failure) {
        assertThat(problem(failure)).isInstanceOf(GatewayUnreachable.class);
    }

    static Stream<Throwable> failuresOfTrust() {
        SSLHandshakeException wrongName = new SSLHandshakeException("handshake");
        wrongName.initCause(new CertificateExpiredException("NotAfter"));
        return Stream.of(
                wrongName,
                new IOException("wrapped", wrongName),
                new SSLHandshakeException("no common protocol"),
                new SSLException("unrecognized record"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfTrust")
    void a_gateway_that_does_not_prove_its_name_is_untrusted(Throwable failure) {
        assertThat(problem(failure)).isInstanceOf(GatewayUntrusted.class);
    }

    @Test
    void what_is_wrong_with_the_certificate_is_told() {
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX");
        handshake.initCause(new CertificateExpiredException("NotAfter: yesterday"));

        assertThat(problem(handshake))
                .isEqualTo(new GatewayUntrusted(GATEWAY, "its certificate has expired (NotAfter: yesterday)"));
    }

    @Test
    void silence_is_a_time_out() {
        assertThat(problem(new TimeoutException("Idle timeout 900000/900000 ms")))
                .isEqualTo(new GatewayTimedOut(GATEWAY));
    }

    static Stream<Throwable> failuresInTheMiddle() {
        return Stream.of(
                new EOFException("closed"),
                new SocketException("Connection reset"),
                new ClosedChannelException(),
                new IllegalStateException("too large"));
    }

    @ParameterizedTest
    @MethodSource("failuresInTheMiddle")
    void anything_else_broke_off(Throwable failure) {
        assertThat(problem(failure)).isInstanceOf(GatewayBrokeOff.class);
    }

    @Test
    void a_failure_without_a_message_is_told_in_words() {
        assertThat(problem(new ClosedChannelException()))
                .isEqualTo(new GatewayBrokeOff(GATEWAY, "the connection was closed"));
    }

    private static Problem problem(Throwable failure) {
        return UpstreamFailure.problem(GATEWAY, Optional.empty(), failure);
    }
}
