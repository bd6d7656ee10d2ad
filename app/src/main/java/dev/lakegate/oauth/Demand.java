package dev.lakegate.oauth;

import dev.lakegate.config.SignInSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How strong and how recent a sign-in has to be, as a gateway asks for it (RFC 9470 §3).
///
/// @param acrValues any of these will do, the preferred first; empty for any
/// @param maxAge    how long ago the person may last have proved who they are, in whole seconds
public record Demand(List<String> acrValues, Optional<Duration> maxAge) {
    /// Whatever the profile asks for.
    public static final Demand NONE = new Demand(List.of(), Optional.empty());

    private static final int LONGEST_CHALLENGE = 4_096;
    private static final int MOST_VALUES = 10;

    /// Nine digits are 31 years, and fit an int.
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /// Printable ASCII: what is told to a person and sent to a provider.
    private static final Pattern ACR_VALUE = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,200}");

    private static final Pattern SCHEME = Pattern.compile("(?:^|,)\\s*bearer\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[\\s,]*([A-Za-z0-9_-]+)\\s*=\\s*(?:\"([^\"\\\\]*+)\"|([^\\s,\"]++))\\s*(?=,|$)");

    public Demand {
        acrValues = List.copyOf(acrValues);
    }

    /// What the value of a `WWW-Authenticate` field asks for; empty when it is no challenge of
    /// `insufficient_user_authentication`. What cannot be read of it is left out, since anyone may have written it.
    public static Optional<Demand> of(String challenge) {
        Matcher scheme = SCHEME.matcher(challenge);
        if (challenge.length() > LONGEST_CHALLENGE || !scheme.find()) {
            return Optional.empty();
        }
        Map<String, String> parameters = parameters(challenge.substring(scheme.end()));
        if (!"insufficient_user_authentication".equals(parameters.get("error"))) {
            return Optional.empty();
        }
        List<String> acrValues = Arrays.stream(
                        parameters.getOrDefault("acr_values", "").split(" "))
                .filter(value -> ACR_VALUE.matcher(value).matches())
                .limit(MOST_VALUES)
                .toList();
        Optional<Duration> maxAge = Optional.ofNullable(parameters.get("max_age"))
                .filter(seconds -> SECONDS.matcher(seconds).matches())
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
        return Optional.of(new Demand(acrValues, maxAge));
    }

    /// The first of a name counts (RFC 9110 §11.2 allows no second).
    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }

    /// As a person is told it: `acr_values=… max_age=…`; empty when it asks for nothing in particular.
    public String wanted() {
        List<String> parts = new ArrayList<>();
        if (!acrValues.isEmpty()) {
            parts.add("acr_values=" + String.join(" ", acrValues));
        }
        maxAge.ifPresent(age -> parts.add("max_age=" + age.toSeconds()));
        return String.join(" ", parts);
    }

    /// Together with what the profile asks for at every sign-in: the gateway's values in place of the profile's, and
    /// the shorter of two ages.
    Demand over(SignInSettings settings) {
        Optional<Duration> shorter = maxAge.filter(age ->
                        settings.maxAge().filter(own -> own.compareTo(age) < 0).isEmpty())
                .or(settings::maxAge);
        return new Demand(acrValues.isEmpty() ? settings.acrValues() : acrValues, shorter);
    }
}
