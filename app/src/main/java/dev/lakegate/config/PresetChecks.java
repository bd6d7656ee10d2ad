package dev.lakegate.config;

import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityToken;
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
            report(
                    "issuer",
                    "is Okta's org authorization server, whose access tokens are for Okta alone",
                    "write a custom authorization server's issuer, such as \"https://acme.okta.com/oauth2/default\"");
        }
    }

    private void entra() {
        String[] segments = path().split("/", -1);
        if (segments.length != 3 || !segments[2].equals("v2.0")) {
            report(
                    "issuer",
                    "is not the issuer of an Entra tenant",
                    "write \"https://login.microsoftonline.com/TENANT-ID/v2.0\"");
        } else if (NO_TENANT.contains(segments[1])) {
            report(
                    "issuer",
                    "stands for every tenant ('" + segments[1] + "'), and tokens name one",
                    "write your tenant's id in its place");
        }
        if (profile.audienceParameter() != AudienceParameter.NONE) {
            report(
                    "audience_parameter",
                    "is refused by Entra, where the scope decides about the audience",
                    "remove it, or write \"none\"");
        }
        if (profile.identityToken() == IdentityToken.ACCESS
                && SCOPES_OF_NO_API.containsAll(profile.signIn().scopes())) {
            report(
                    "scopes",
                    "names no scope of the gateway's own API, so Entra would issue a token for Microsoft Graph",
                    "add it, such as scopes = [\"openid\", \"offline_access\", \"profile\", \"email\", "
                            + "\"api://GATEWAY-APP-ID/use\"]");
        }
    }

    private void keycloak() {
        if (!path().contains("/realms/")) {
            report(
                    "issuer",
                    "names no realm of Keycloak",
                    "write it with the realm, such as \"https://id.acme.example/realms/acme\"");
        }
    }

    private void google() {
        if (profile.clientSecretFile().isEmpty()) {
            report(
                    "client_secret_file",
                    "is missing, and Google gives every desktop client a secret that it asks for",
                    "save the secret of the client's JSON file in a file and name it here");
        }
        if (profile.identityToken() == IdentityToken.ACCESS) {
            report("identity_token", "cannot be Google's access token, which is opaque", "remove it, or write \"id\"");
        } else if (!profile.audience().equals(profile.clientId())) {
            report(
                    "audience",
                    "differs from 'client_id', and the audience of Google's ID tokens is the client",
                    "write the client's id, and tell the gateway so");
        }
        if (profile.signIn().scopes().contains("offline_access")) {
            report("scopes", "has 'offline_access', which Google refuses", "remove it; a refresh token comes without");
        }
    }

    private void auth0() {
        if (!path().equals("/")) {
            report(
                    "issuer",
                    "is not an issuer of Auth0, which ends with a slash",
                    "write \"https://TENANT.auth0.com/\"");
        }
    }

    private String path() {
        return profile.issuer().getPath();
    }

    private void report(String setting, String what, String remedy) {
        String key = table + "." + setting;
        reader.report(
                reader.isSet(key) ? reader.originOf(key) : reader.originOf(table), "'" + key + "' " + what, remedy);
    }
}
