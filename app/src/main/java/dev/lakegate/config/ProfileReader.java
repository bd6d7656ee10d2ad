package dev.lakegate.config;

import static dev.lakegate.config.SettingReader.Trust.ANYWHERE;
import static dev.lakegate.config.SettingReader.Trust.NOT_FROM_ENVIRONMENT;

import dev.lakegate.config.Profile.Admission;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.config.Route.Socket;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.RouteName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one `[profile.NAME]` with its routes; what it does not set, its provider's preset does.
final class ProfileReader {
    private static final long REPLAY_BYTES = 256_000;
    private static final long MOST_REPLAY_BYTES = 16_000_000;
    private static final Duration SIGN_IN_TIMEOUT = Duration.ofMinutes(5);

    private final SettingReader reader;
    private final Path folder;
    private final OnlyOnce onlyOnce;

    /// @param folder   from which relative paths count
    /// @param onlyOnce of all profiles together
    ProfileReader(SettingReader reader, Path folder, OnlyOnce onlyOnce) {
        this.reader = reader;
        this.folder = folder;
        this.onlyOnce = onlyOnce;
    }

    /// Empty only after a problem was reported.
    Optional<Profile> profile(ProfileName name, String table) {
        ProviderPreset provider = fixed(table + ".provider", Form.oneOf(ProviderPreset.class), ProviderPreset.OTHER);
        ProviderPreset.Habits habits = provider.habits();
        Optional<URI> issuer = reader.required(table + ".issuer", NOT_FROM_ENVIRONMENT, AddressForm.issuer());
        Optional<String> client = reader.required(table + ".client_id", NOT_FROM_ENVIRONMENT, Form.text());
        Optional<Path> clientSecretFile = fixed(table + ".client_secret_file", Form.path(folder));
        Optional<String> audience = reader.required(table + ".audience", NOT_FROM_ENVIRONMENT, Form.text());
        Optional<URI> gateway = reader.required(table + ".gateway", NOT_FROM_ENVIRONMENT, AddressForm.httpsOrigin());
        Optional<Path> caFile = fixed(table + ".ca_file", Form.readableFile(folder));
        AudienceParameter audienceParameter =
                fixed(table + ".audience_parameter", Form.oneOf(AudienceParameter.class), habits.audienceParameter());
        IdentityToken identityToken =
                fixed(table + ".identity_token", Form.oneOf(IdentityToken.class), habits.identityToken());
        IdentityField identityField =
                fixed(table + ".identity_field", Form.oneOf(IdentityField.class), IdentityField.PROXY_AUTHORIZATION);
        Admission admission = fixed(table + ".admission", Form.oneOf(Admission.class), Admission.KEY);
        SignInSettings signIn = signIn(table, habits);
        List<Route> routes = routes(name, table, gateway);
        if (issuer.isEmpty() || client.isEmpty() || audience.isEmpty() || gateway.isEmpty()) {
            return Optional.empty();
        }
        Profile profile = new Profile(
                name,
                provider,
                issuer.get(),
                client.get(),
                clientSecretFile,
                audience.get(),
                audienceParameter,
                identityToken,
                gateway.get(),
                identityField,
                caFile,
                admission,
                signIn,
                routes);
        new PresetChecks(reader, table, profile).report();
        return Optional.of(profile);
    }

    private SignInSettings signIn(String table, ProviderPreset.Habits habits) {
        List<String> scopes = fixed(table + ".scopes", Form.listOf(Form.text()), habits.scopes());
        return new SignInSettings(
                scopes,
                reader.withDefault(table + ".prompt", NOT_FROM_ENVIRONMENT, Form.text(), habits.prompt(scopes)),
                reader.optional(table + ".login_hint", ANYWHERE, Form.text()),
                fixed(table + ".max_age", Form.duration()),
                fixed(table + ".acr_values", Form.listOf(Form.text()), List.of()),
                habits.authorizationParameters(),
                reader.withDefault(
                        table + ".redirect_ports", Form.listOf(Form.number(1, 65_535)), habits.redirectPorts()),
                fixed(table + ".device_grant", Form.yesOrNo(), false),
                reader.withDefault(table + ".sign_in_timeout", Form.duration(), SIGN_IN_TIMEOUT));
    }

    private List<Route> routes(ProfileName owner, String profile, Optional<URI> gateway) {
        List<Route> routes = new ArrayList<>();
        for (String name : reader.namesBelow(profile + ".route")) {
            String table = profile + ".route." + name;
            boolean named = RouteName.FORM.matcher(name).matches();
            if (!named) {
                reader.report(
                        reader.originOf(table),
                        Phrase.of("setting.route_name", name),
                        Phrase.of("setting.name.remedy"));
            }
            onlyOnce.nameOfRoute(name, owner, table);
            Optional<Integer> port = reader.required(table + ".port", ANYWHERE, Form.number(1, 65_535));
            port.ifPresent(number -> onlyOnce.portOfRoute(number, name, table + ".port"));
            Optional<String> workspace = reader.withDefault(
                    table + ".workspace", NOT_FROM_ENVIRONMENT, AddressForm.hostName(), gateway.map(URI::getHost));
            Credential credential = fixed(table + ".credential", Form.oneOf(Credential.class), Credential.WORKSPACE);
            Optional<String> servicePrincipal = fixed(table + ".service_principal", Form.uuid());
            if (servicePrincipal.isPresent() && credential == Credential.IDENTITY) {
                reader.report(
                        reader.originOf(table + ".service_principal"),
                        Phrase.of("setting.service_principal", name),
                        Phrase.of("setting.service_principal.remedy"));
            }
            List<String> browserCookies = fixed(table + ".browser_cookies", Form.listOf(Form.cookieName()), List.of());
            if (!browserCookies.isEmpty() && credential != Credential.IDENTITY) {
                reader.report(
                        reader.originOf(table + ".browser_cookies"),
                        Phrase.of("setting.browser_cookies", name),
                        Phrase.of("setting.browser_cookies.remedy"));
            }
            Optional<Integer> tlsPort = reader.optional(table + ".tls_port", ANYWHERE, Form.number(1, 65_535));
            tlsPort.ifPresent(number -> onlyOnce.portOfRoute(number, name, table + ".tls_port"));
            Socket socket = reader.withDefault(table + ".socket", Form.oneOf(Socket.class), Socket.NONE);
            if (tlsPort.isPresent() && socket == Socket.ONLY) {
                reader.report(
                        reader.originOf(table + ".tls_port"),
                        Phrase.of("setting.tls_port", name),
                        Phrase.of("setting.tls_port.remedy"));
            }
            long replayBytes = reader.withDefault(table + ".replay_up_to", Form.bytes(), REPLAY_BYTES);
            if (replayBytes > MOST_REPLAY_BYTES) {
                reader.report(
                        reader.originOf(table + ".replay_up_to"),
                        Phrase.of("setting.replay_up_to", name),
                        Phrase.of("setting.replay_up_to.remedy"));
            }
            if (named && port.isPresent() && workspace.isPresent()) {
                routes.add(new Route(
                        new RouteName(name),
                        port.get(),
                        workspace.get(),
                        credential,
                        servicePrincipal,
                        tlsPort,
                        socket,
                        (int) Math.min(replayBytes, MOST_REPLAY_BYTES),
                        browserCookies));
            }
        }
        return routes;
    }

    /// A setting that decides where tokens go, as what, and for whom.
    private <T> Optional<T> fixed(String key, Form<T> form) {
        return reader.optional(key, NOT_FROM_ENVIRONMENT, form);
    }

    private <T> T fixed(String key, Form<T> form, T fallback) {
        return reader.withDefault(key, NOT_FROM_ENVIRONMENT, form, fallback);
    }
}
