package dev.lakegate.proxy.browser;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The cookies of one host in one browser session (RFC 6265 §5.3 and §5.4): at most 50, and at most as much as fits
/// beside the tokens in a request that the gateway takes. Where there are more, the oldest go.
final class CookieJar {
    private static final int MOST = 50;
    private static final int MOST_BYTES = 16 * 1024;

    /// In the order in which they came first.
    private final List<SetCookie> kept = new ArrayList<>();

    synchronized void keep(SetCookie cookie, Instant now) {
        kept.removeIf(each -> each.isOver(now));
        int place = kept.size();
        for (int at = 0; at < kept.size(); at++) {
            if (cookie.replaces(kept.get(at))) {
                place = at;
                kept.remove(at);
                break;
            }
        }
        if (cookie.isOver(now)) {
            return;
        }
        kept.add(place, cookie);
        while (kept.size() > MOST || bytes() > MOST_BYTES) {
            kept.removeFirst();
        }
    }

    private int bytes() {
        return kept.stream().mapToInt(SetCookie::length).sum();
    }

    /// The value of `Cookie` for that path; empty when there are none.
    synchronized Optional<String> cookies(String path, Instant now) {
        kept.removeIf(each -> each.isOver(now));
        String value = kept.stream()
                .filter(each -> each.matches(path))
                .sorted(Comparator.comparingInt(each -> -each.path().length()))
                .map(each -> each.name() + "=" + each.value())
                .collect(Collectors.joining("; "));
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
