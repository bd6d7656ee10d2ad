package dev.lakegate.diagnosis.local;

import dev.lakegate.clients.databrickscfg.DatabricksProfiles;
import dev.lakegate.config.outbound.NoProxy;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.model.RouteName;
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
                        "has SDKs fetch tokens from " + LocalAddresses.host(address)
                                + " and go to the workspace themselves, past the gateway",
                        "Unset it."));
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
        Optional<String> token = set(tokenVariable);
        if (address.isEmpty()) {
            token.filter(value -> !value.startsWith("lgk_"))
                    .ifPresent(_ -> attention(
                            tokenVariable,
                            "holds a token that is no local key",
                            "Unset it, or evaluate 'lakegate env'; revoke the token if it is not needed."));
            return;
        }
        Optional<RouteName> route = addresses.route(address.get());
        if (route.isEmpty()) {
            attention(
                    variable,
                    LocalAddresses.isLocal(address.get())
                            ? "leads to a port of this machine that is no route's"
                            : "leads to " + LocalAddresses.host(address.get()) + " and not to the proxy",
                    "Unset it, or evaluate 'lakegate env' in this shell.");
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
                        "names a profile that .databrickscfg does not have",
                        "Unset it, or write that profile.");
            } else if (addresses.route(host.get()).isEmpty()) {
                attention(
                        "DATABRICKS_CONFIG_PROFILE",
                        "names a profile that leads to " + LocalAddresses.host(host.get()) + " and not to the proxy",
                        "Unset it, or evaluate 'lakegate env' in this shell.");
            }
        });
    }

    private void authenticationType() {
        set("DATABRICKS_AUTH_TYPE")
                .filter(type -> !type.equals("pat"))
                .ifPresent(type -> attention(
                        "DATABRICKS_AUTH_TYPE",
                        "is " + (TYPE.matcher(type).matches() ? "'" + type + "'" : "set")
                                + ", so SDKs sign in by themselves",
                        "Set it to pat, as 'lakegate env' does."));
    }

    private void outboundProxy() {
        Optional<String> variable = Stream.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
                .filter(name -> NoProxy.variable(environment, name).isPresent())
                .findFirst();
        if (variable.isPresent() && !spares("127.0.0.1", "localhost")) {
            attention(
                    variable.get(),
                    "is set, and NO_PROXY does not name 127.0.0.1 and localhost: clients would send the local key to"
                            + " that proxy",
                    "Evaluate 'lakegate env' in this shell, or add both to NO_PROXY.");
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
                        "BROWSER",
                        "names a program that is not there, so no browser opens at a sign-in",
                        "Unset it, or set it to your browser's program."));
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

    private void attention(String variable, String detail, String remedy) {
        findings.add(new Finding(variable, new Attention(detail, remedy)));
    }
}
