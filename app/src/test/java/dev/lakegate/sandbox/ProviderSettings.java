package dev.lakegate.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.json.JsonMapper;

/// What a [Provider] of the sandbox is like: how long its tokens live, which habits of real providers it lacks.
///
/// @param port 0 for any free port
/// @param without the features that are switched off
/// @param tls https; plain http when empty
/// @param wrongIssuer whether the discovery document names another issuer than the one it was fetched from
/// @param people more people than the sandbox's own, or others in place of those of the same name
public record ProviderSettings(
        int port,
        Lifetimes lifetimes,
        Set<Feature> without,
        AudienceBy audienceBy,
        Optional<Tls> tls,
        boolean wrongIssuer,
        List<Account> people) {

    /// How long each token is good for, in whole seconds.
    public record Lifetimes(Duration accessToken, Duration idToken, Duration refreshToken) {}

    /// What one real provider has and another lacks.
    public enum Feature {
        /// a used refresh token is replaced (RFC 9700 §4.14.2)
        ROTATION("rotation"),
        /// a used refresh token that comes again ends all that were issued for the same sign-in
        REUSE_DETECTION("reuseDetection"),
        REFRESH_TOKENS("refreshTokens"),
        /// RFC 9126
        PUSHED_AUTHORIZATION_REQUESTS("pushedAuthorizationRequests"),
        /// RFC 9207
        ISSUER_IN_RESPONSE("issuerInResponse"),
        /// RFC 8628
        DEVICE_FLOW("deviceFlow"),
        /// RFC 7009
        REVOCATION("revocation"),
        /// OpenID Connect RP-Initiated Logout
        END_SESSION("endSession"),
        /// `acr_values` is heeded; without it everyone has signed in with a password alone
        STEP_UP("stepUp");

        private final String key;

        Feature(String key) {
            this.key = key;
        }
    }

    /// The parameter by which the provider is asked for an audience.
    public enum AudienceBy {
        /// RFC 8707
        RESOURCE,
        AUDIENCE,
        /// none: the scope implies it
        SCOPE
    }

    /// What https needs on both sides.
    ///
    /// @param certificate a PEM file that names the host
    /// @param key the PEM file of its private key
    /// @param trust what a client must trust
    /// @param host by which the provider is known, 127.0.0.1 or a name of it
    public record Tls(Path certificate, Path key, SSLContext trust, String host) {
        Tls(Path certificate, Path key, SSLContext trust) {
            this(certificate, key, trust, "127.0.0.1");
        }
    }

    /// A person the provider knows; the password is the name followed by `-password`.
    public record Account(String name, String email, boolean emailVerified, List<String> groups) {}

    public ProviderSettings {
        without = Set.copyOf(without);
        people = List.copyOf(people);
    }

    /// Everything on, lifetimes of an hour, two weeks for the refresh token, plain http on any free port.
    public static ProviderSettings standard() {
        Lifetimes lifetimes = new Lifetimes(Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(14));
        return new ProviderSettings(0, lifetimes, Set.of(), AudienceBy.RESOURCE, Optional.empty(), false, List.of());
    }

    public ProviderSettings onPort(int fixed) {
        return new ProviderSettings(fixed, lifetimes, without, audienceBy, tls, wrongIssuer, people);
    }

    public ProviderSettings with(Lifetimes others) {
        return new ProviderSettings(port, others, without, audienceBy, tls, wrongIssuer, people);
    }

    public ProviderSettings without(Feature... features) {
        Set<Feature> all = EnumSet.noneOf(Feature.class);
        all.addAll(without);
        all.addAll(List.of(features));
        return new ProviderSettings(port, lifetimes, all, audienceBy, tls, wrongIssuer, people);
    }

    public ProviderSettings with(AudienceBy parameter) {
        return new ProviderSettings(port, lifetimes, without, parameter, tls, wrongIssuer, people);
    }

    public ProviderSettings with(Tls https) {
        return new ProviderSettings(port, lifetimes, without, audienceBy, Optional.of(https), wrongIssuer, people);
    }

    public ProviderSettings withWrongIssuer() {
        return new ProviderSettings(port, lifetimes, without, audienceBy, tls, true, people);
    }

    public ProviderSettings with(Account... accounts) {
        List<Account> all = Stream.concat(people.stream(), Stream.of(accounts)).toList();
        return new ProviderSettings(port, lifetimes, without, audienceBy, tls, wrongIssuer, all);
    }

    /// The configuration that `provider.js` reads, in one line.
    String toJson(String controlSecret) {
        Map<String, Boolean> features = new TreeMap<>();
        without.forEach(feature -> features.put(feature.key, false));

        Map<String, Object> configuration = new TreeMap<>();
        configuration.put("port", port);
        configuration.put(
                "lifetimes",
                Map.of(
                        "accessToken", lifetimes.accessToken().toSeconds(),
                        "idToken", lifetimes.idToken().toSeconds(),
                        "refreshToken", lifetimes.refreshToken().toSeconds()));
        configuration.put("features", features);
        configuration.put("audienceBy", audienceBy.name().toLowerCase(Locale.ROOT));
        configuration.put("wrongIssuer", wrongIssuer);
        configuration.put("people", people);
        configuration.put("controlSecret", controlSecret);
        tls.ifPresent(https -> configuration.put(
                "tls",
                Map.of(
                        "certificate", https.certificate().toString(),
                        "key", https.key().toString(),
                        "host", https.host())));
        return JsonMapper.shared().writeValueAsString(configuration);
    }
}
