package dev.lakegate.oauth;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.config.ProviderPreset;
import dev.lakegate.config.SignInSettings;
import dev.lakegate.model.ProfileName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settings of a company, for tests that change one or two of them.
final class ProfileBuilder {
    private final String issuer;
    private String client = TinyProvider.CLIENT;
    private Optional<Path> clientSecretFile = Optional.empty();
    private String audience = TinyProvider.AUDIENCE;
    private AudienceParameter audienceParameter = AudienceParameter.RESOURCE;
    private IdentityToken identityToken = IdentityToken.ACCESS;
    private List<String> scopes = List.of("openid", "offline_access");
    private Optional<String> prompt = Optional.of("consent");
    private Optional<String> loginHint = Optional.empty();
    private Optional<Duration> maxAge = Optional.empty();
    private List<String> acrValues = List.of();
    private Map<String, String> authorizationParameters = Map.of();
    private boolean deviceGrant;
    private Duration timeout = Duration.ofSeconds(20);

    ProfileBuilder(String issuer) {
        this.issuer = issuer;
    }

    ProfileBuilder client(String id) {
        client = id;
        return this;
    }

    ProfileBuilder clientSecretFile(Path file) {
        clientSecretFile = Optional.of(file);
        return this;
    }

    ProfileBuilder audience(String name, AudienceParameter parameter) {
        audience = name;
        audienceParameter = parameter;
        return this;
    }

    ProfileBuilder identityToken(IdentityToken kind) {
        identityToken = kind;
        return this;
    }

    ProfileBuilder scopes(String... names) {
        scopes = List.of(names);
        return this;
    }

    ProfileBuilder prompt(String text) {
        prompt = Optional.of(text).filter(some -> !some.isEmpty());
        return this;
    }

    ProfileBuilder loginHint(String hint) {
        loginHint = Optional.of(hint);
        return this;
    }

    ProfileBuilder maxAge(Duration age) {
        maxAge = Optional.of(age);
        return this;
    }

    ProfileBuilder acrValues(String... values) {
        acrValues = List.of(values);
        return this;
    }

    ProfileBuilder authorizationParameters(Map<String, String> parameters) {
        authorizationParameters = parameters;
        return this;
    }

    ProfileBuilder allowingDevices() {
        deviceGrant = true;
        return this;
    }

    ProfileBuilder timeout(Duration duration) {
        timeout = duration;
        return this;
    }

    Profile build() {
        return new Profile(
                new ProfileName("acme"),
                ProviderPreset.OTHER,
                URI.create(issuer),
                client,
                clientSecretFile,
                audience,
                audienceParameter,
                identityToken,
                URI.create("https://gateway.acme.example"),
                IdentityField.PROXY_AUTHORIZATION,
                Optional.empty(),
                Profile.Admission.KEY,
                new SignInSettings(
                        scopes,
                        prompt,
                        loginHint,
                        maxAge,
                        acrValues,
                        authorizationParameters,
                        List.of(),
                        deviceGrant,
                        timeout),
                List.of());
    }
}
