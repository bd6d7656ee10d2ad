package dev.lakegate.diagnosis.bundle;

import dev.lakegate.config.Configuration;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.session.StatusReport;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What of a text may be told: words of plain letters, short numbers, times, names of Java, and the hosts of the
/// configuration. Every other word is `***`, and so is each that is part of a name of the person.
final class Redaction {
    static final String HIDDEN = "***";

    /// What stands between blanks, less the punctuation about it.
    private static final Pattern WORD = Pattern.compile("[^\\s\"'()\\[\\]{}<>,;|]+");

    private static final Pattern PLAIN = Pattern.compile(
            // words in small letters, codes and settings, two words in one
            "[a-z]{1,20}(?:[_/-][a-z]{1,20}){0,4}"
                    // abbreviations and variables
                    + "|[A-Z]{1,8}|[A-Z]{1,12}(?:_[A-Z]{1,12}){1,4}"
                    // a number with or without its unit, an algorithm, a version, a field of a thread dump
                    + "|[A-Z]{0,2}-?\\d{1,6}(?:\\.\\d{1,6}){0,3}%?[a-z]{0,2}|0x[0-9a-f]{1,16}|#\\d{1,6}"
                    // a time (RFC 3339)
                    + "|\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?Z)?"
                    // a class, method or file of Java's, with its line
                    + "|(?:java|jdk|javax|sun|com\\.sun|dev\\.lakegate|org\\.eclipse\\.jetty|picocli)"
                    + "(?:[./][A-Za-z_$][A-Za-z0-9_$]{0,60}){1,14}(?::\\d{1,5})?"
                    + "|[A-Za-z]{1,60}\\.java:\\d{1,5}"
                    // a request's id (RFC 9562)
                    + "|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
                    + "|[-=>+*/&:.!?]{1,3}");

    /// Names begin so, and sentences.
    private static final Pattern CAPITALISED = Pattern.compile("[A-Z][a-z]{0,19}");

    private static final Set<String> ALWAYS = Set.of("127.0.0.1", "localhost", "[::1]", "lakegate.toml");

    private static final Set<String> PRODUCTS =
            Set.of("Lakegate", "Databricks", "HAProxy", "Java", "Entra", "OpenID", "OAuth", "Authorization", "Date");

    /// How tokens begin that are in use here: JWTs, Databricks' own, local keys.
    private static final Pattern TOKEN = Pattern.compile("eyJ|dapi|dose|lgk_");

    private final Set<String> hosts = new HashSet<>(ALWAYS);
    private final Set<String> personal = new HashSet<>();

    Redaction(Surroundings surroundings) {
        surroundings.configuration().fold(this::knowHosts, _ -> false);
        surroundings.status().fold(this::knowPeople, _ -> false);
        know(System.getProperty("user.name"));
        surroundings.environment().entrySet().stream()
                .filter(variable -> Set.of("USER", "LOGNAME", "USERNAME").contains(variable.getKey()))
                .forEach(variable -> know(variable.getValue()));
        if (surroundings.home().getFileName() != null) {
            know(surroundings.home().getFileName().toString());
        }
    }

    String of(String text) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(told(word.group(), beginsSentence(text, word.start()))));
    }

    private String told(String word, boolean first) {
        // the end of a clause or sentence, not of the word
        String end = word.matches(".*[A-Za-z0-9*/][.:?!]") ? word.substring(word.length() - 1) : "";
        String bare = word.substring(0, word.length() - end.length());
        return (isTold(bare, first) ? bare : HIDDEN) + end;
    }

    private boolean isTold(String word, boolean first) {
        String small = word.toLowerCase(Locale.ROOT);
        if (TOKEN.matcher(word).find()
                || Stream.of(small.split("[^\\p{L}\\p{N}]+")).anyMatch(personal::contains)) {
            return false;
        }
        return PLAIN.matcher(word).matches()
                || (first && CAPITALISED.matcher(word).matches())
                || PRODUCTS.contains(word)
                || hosts.contains(host(word));
    }

    private static boolean beginsSentence(String text, int start) {
        String before = text.substring(Math.max(0, start - 2), start);
        return before.isEmpty() || before.matches("(?s).*[\"\n]|[.:?!] ");
    }

    /// The host of an address that has no secret part, the name of a host and port, else the word itself.
    private static String host(String word) {
        try {
            URI uri = URI.create(word.contains("://") ? word : "any://" + word);
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return bare && uri.getHost() != null && (uri.getRawPath().isEmpty() || word.contains("://"))
                    ? uri.getHost()
                    : word;
        } catch (IllegalArgumentException noAddress) {
            return word;
        }
    }

    private boolean knowHosts(Configuration read) {
        read.profiles().forEach(profile -> {
            hosts.add(String.valueOf(profile.issuer().getHost()));
            hosts.add(String.valueOf(profile.gateway().getHost()));
            profile.routes().forEach(route -> hosts.add(route.workspace()));
            profile.signIn().loginHint().ifPresent(this::know);
        });
        return true;
    }

    private boolean knowPeople(StatusReport report) {
        report.profiles().forEach(profile -> {
            if (profile.person() != null) {
                know(profile.person());
            }
        });
        return true;
    }

    /// Each part of a name; parts so short that words of the language contain them are no names.
    private void know(String name) {
        String[] parts = name.toLowerCase(Locale.ROOT).replaceFirst("@.*", "").split("[^\\p{L}\\p{N}]+");
        Stream.of(parts).filter(part -> part.length() > 2).forEach(personal::add);
    }
}
