package dev.lakegate.diagnosis.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The variables by which clients on this machine are told of outbound proxies; written in capitals or not.
///
/// @param names of `NO_PROXY`: hosts, domains with their subdomains, `*`
public record NoProxy(List<String> names) {
    public NoProxy {
        names = List.copyOf(names);
    }

    public static NoProxy of(Map<String, String> environment) {
        return new NoProxy(
                Arrays.stream(value(environment, "NO_PROXY").orElse("").split(","))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /// A variable's value, whichever way it is written; empty when it is blank.
    public static Optional<String> value(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .or(() -> Optional.ofNullable(environment.get(variable.toLowerCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    public boolean covers(String host) {
        return names.stream()
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }
}
