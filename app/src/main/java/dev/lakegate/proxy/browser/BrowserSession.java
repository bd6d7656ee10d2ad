package dev.lakegate.proxy.browser;

import dev.lakegate.model.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// A browser that has entered a route, and the cookies that the server behind the gateway has given it: they are kept
/// here and sent back from here, since cookies know no ports and would reach whatever else runs on this machine.
public final class BrowserSession {
    private final Secret value;
    private final String person;
    private final Instant until;
    private final String upstreamHost;
    private final Set<String> forTheBrowser;
    private final InstantSource clock;
    private final CookieJar jar = new CookieJar();

    /// @param forTheBrowser names of cookies that the browser gets too
    BrowserSession(
            Secret value,
            String person,
            Instant until,
            String upstreamHost,
            Set<String> forTheBrowser,
            InstantSource clock) {
        this.value = value;
        this.person = person;
        this.until = until;
        this.upstreamHost = upstreamHost;
        this.forTheBrowser = Set.copyOf(forTheBrowser);
        this.clock = clock;
    }

    Secret value() {
        return value;
    }

    /// Whoever was signed in when it began.
    String person() {
        return person;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    /// `Cookie` of a request for this path (RFC 6265 §5.4); empty when the server has given none for it.
    public Optional<HttpField> cookie(String path) {
        return jar.cookies(path, clock.instant()).map(cookies -> new HttpField(HttpHeader.COOKIE, cookies));
    }

    /// Keeps what the answer to a request for this path sets (RFC 6265 §5.3).
    ///
    /// @return the few that scripts must read: `Set-Cookie` for the browser, for this host alone
    public List<HttpField> keep(String path, HttpFields answer) {
        List<HttpField> passing = new ArrayList<>();
        Instant now = clock.instant();
        for (String field : answer.getValuesList(HttpHeader.SET_COOKIE)) {
            SetCookie.of(field, path, now)
                    .filter(cookie -> cookie.isFor(upstreamHost))
                    .ifPresent(cookie -> {
                        jar.keep(cookie, now);
                        if (!cookie.httpOnly() && forTheBrowser.contains(cookie.name())) {
                            passing.add(new HttpField(HttpHeader.SET_COOKIE, cookie.forThisHostAlone(now)));
                        }
                    });
        }
        return passing;
    }
}
