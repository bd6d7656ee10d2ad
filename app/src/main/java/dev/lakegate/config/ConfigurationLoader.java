package dev.lakegate.config;

import static dev.lakegate.config.SettingReader.Trust.ADMINISTRATOR;
import static dev.lakegate.config.SettingReader.Trust.NOT_FROM_ENVIRONMENT;

import dev.lakegate.config.AuditSettings.OnFailure;
import dev.lakegate.config.SettingSource.Author;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Reads the configuration: managed file > flags > environment > file > defaults. All problems are
/// told at once.
public final class ConfigurationLoader {

    /// Where tokens come from and go to.
    private static final List<String> DECIDING = List.of("issuer", "client_id", "audience", "gateway");

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
        SettingReader reader = reader(Optional.empty());
        Configuration configuration = read(reader);
        wantProfile(reader);
        refuseIfAny(reader.problems());
        return configuration;
    }

    /// As [#load], but there need be no profile yet.
    public Configuration loadBeforeJoining() throws ProblemException {
        return checked(reader(Optional.empty()));
    }

    /// As [#loadBeforeJoining], were this the text of the person's file.
    public Configuration loadWith(String text) throws ProblemException {
        return checked(reader(Optional.of(text)));
    }

    /// Every setting that there would be a place for, were this the text of the person's file, and
    /// all that [#load] would say against it. Throws a problem for what is no TOML.
    public SettingsSheet sheetWith(String text) throws ProblemException {
        SettingReader reader = reader(Optional.of(text));
        var _ = read(reader);
        wantProfile(reader);
        return SettingsSheet.of(reader);
    }

    private void wantProfile(SettingReader reader) {
        if (reader.namesBelow("profile").isEmpty()) {
            reader.report(
                    Phrase.verbatim(locations.configFile().toString()),
                    Phrase.of("setting.no_profile"),
                    Phrase.of("setting.no_profile.remedy"));
        }
    }

    /// @param text of the person's file; empty to read that
    private SettingReader reader(Optional<String> text) throws ProblemException {
        List<ConfigurationProblem> unreadable = new ArrayList<>();
        List<SettingSource> sources = new ArrayList<>();
        file(locations.managedFile(), Author.ADMINISTRATOR, unreadable).ifPresent(sources::add);
        sources.add(new SettingSource.Flags(flags));
        sources.add(new SettingSource.Environment(environment));
        if (text.isPresent()) {
            FilePlace place = new FilePlace(locations.configFile().toString(), true);
            sources.add(source(Toml.parse(text.get()), place, Author.PERSON, unreadable));
        } else {
            file(locations.configFile(), Author.PERSON, unreadable).ifPresent(sources::add);
        }
        refuseIfAny(unreadable);
        return new SettingReader(sources);
    }

    private Configuration checked(SettingReader reader) throws ProblemException {
        Configuration configuration = read(reader);
        refuseIfAny(reader.problems());
        return configuration;
    }

    /// Asks the reader for every setting there is.
    Configuration read(SettingReader reader) {
        AuditSettings audit = audit(reader);
        CredentialSettings credentials = credentials(reader);
        OnlyOnce onlyOnce = new OnlyOnce(reader);
        List<Profile> profiles = new ProfilesReader(reader, folder(), onlyOnce).read();
        NetworkSettings network = new NetworkReader(reader, folder(), environment).read();
        TelemetryReader telemetry = new TelemetryReader(reader, folder(), onlyOnce);
        LogFormat logFormat = reader.withDefault("log.format", Form.oneOf(LogFormat.class), LogFormat.TEXT);
        boolean notifications = reader.withDefault("notifications.show", Form.yesOrNo(), true);
        return new Configuration(
                profiles,
                credentials,
                audit,
                join(reader),
                network,
                telemetry.metrics(),
                telemetry.traces(),
                logFormat,
                notifications);
    }

    /// What the environment alone says of proxies, for programs that have another configuration.
    /// Throws a [ConfigurationInvalid] when that cannot be used.
    public static NetworkSettings networkOf(Map<String, String> environment) throws ProblemException {
        SettingReader nothingElse = new SettingReader(List.of());
        NetworkSettings network = new NetworkReader(nothingElse, Path.of("."), environment).read();
        refuseIfAny(nothingElse.problems());
        return network;
    }

    private Path folder() {
        return Optional.ofNullable(locations.configFile().getParent()).orElse(Path.of("."));
    }

    private static Optional<SettingSource> file(Path path, Author author, List<ConfigurationProblem> problems) {
        if (Files.notExists(path)) {
            return Optional.empty();
        }
        FilePlace place = new FilePlace(path.toString(), false);
        TomlParseResult toml;
        try {
            toml = Toml.parse(path);
        } catch (IOException failure) {
            problems.add(new ConfigurationProblem(
                    place.whole(),
                    Phrase.of("setting.file_unreadable", Reason.of(failure)),
                    Phrase.of("setting.file_unreadable.remedy")));
            return Optional.empty();
        }
        return Optional.of(source(toml, place, author, problems));
    }

    private static SettingSource source(
            TomlParseResult toml, FilePlace place, Author author, List<ConfigurationProblem> problems) {
        toml.errors()
                .forEach(error -> problems.add(new ConfigurationProblem(
                        place.line(error.position().line()),
                        Phrase.verbatim(String.valueOf(error.getMessage())),
                        Phrase.of("setting.toml.remedy"))));
        return new SettingSource.File(place, toml, author);
    }

    private static AuditSettings audit(SettingReader reader) {
        return new AuditSettings(
                reader.withDefault("audit.max_file_size", Form.bytes(), 16_000_000L),
                reader.withDefault("audit.keep", Form.days(), Duration.ofDays(90)),
                reader.withDefault("audit.keep_files", Form.number(1, 1_000), 1_000),
                reader.withDefault("audit.keep_size", Form.bytes(), 1_000_000_000L),
                // a project's .env must not decide what becomes of the trail, nor what may be read in it
                reader.withDefault(
                        "audit.on_failure", NOT_FROM_ENVIRONMENT, Form.oneOf(OnFailure.class), OnFailure.SERVE),
                reader.withDefault("audit.query_names", NOT_FROM_ENVIRONMENT, Form.listOf(Form.text()), List.of()),
                reader.withDefault("audit.recognise_runs", NOT_FROM_ENVIRONMENT, Form.yesOrNo(), true));
    }

    private static CredentialSettings credentials(SettingReader reader) {
        return new CredentialSettings(reader.withDefault(
                "credentials.store",
                NOT_FROM_ENVIRONMENT,
                Form.oneOf(CredentialSettings.Store.class),
                CredentialSettings.Store.OS));
    }

    private static JoinSettings join(SettingReader reader) {
        return new JoinSettings(
                reader.optional("join.gateways", ADMINISTRATOR, Form.listOf(AddressForm.httpsOrigin()))
                        .orElse(List.of()),
                reader.namesBelow("profile").stream()
                        .filter(name -> ProfileName.FORM.matcher(name).matches())
                        .filter(name -> DECIDING.stream()
                                .anyMatch(key -> reader.isSetByAdministrator("profile." + name + "." + key)))
                        .map(ProfileName::new)
                        .collect(Collectors.toSet()));
    }

    private static void refuseIfAny(List<ConfigurationProblem> problems) throws ProblemException {
        if (!problems.isEmpty()) {
            throw new ProblemException(new ConfigurationInvalid(problems));
        }
    }
}
