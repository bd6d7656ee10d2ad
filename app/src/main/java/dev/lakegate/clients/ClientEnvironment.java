package dev.lakegate.clients;

import dev.lakegate.model.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The environment variables by which Databricks' SDKs, its command line and MLflow use a route, in a shell's own
/// words.
///
/// @param localKey stands where these clients expect a personal token; it is good on this machine alone
/// @param noProxy  `NO_PROXY` as it is now; loopback addresses are added to it, which Python's clients need
public record ClientEnvironment(int port, Secret localKey, Optional<String> noProxy) {

    /// The words in which the variables are printed.
    public enum Shell {
        SH,
        FISH,
        POWERSHELL,
        DOTENV,
        JSON
    }

    public String in(Shell shell) {
        return switch (shell) {
            case SH -> lines("export ", "=", value -> value.replace("'", "'\\''"));
            case FISH -> lines("set -gx ", " ", ClientEnvironment::backslashed);
            case POWERSHELL -> lines("$env:", " = ", value -> value.replace("'", "''"));
            // between double quotes many readers expand $
            case DOTENV -> lines("", "=", ClientEnvironment::backslashed);
            case JSON -> new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(variables()) + "\n";
        };
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("DATABRICKS_HOST", "http://127.0.0.1:" + port);
        variables.put("DATABRICKS_TOKEN", localKey.reveal());
        variables.put("DATABRICKS_AUTH_TYPE", "pat");
        variables.put(
                "NO_PROXY",
                Stream.concat(
                                noProxy.stream().flatMap(names -> Stream.of(names.split(","))),
                                Stream.of("127.0.0.1", "localhost"))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .collect(Collectors.joining(",")));
        return variables;
    }

    /// Each value between single quotes.
    private String lines(String before, String between, UnaryOperator<String> escape) {
        return variables().entrySet().stream()
                .map(variable -> before + variable.getKey() + between + "'" + escape.apply(variable.getValue()) + "'")
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String backslashed(String value) {
        return value.replace("\\", "\\\\").replace("'", "\\'");
    }
}
