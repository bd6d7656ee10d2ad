package dev.lakegate.session.join;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.GatewayProblem.GatewayTimedOut;
import dev.lakegate.model.GatewayProblem.GatewayUnreachable;
import dev.lakegate.model.GatewayProblem.GatewayUntrusted;
import dev.lakegate.model.JoinProblem.DescriptorAbsent;
import dev.lakegate.model.JoinProblem.DescriptorRefused;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.HttpCalls.Answer;
import dev.lakegate.network.HttpCalls.AnswerTooLarge;
import dev.lakegate.network.OutboundProxyFailure;
import dev.lakegate.network.TrustRoots;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// Fetches the descriptor of a gateway, over TLS from that very host and from no other.
final class DescriptorFetch {
    private static final String PATH = "/.well-known/lakegate";
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    /// A server's words that may be shown.
    private static final Pattern HARMLESS = Pattern.compile("[a-z0-9./+-]{1,60}");

    private final NetworkSettings network;
    private final Duration callTimeout;

    DescriptorFetch(NetworkSettings network) {
        this(network, CALL_TIMEOUT);
    }

    DescriptorFetch(NetworkSettings network, Duration callTimeout) {
        this.network = network;
        this.callTimeout = callTimeout;
    }

    /// Blocks for ten seconds at most; throws a problem when there is no sound descriptor.
    Descriptor fetch(URI gateway, TrustRoots trustRoots) throws ProblemException {
        try (HttpCalls calls = new HttpCalls(trustRoots, network, callTimeout, MAX_BYTES)) {
            Answer answer = calls.send(
                    "GET", gateway.resolve(PATH), Map.of("Accept", List.of("application/json")), Optional.empty());
            requireDescriptor(gateway, answer);
            return new DescriptorReader(gateway).read(answer.body());
        } catch (IOException failure) {
            throw new ProblemException(problem(gateway, failure), failure);
        }
    }

    private static void requireDescriptor(URI gateway, Answer answer) throws ProblemException {
        int status = answer.status();
        if (status >= 300 && status < 400) {
            String target = answer.fields()
                    .firstValue("Location")
                    .flatMap(DescriptorFetch::host)
                    .orElse("another address");
            throw new ProblemException(new DescriptorRefused(
                    gateway,
                    List.of("it sends on to " + target + ", and a descriptor counts only where it is served")));
        }
        if (status != 200) {
            throw new ProblemException(new DescriptorAbsent(gateway, "the server answers with status " + status));
        }
        String type = answer.fields()
                .firstValue("Content-Type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(value -> HARMLESS.matcher(value).matches())
                .orElse("of no known type");
        if (!type.equals("application/json")) {
            throw new ProblemException(
                    new DescriptorAbsent(gateway, "what is there is " + type + ", not application/json"));
        }
    }

    private static Optional<String> host(String location) {
        try {
            return Optional.ofNullable(URI.create(location).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT))
                    .filter(host -> HARMLESS.matcher(host).matches());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Problem problem(URI gateway, IOException failure) {
        String reason = Reason.of(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case OutboundProxyFailure atTheProxy -> {
                    return atTheProxy.problem();
                }
                case AnswerTooLarge tooLarge -> {
                    return new DescriptorRefused(gateway, List.of(String.valueOf(tooLarge.getMessage())));
                }
                case SSLException untrusted -> {
                    return new GatewayUntrusted(gateway, Reason.of(untrusted));
                }
                case TimeoutException _ -> {
                    return new GatewayTimedOut(gateway);
                }
                case ConnectException _, HttpConnectTimeoutException _ -> {
                    return new GatewayUnreachable(gateway, reason);
                }
                default -> {}
            }
        }
        return new GatewayBrokeOff(gateway, reason);
    }
}
