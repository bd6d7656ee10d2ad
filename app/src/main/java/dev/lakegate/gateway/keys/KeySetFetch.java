package dev.lakegate.gateway.keys;

import dev.lakegate.config.AddressForm;
import dev.lakegate.config.Form;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.gateway.keys.Fetched.Failed;
import dev.lakegate.gateway.keys.Fetched.Kind;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fetches an issuer's key set, from where the policy says or else from where its discovery document (OpenID
/// Connect Discovery §4) does.
public final class KeySetFetch {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int LONGEST_ADDRESS = 2_048;

    /// RFC 9110 §8.8.3, short enough to be kept and sent back.
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"[!#-~]{0,256}\"");

    private final InstantSource clock;
    private final NetworkSettings network;
    private final Duration callTimeout;

    public KeySetFetch(InstantSource clock, NetworkSettings network) {
        this(clock, network, CALL_TIMEOUT);
    }

    /// With calls that may take that long each; there are at most two.
    KeySetFetch(InstantSource clock, NetworkSettings network, Duration callTimeout) {
        this.clock = clock;
        this.network = network;
        this.callTimeout = callTimeout;
    }

    /// Which set is held already.
    record Held(URI from, String etag) {}

    /// What ends a fetch.
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Failed failure;

        Stopped(Failed failure) {
            this.failure = failure;
        }

        Stopped(Kind kind, String what) {
            this(new Failed(kind, what));
        }
    }

    /// Blocks until the issuer has answered, or has not in time. Throws nothing: what fails is an outcome.
    Fetched fetch(Issuer issuer, Optional<Held> held) {
        try (HttpCalls calls = new HttpCalls(TrustRoots.with(network, issuer.caFile()), network, callTimeout)) {
            URI address = issuer.keysFrom().isPresent() ? issuer.keysFrom().get() : discovered(issuer, calls);
            return keySet(issuer, address, held.filter(known -> known.from().equals(address)), calls);
        } catch (Stopped stopped) {
            return stopped.failure;
        } catch (ProblemException noAuthorities) {
            return new Failed(Kind.CA_FILE, noAuthorities.problem().text().what());
        }
    }

    private Fetched keySet(Issuer issuer, URI address, Optional<Held> held, HttpCalls calls) throws Stopped {
        HttpCalls.Answer answer = get(address, held.map(Held::etag), calls);
        if (answer.status() == 304 && held.isPresent()) {
            return new Fetched.NotModified(ComeAgain.freshFor(answer.fields()));
        }
        require200("the key set", address, answer);
        return switch (KeySetJudge.judge(answer.body(), issuer)) {
            case JudgedKeySet.Refused(List<String> reasons) ->
                throw new Stopped(
                        Kind.REFUSED, "the key set at " + address + " is refused: " + String.join("; ", reasons));
            case JudgedKeySet.Accepted set ->
                new Fetched.Fresh(
                        set,
                        address,
                        answer.fields()
                                .firstValue("ETag")
                                .filter(etag -> ETAG.matcher(etag).matches()),
                        ComeAgain.freshFor(answer.fields()));
        };
    }

    private URI discovered(Issuer issuer, HttpCalls calls) throws Stopped {
        URI document =
                URI.create(issuer.issuer().toString().replaceAll("/$", "") + "/.well-known/openid-configuration");
        HttpCalls.Answer answer = get(document, Optional.empty(), calls);
        require200("the discovery document", document, answer);
        JsonNode members = json(answer.body());
        String named = members.path("issuer").stringValue("");
        // OpenID Connect Discovery §4.3: exactly equal, else one provider could speak for another
        if (!named.equals(issuer.issuer().toString())) {
            throw new Stopped(
                    Kind.DISCOVERY,
                    document + " is not this issuer's: it names the issuer " + Quoted.of(named) + ", the policy '"
                            + issuer.issuer() + "'");
        }
        String address = members.path("jwks_uri").stringValue("");
        return allowed(issuer, address)
                .orElseThrow(() -> new Stopped(
                        Kind.DISCOVERY, document + " names as 'jwks_uri' no https address, but " + Quoted.of(address)));
    }

    /// https; or http where the issuer itself, and so this, is on this very machine.
    private static Optional<URI> allowed(Issuer issuer, String address) {
        try {
            URI uri = URI.create(address);
            boolean complete = address.length() <= LONGEST_ADDRESS
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
            boolean safe =
                    "https".equals(uri.getScheme()) || (isHttpOnLoopback(uri) && isHttpOnLoopback(issuer.issuer()));
            return complete && safe ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isHttpOnLoopback(URI uri) {
        try {
            AddressForm.issuer().parse(uri.toString());
            return "http".equals(uri.getScheme());
        } catch (Form.Mismatch elsewhere) {
            return false;
        }
    }

    private void require200(String what, URI address, HttpCalls.Answer answer) throws Stopped {
        if (answer.status() != 200) {
            boolean busy = answer.status() == 429 || answer.status() == 503;
            throw new Stopped(new Failed(
                    Kind.STATUS,
                    what + " at " + address + " is answered with status " + answer.status(),
                    busy ? ComeAgain.retryAfter(answer.fields(), clock.instant()) : Optional.empty()));
        }
    }

    private static HttpCalls.Answer get(URI address, Optional<String> etag, HttpCalls calls) throws Stopped {
        Map<String, List<String>> fields = new HashMap<>(Map.of("Accept", List.of("application/json")));
        etag.ifPresent(known -> fields.put("If-None-Match", List.of(known)));
        try {
            return calls.send("GET", address, fields, Optional.empty());
        } catch (IOException failure) {
            throw new Stopped(kind(failure), address + " could not be fetched: " + Quoted.of(Reason.of(failure)));
        }
    }

    private static Kind kind(IOException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Kind.TLS;
            }
            if (cause instanceof HttpCalls.AnswerTooLarge) {
                return Kind.TOO_LARGE;
            }
        }
        return Kind.UNREACHABLE;
    }

    private static JsonNode json(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            return JsonMapper.shared().missingNode();
        }
    }
}
