package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.Limits.Limit;
import dev.lakegate.gateway.policy.PathGlob;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.PublicCache;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How much one person may ask for, and what is kept for everybody.
final class LimitLines {
    private final Policy policy;
    private final SortedSet<Long> downloads;
    private final SortedSet<Long> uploads;

    LimitLines(Policy policy) {
        this.policy = policy;
        downloads = rates(Limit::download);
        uploads = rates(Limit::upload);
    }

    /// HAProxy shares one rate among all streams of a person only where the rate is written out.
    private SortedSet<Long> rates(Function<Limit, Optional<Long>> direction) {
        return Stream.concat(Stream.of(policy.limits().standard()), policy.limits().ofUsers().values().stream())
                .flatMap(limit -> direction.apply(limit).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String tables() {
        return (downloads.isEmpty() ? "" : table("downloads", "bytes_out_rate(1s)"))
                + (uploads.isEmpty() ? "" : table("uploads", "bytes_in_rate(1s)"));
    }

    private static String table(String name, String stored) {
        return "backend %s from gateway%n    stick-table type string len 256 size 100k expire 10s store %s%n%n"
                .formatted(name, stored);
    }

    String filters() {
        // HAProxy wants the cache's filter said where there are others
        return (policy.cache().isPresent() ? "    filter cache public\n" : "")
                + filters(downloads, "bwlim-out", "down", "downloads")
                + filters(uploads, "bwlim-in", "up", "uploads");
    }

    private static String filters(SortedSet<Long> rates, String type, String name, String table) {
        return rates.stream()
                .map(rate -> "    filter %s %s-%d limit %d key var(txn.user) table %s%n"
                        .formatted(type, name, rate, rate, table))
                .collect(Collectors.joining());
    }

    String bandwidth() {
        return bandwidth(downloads, "down", 2) + bandwidth(uploads, "up", 3);
    }

    private static String bandwidth(SortedSet<Long> rates, String name, int word) {
        if (rates.isEmpty()) {
            return "";
        }
        return "    http-request set-var(txn.%s) \"var(txn.limits),word(%d,' ')\"%n".formatted(name, word)
                + rates.stream()
                        .map(rate -> ("    http-request set-bandwidth-limit %s-%d if !denied"
                                        + " { var(txn.%s) -m str %d }%n")
                                .formatted(name, rate, name, rate))
                        .collect(Collectors.joining());
    }

    String cacheSection() {
        return policy.cache()
                .map(cache -> """
                # objects that are the same for everybody
                cache public
                    total-max-size %d
                    max-object-size %d
                    max-age %d
                    process-vary on

                """.formatted(
                                cache.megabytes(),
                                cache.megabytes() * 1_000_000L / 4,
                                cache.maxAge().toSeconds()))
                .orElse("");
    }

    /// After all rules: nobody gets from it what they may not ask for. HAProxy neither keeps nor serves what
    /// carries a
    /// credential, so that is taken away for the moment.
    String cache() {
        return policy.cache().map(LimitLines::cache).orElse("");
    }

    private static String cache(PublicCache cache) {
        StringBuilder lines = new StringBuilder("\n    # public objects\n");
        for (PathGlob path : cache.paths()) {
            lines.append("    acl public_path var(txn.judged) -m reg '%s'%n".formatted(path.expression()));
        }
        return lines.append("""
                    http-request set-var(txn.public) bool(true) if public_path { method GET } !{ path -m sub % .. // }
                    acl public var(txn.public) -m bool
                    http-request set-var(txn.credential) req.fhdr(authorization) if public
                    http-request del-header authorization if public
                    http-request cache-use public if public
                    http-request set-header Authorization %[var(txn.credential)] if public { var(txn.credential) -m found }
                    http-response del-header set-cookie if public
                    http-response cache-store public if public { status 200 } { res.hdr(cache-control) -m sub public }
                """).toString();
    }
}
