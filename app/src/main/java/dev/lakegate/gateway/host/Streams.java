package dev.lakegate.gateway.host;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The streams that run through one of HAProxy's workers now: whose they are stands in its table `streams`, by
/// connection;
/// HAProxy knows
/// them by connection too.
final class Streams {
    private static final Pattern OWNER = Pattern.compile("key=(\\S+)\\|(\\S+) use=[1-9]");
    private static final Pattern SESSION = Pattern.compile("^(0x[0-9a-f]+): .*? src=(\\S+) fe=gateway .*? age=(\\S+)");
    private static final Pattern AGE = Pattern.compile("(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?");

    private final HaProxySocket worker;

    Streams(HaProxySocket worker) {
        this.worker = worker;
    }

    /// Ends all streams of a person; returns how many.
    int endThoseOf(String identity) throws IOException {
        Set<String> connections = new HashSet<>();
        for (Map.Entry<String, String> owner : owners().entrySet()) {
            if (owner.getValue().equals(identity)) {
                connections.add(owner.getKey());
            }
        }
        return end(session -> connections.contains(session.connection));
    }

    /// Ends all streams that have lasted longer; returns how many.
    int endThoseOlderThan(Duration age) throws IOException {
        Set<String> connections = owners().keySet();
        return end(session -> connections.contains(session.connection) && session.age.compareTo(age) > 0);
    }

    private record Session(String id, String connection, Duration age) {}

    /// By connection, `address:port`.
    private Map<String, String> owners() throws IOException {
        Map<String, String> owners = new HashMap<>();
        worker.ask("show table streams")
                .lines()
                .map(OWNER::matcher)
                .filter(Matcher::find)
                .forEach(line -> owners.put(line.group(2), line.group(1)));
        return owners;
    }

    private int end(Predicate<Session> which) throws IOException {
        int ended = 0;
        for (String line : worker.ask("show sess").lines().toList()) {
            Matcher session = SESSION.matcher(line);
            if (session.find() && which.test(new Session(session.group(1), session.group(2), age(session.group(3))))) {
                worker.ask("shutdown session " + session.group(1));
                ended++;
            }
        }
        return ended;
    }

    private static Duration age(String text) {
        Matcher parts = AGE.matcher(text);
        if (!parts.matches()) {
            return Duration.ZERO;
        }
        return Duration.ofDays(number(parts.group(1)))
                .plusHours(number(parts.group(2)))
                .plusMinutes(number(parts.group(3)))
                .plusSeconds(number(parts.group(4)));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
