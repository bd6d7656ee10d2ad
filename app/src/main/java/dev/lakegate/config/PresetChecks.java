package dev.lakegate.config;

import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Phrase;
import java.util.Set;

/// What a known provider cannot work with, by its own documentation: told when the configuration is read, since the
/// provider's own error would come late and say less.
final class PresetChecks {
    private static final Set<String> NO_TENANT = Set.of("common", "organizations", "consumers");

    /// Those that OpenID Connect itself defines.
    private static final Set<String> SCOPES_OF_NO_API =
            Set.of("openid", "profile", "email", "address", "phone", "offline_access");

    private final SettingReader reader;
    private final String table;
    private final Profile profile;

    /// @param table where the profile stands
    PresetChecks(SettingReader reader, String table, Profile profile) {
        this.reader = reader;
        this.table = table;
        this.profile = profile;
    }

    void report() {
        switch (profile.provider()) {
            case OTHER, PING -> {}
            case OKTA -> okta();
            case ENTRA -> entra();
            case KEYCLOAK -> keycloak();
            case GOOGLE -> google();
            case AUTH0 -> auth0();
        }
    }

    private void okta() {
        if (!path().startsWith("/oauth2/")) {
            report("issuer", Phrase.of("setting.okta.issuer", table), Phrase.of("setting.okta.issuer.remedy"));
        }
    }

    private void entra() {
        String[] segments = path().split("/", -1);
        if (segments.length != 3 || !segments[2].equals("v2.0")) {
            report("issuer", Phrase.of("setting.entra.issuer", table), Phrase.of("setting.entra.issuer.remedy"));
        } else if (NO_TENANT.contains(segments[1])) {
            report(
                    "issuer",
                    Phrase.of("setting.entra.tenant", table, segments[1]),
                    Phrase.of("setting.entra.tenant.remedy"));
        }
        if (profile.audienceParameter() != AudienceParameter.NONE) {
            report(
                    "audience_parameter",
                    Phrase.of("setting.entra.audience_parameter", table),
                    Phrase.of("setting.entra.audience_parameter.remedy"));
        }
        if (profile.identityToken() == IdentityToken.ACCESS
                && SCOPES_OF_NO_API.containsAll(profile.signIn().scopes())) {
            report("scopes", Phrase.of("setting.entra.scopes", table), Phrase.of("setting.entra.scopes.remedy"));
        }
    }

    private void keycloak() {
        if (!path().contains("/realms/")) {
            report("issuer", Phrase.of("setting.keycloak.issuer", table), Phrase.of("setting.keycloak.issuer.remedy"));
        }
    }

    private void google() {
        if (profile.clientSecretFile().isEmpty()) {
            report(
                    "client_secret_file",
                    Phrase.of("setting.google.client_secret_file", table),
                    Phrase.of("setting.google.client_secret_file.remedy"));
        }
        if (profile.identityToken() == IdentityToken.ACCESS) {
            report(
                    "identity_token",
                    Phrase.of("setting.google.identity_token", table),
                    Phrase.of("setting.google.identity_token.remedy"));
        } else if (!profile.audience().equals(profile.clientId())) {
            report(
                    "audience",
                    Phrase.of("setting.google.audience", table),
                    Phrase.of("setting.google.audience.remedy"));
        }
        if (profile.signIn().scopes().contains("offline_access")) {
            report("scopes", Phrase.of("setting.google.scopes", table), Phrase.of("setting.google.scopes.remedy"));
        }
    }

    private void auth0() {
        if (!path().equals("/")) {
            report("issuer", Phrase.of("setting.auth0.issuer", table), Phrase.of("setting.auth0.issuer.remedy"));
        }
    }

    private String path() {
        return profile.issuer().getPath();
    }

    private void report(String setting, Phrase what, Phrase remedy) {
        String key = table + "." + setting;
        reader.report(reader.originOf(reader.isSet(key) ? key : table), what, remedy);
    }
}
