package dev.lakegate.proxy.upstream;

import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.GatewayProblem.GatewayTimedOut;
import dev.lakegate.model.GatewayProblem.GatewayUnreachable;
import dev.lakegate.model.GatewayProblem.GatewayUntrusted;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyUnreachable;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Which problem a failed exchange with the gateway is.
public final class UpstreamFailure {
    private UpstreamFailure() {}

    /// What the proxy itself has ended carries its problem along.
    ///
    /// @param outboundProxy by which the gateway is called; then it is the one whom no connection reached
    public static Problem problem(URI gateway, Optional<OutboundProxy> outboundProxy, Throwable failure) {
        String reason = reason(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ProblemException ended -> {
                    return ended.problem();
                }
                case CertificateException untrusted -> {
                    return new GatewayUntrusted(gateway, Reason.of(untrusted));
                }
                case ConnectException _,
                        NoRouteToHostException _,
                        UnknownHostException _,
                        UnresolvedAddressException _,
                        SocketTimeoutException _ -> {
                    return outboundProxy.isPresent()
                            ? new OutboundProxyUnreachable(outboundProxy.get().address(), reason)
                            : new GatewayUnreachable(gateway, reason);
                }
                default -> {}
            }
        }
        return switch (failure) {
            case TimeoutException _ -> new GatewayTimedOut(gateway);
            case SSLException cutOff
            when isCutOff(cutOff) -> new GatewayBrokeOff(gateway, "the connection ended while it was being made");
            case SSLException handshake -> new GatewayUntrusted(gateway, Reason.of(handshake));
            default -> new GatewayBrokeOff(gateway, reason);
        };
    }

    /// Whether a connection was lost under the request, rather than refused, ended by us, or used for a bad
    /// answer.
    public static boolean isOfTheConnection(URI gateway, Throwable failure) {
        return failure instanceof IOException && problem(gateway, Optional.empty(), failure) instanceof GatewayBrokeOff;
    }

    /// A host that is being stopped ends its connections in the middle of a handshake: it has not failed to
    /// prove anything. Jetty says so in words alone when it reads the end, and with the cause when it writes
    /// into it.
    private static boolean isCutOff(SSLException failure) {
        if ("Abruptly closed by peer".equals(failure.getMessage())) {
            return true;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !(cause instanceof SSLException)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable failure) {
        if (failure instanceof EOFException) {
            // Jetty's own words for it are the insides of its connection
            return "the connection ended";
        }
        return Reason.of(failure);
    }
}
