package dev.lakegate.diagnosis.local;

import dev.lakegate.clients.databrickscfg.DatabricksProfiles;
import dev.lakegate.config.outbound.NoProxy;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The environment variables by which clients are led to the proxy, or elsewhere.
final class ClientVariables {
    private static final Pattern TYPE = Pattern.compile("[a-z-]{1,40}");

    private final Map<String, String> environment;
    private final DatabricksProfiles file;
    private final LocalAddresses addresses;
    private final List<Finding> findings = new ArrayList<>();

    ClientVariables(Map<String, String> environment, DatabricksProfiles file, LocalAddresses addresses) {
        this.environment = environment;
        this.file = file;
        this.addresses = addresses;
    }

    /// Nothing of variables that are not set, or are about something else.
    List<Finding> look() {
        address("DATABRICKS_HOST", "DATABRICKS_TOKEN");
        profile();
        authenticationType();
        set("DATABRICKS_METADATA_SERVICE_URL")
                .ifPresent(address -> attention(
                        "DATABRICKS_METADATA_SERVICE_URL",
                        Phrase.of("doctor.clients.metadata_service", LocalAddresses.host(address)),
                        Phrase.of("doctor.clients.metadata_service.remedy")));
        if (set("MLFLOW_TRACKING_URI").filter(uri -> uri.startsWith("http")).isPresent()) {
            address("MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_TOKEN");
        }
        set("SPARK_REMOTE").filter(remote -> remote.startsWith("sc://")).ifPresent(_ -> address("SPARK_REMOTE", ""));
        outboundProxy();
        browser();
        return findings;
    }

    private void address(String variable, String tokenVariable) {
        Optional<String> address = set(variable);
        Optional<Secret> token = set(tokenVariable).map(Secret::new);
        if (address.isEmpty()) {
            token.filter(value -> !ClientsCheck.isLocalKey(value))
                    .ifPresent(_ -> attention(
                            tokenVariable,
                            Phrase.of("doctor.clients.no_local_key"),
                            Phrase.of("doctor.clients.no_local_key.remedy")));
            return;
        }
        Optional<RouteName> route = addresses.route(address.get());
        if (route.isEmpty()) {
            attention(
                    variable,
                    LocalAddresses.isLocal(address.get())
                            ? Phrase.of("doctor.clients.no_route")
                            : Phrase.of("doctor.clients.elsewhere", LocalAddresses.host(address.get())),
                    Phrase.of("doctor.clients.elsewhere.remedy"));
        } else if (!tokenVariable.isEmpty()) {
            Outcome outcome = ClientsCheck.token(route.get(), token, addresses);
            findings.add(new Finding(variable, outcome));
        }
    }

    private void profile() {
        set("DATABRICKS_CONFIG_PROFILE").ifPresent(name -> {
            Optional<String> host =
                    Optional.ofNullable(file.profiles().get(name)).map(settings -> settings.getOrDefault("host", ""));
            if (host.isEmpty()) {
                attention(
                        "DATABRICKS_CONFIG_PROFILE",
                        Phrase.of("doctor.clients.no_profile"),
                        Phrase.of("doctor.clients.no_profile.remedy"));
            } else if (addresses.route(host.get()).isEmpty()) {
                attention(
                        "DATABRICKS_CONFIG_PROFILE",
                        Phrase.of("doctor.clients.profile_elsewhere", LocalAddresses.host(host.get())),
                        Phrase.of("doctor.clients.elsewhere.remedy"));
            }
        });
    }

    private void authenticationType() {
        set("DATABRICKS_AUTH_TYPE")
                .filter(type -> !type.equals("pat"))
                .ifPresent(type -> attention(
                        "DATABRICKS_AUTH_TYPE",
                        TYPE.matcher(type).matches()
                                ? Phrase.of("doctor.clients.auth_type", type)
                                : Phrase.of("doctor.clients.auth_type_set"),
                        Phrase.of("doctor.clients.auth_type.remedy")));
    }

    private void outboundProxy() {
        Optional<String> variable = Stream.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
                .filter(name -> NoProxy.variable(environment, name).isPresent())
                .findFirst();
        if (variable.isPresent() && !spares("127.0.0.1", "localhost")) {
            attention(
                    variable.get(), Phrase.of("doctor.clients.no_proxy"), Phrase.of("doctor.clients.no_proxy.remedy"));
        }
    }

    /// At any port; what a program makes of a list that is none is not known.
    private boolean spares(String... hosts) {
        try {
            NoProxy noProxy = NoProxy.of(environment);
            return Arrays.stream(hosts).allMatch(host -> noProxy.covers(host, 0));
        } catch (NoProxy.Malformed malformed) {
            return false;
        }
    }

    private void browser() {
        set("BROWSER")
                .filter(program -> !isRunnable(program))
                .ifPresent(_ -> attention(
                        "BROWSER", Phrase.of("doctor.clients.browser"), Phrase.of("doctor.clients.browser.remedy")));
    }

    private boolean isRunnable(String program) {
        if (program.contains(File.separator)) {
            return Files.isExecutable(Path.of(program));
        }
        return Arrays.stream(environment
                        .getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""))
                        .split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Optional<String> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    private void attention(String variable, Phrase detail, Phrase remedy) {
        findings.add(new Finding(variable, new Attention(detail, remedy)));
    }
}
