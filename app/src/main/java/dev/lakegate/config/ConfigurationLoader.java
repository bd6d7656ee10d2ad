package dev.lakegate.config;

import static dev.lakegate.config.SettingReader.Trust.ANYWHERE;
import static dev.lakegate.config.SettingReader.Trust.NOT_FROM_ENVIRONMENT;

import dev.lakegate.config.Configuration.AuditSettings;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import dev.lakegate.model.RouteName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Reads the configuration: managed file > flags > environment > file > defaults. All problems are told at once.
public final class ConfigurationLoader {
    private static final List<String> SCOPES = List.of("openid", "offline_access", "profile", "email");
    private static final Duration SIGN_IN_TIMEOUT = Duration.ofMinutes(5);
    private static final AuditSettings AUDIT = new AuditSettings(16_000_000, 10);

    private final Locations locations;
    private final Map<String, String> environment;
    private final Map<String, String> flags;

    /// For this machine's files and this process's environment.
    ///
    /// @param flags values of `--set`, by dotted key
    public ConfigurationLoader(Locations locations, Map<String, String> environment, Map<String, String> flags) {
        this.locations = locations;
        this.environment = Map.copyOf(environment);
        this.flags = Map.copyOf(flags);
    }

    /// Throws a [ConfigurationInvalid] with every problem of every source.
    public Configuration load() throws ProblemException {
        List<ConfigurationProblem> unreadable = new ArrayList<>();
        List<SettingSource> sources = new ArrayList<>();
        file(locations.managedFile(), unreadable).ifPresent(sources::add);
        sources.add(new SettingSource.Flags(flags));
        sources.add(new SettingSource.Environment(environment));
        file(locations.configFile(), unreadable).ifPresent(sources::add);
        refuseIfAny(unreadable);

        return read(new SettingReader(sources));
    }

    /// Asks the reader for every setting there is.
    Configuration read(SettingReader reader) throws ProblemException {
        AuditSettings audit = audit(reader);
        List<Profile> profiles = profiles(reader);
        refuseIfAny(reader.problems());
        return new Configuration(profiles, audit);
    }

    private static Optional<SettingSource> file(Path path, List<ConfigurationProblem> problems) {
        if (Files.notExists(path)) {
            return Optional.empty();
        }
        TomlParseResult toml;
        try {
            toml = Toml.parse(path);
        } catch (IOException failure) {
            problems.add(new ConfigurationProblem(
                    path.toString(),
                    "the file cannot be read (" + failure + ")",
                    "make it readable for your user, as UTF-8"));
            return Optional.empty();
        }
        toml.errors()
                .forEach(error -> problems.add(new ConfigurationProblem(
                        path + ":" + error.position().line(),
                        String.valueOf(error.getMessage()),
                        "write it as TOML, see app/docs/configuration.md")));
        return Optional.of(new SettingSource.File(path.toString(), toml));
    }

    private static AuditSettings audit(SettingReader reader) {
        return new AuditSettings(
                reader.withDefault("audit.max_file_size", Form.bytes(), AUDIT.maxFileBytes()),
                reader.withDefault("audit.keep_files", Form.number(1, 1_000), AUDIT.keepFiles()));
    }

    private List<Profile> profiles(SettingReader reader) {
        List<Profile> profiles = new ArrayList<>();
        var names = reader.namesBelow("profile");
        for (String name : names) {
            String table = "profile." + name;
            if (ProfileName.FORM.matcher(name).matches()) {
                profile(reader, new ProfileName(name), table).ifPresent(profiles::add);
            } else {
                reader.report(
                        reader.originOf(table),
                        "'" + name + "' is not a profile's name",
                        "use lower-case letters, digits and hyphens");
            }
        }
        if (names.isEmpty()) {
            reader.report(
                    locations.configFile().toString(),
                    "no profile is configured",
                    "write a [profile.NAME] there, see app/docs/configuration.md");
        }
        refuseSharedPortsAndNames(reader, profiles);
        return profiles;
    }

    private Optional<Profile> profile(SettingReader reader, ProfileName name, String table) {
        Optional<URI> issuer = reader.required(table + ".issuer", NOT_FROM_ENVIRONMENT, Form.issuer());
        Optional<String> client = reader.required(table + ".client_id", NOT_FROM_ENVIRONMENT, Form.text());
        Optional<String> audience = reader.required(table + ".audience", NOT_FROM_ENVIRONMENT, Form.text());
        Optional<URI> gateway = reader.required(table + ".gateway", NOT_FROM_ENVIRONMENT, Form.httpsOrigin());
        Optional<Path> folder = Optional.ofNullable(locations.configFile().getParent());
        Optional<Path> caFile =
                reader.optional(table + ".ca_file", NOT_FROM_ENVIRONMENT, Form.path(folder.orElse(Path.of("."))));
        AudienceParameter audienceParameter = reader.optional(
                        table + ".audience_parameter", NOT_FROM_ENVIRONMENT, Form.oneOf(AudienceParameter.class))
                .orElse(AudienceParameter.RESOURCE);
        IdentityToken identityToken = reader.optional(
                        table + ".identity_token", NOT_FROM_ENVIRONMENT, Form.oneOf(IdentityToken.class))
                .orElse(IdentityToken.ACCESS);
        IdentityField identityField = reader.optional(
                        table + ".identity_field", NOT_FROM_ENVIRONMENT, Form.oneOf(IdentityField.class))
                .orElse(IdentityField.PROXY_AUTHORIZATION);
        List<String> scopes = reader.optional(table + ".scopes", NOT_FROM_ENVIRONMENT, Form.listOf(Form.text()))
                .orElse(SCOPES);
        List<Integer> ports =
                reader.withDefault(table + ".redirect_ports", Form.listOf(Form.number(1, 65_535)), List.of());
        Duration timeout = reader.withDefault(table + ".sign_in_timeout", Form.duration(), SIGN_IN_TIMEOUT);
        List<Route> routes = routes(reader, table, gateway);
        if (issuer.isEmpty() || client.isEmpty() || audience.isEmpty() || gateway.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Profile(
                name,
                issuer.get(),
                client.get(),
                audience.get(),
                audienceParameter,
                scopes,
                identityToken,
                gateway.get(),
                identityField,
                caFile,
                ports,
                timeout,
                routes));
    }

    private static List<Route> routes(SettingReader reader, String profile, Optional<URI> gateway) {
        List<Route> routes = new ArrayList<>();
        for (String name : reader.namesBelow(profile + ".route")) {
            String table = profile + ".route." + name;
            if (!RouteName.FORM.matcher(name).matches()) {
                reader.report(
                        reader.originOf(table),
                        "'" + name + "' is not a route's name",
                        "use lower-case letters, digits and hyphens");
            }
            Optional<Integer> port = reader.required(table + ".port", ANYWHERE, Form.number(1, 65_535));
            Optional<String> workspace = reader.optional(table + ".workspace", NOT_FROM_ENVIRONMENT, Form.hostName())
                    .or(() -> gateway.map(URI::getHost));
            Credential credential = reader.optional(
                            table + ".credential", NOT_FROM_ENVIRONMENT, Form.oneOf(Credential.class))
                    .orElse(Credential.WORKSPACE);
            if (port.isPresent()
                    && workspace.isPresent()
                    && RouteName.FORM.matcher(name).matches()) {
                routes.add(new Route(new RouteName(name), port.get(), workspace.get(), credential));
            }
        }
        return routes;
    }

    private static void refuseSharedPortsAndNames(SettingReader reader, List<Profile> profiles) {
        Map<Integer, RouteName> ports = new HashMap<>();
        Map<RouteName, ProfileName> names = new HashMap<>();
        for (Profile profile : profiles) {
            for (Route route : profile.routes()) {
                String table = "profile." + profile.name() + ".route." + route.name();
                RouteName other = ports.putIfAbsent(route.port(), route.name());
                if (other != null) {
                    reader.report(
                            reader.originOf(table + ".port"),
                            "port " + route.port() + " is the port of route '" + other + "' too",
                            "give each route a port of its own");
                }
                ProfileName owner = names.putIfAbsent(route.name(), profile.name());
                if (owner != null) {
                    reader.report(
                            reader.originOf(table),
                            "route '" + route.name() + "' is a route of profile '" + owner + "' too",
                            "give each route a name of its own");
                }
            }
        }
    }

    private static void refuseIfAny(List<ConfigurationProblem> problems) throws ProblemException {
        if (!problems.isEmpty()) {
            throw new ProblemException(new ConfigurationInvalid(
                    problems.stream().map(ConfigurationProblem::toString).toList()));
        }
    }
}
