package dev.lakegate.proxy.browser;

import dev.lakegate.config.Route;
import dev.lakegate.model.CallerProblem.BrowserSessionNeeded;
import dev.lakegate.model.CallerProblem.CrossSite;
import dev.lakegate.model.CallerProblem.EntryCodeSpent;
import dev.lakegate.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/// The door for browsers to one route, whose server is of the company's own: a one-time address begins a session, the
/// session's cookie admits what the browser itself says comes from the route's own pages (Fetch Metadata), under the
/// name `ROUTE.localhost` alone. Everything is in memory and ends with the sign-in. Thread-safe; never blocks.
public final class BrowserEntry {
    /// A page of no server's.
    private static final String PATH = "/.lakegate/enter";
    private static final String CODE = "code=";

    private static final Duration SESSION = Duration.ofHours(12);
    private static final int MOST_SESSIONS = 32;
    private static final BrowserVisit UNKNOWN = new BrowserVisit.Unknown();

    private final Route route;
    private final Supplier<@Nullable String> person;
    private final InstantSource clock;
    private final Set<String> authorities;
    private final String cookieName;
    private final OneTimeCodes codes = new OneTimeCodes();
    private final Deque<BrowserSession> sessions = new ArrayDeque<>();

    /// Of one route.
    ///
    /// @param person the label of whoever is signed in, null when nobody is
    public BrowserEntry(Route route, Supplier<@Nullable String> person, InstantSource clock) {
        this.route = route;
        this.person = person;
        this.clock = clock;
        String host = route.name() + ".localhost";
        String authority = host + ":" + route.port();
        this.authorities = route.port() == 80 ? Set.of(host, authority) : Set.of(authority);
        this.cookieName = "lakegate_" + route.name();
    }

    /// A new address by which a browser enters, once and within 60 seconds.
    public synchronized Secret oneTimeAddress() {
        return new Secret("http://" + route.name() + ".localhost:" + route.port() + PATH + "?" + CODE
                + codes.issue(clock.instant()).reveal());
    }

    /// Ends every session and every address that was not used yet.
    public synchronized void endAll() {
        codes.endAll();
        sessions.clear();
    }

    /// What this request is to a browser's door.
    ///
    /// @param target as received
    /// @param fields with `Host`
    public BrowserVisit visit(String method, HttpURI target, HttpFields fields) {
        if (!isAtThisName(target, fields)) {
            return UNKNOWN;
        }
        if (PATH.equals(target.getPath()) && HttpMethod.GET.is(method)) {
            return isAskedByThePerson(fields) ? enter(target.getQuery()) : new BrowserVisit.Refused(new CrossSite());
        }
        boolean isNavigation = HttpMethod.GET.is(method) && "navigate".equals(only(fields, "Sec-Fetch-Mode"));
        if (!isOfOwnPages(isNavigation, fields)) {
            return UNKNOWN;
        }
        Optional<BrowserSession> session = session(fields);
        if (session.isPresent()) {
            return new BrowserVisit.Within(session.get());
        }
        return isNavigation && !fields.contains(HttpHeader.AUTHORIZATION)
                ? new BrowserVisit.Refused(new BrowserSessionNeeded(route.name()))
                : UNKNOWN;
    }

    private boolean isAtThisName(HttpURI target, HttpFields fields) {
        String host = only(fields, "Host");
        String authority = target.getAuthority();
        return host != null && authorities.contains(host) && (authority == null || authorities.contains(authority));
    }

    /// Typed, or opened by another program: no page has led there.
    private static boolean isAskedByThePerson(HttpFields fields) {
        return !fields.contains(HttpHeader.ORIGIN)
                && (!fields.contains("Sec-Fetch-Site") || "none".equals(only(fields, "Sec-Fetch-Site")));
    }

    private synchronized BrowserVisit enter(@Nullable String query) {
        String presented = query != null && query.startsWith(CODE) ? query.substring(CODE.length()) : "";
        Instant now = clock.instant();
        Optional<OneTimeCodes.Code> code = codes.find(presented, now);
        String whoever = person.get();
        if (code.isPresent() && code.get().begun().isEmpty() && whoever != null) {
            BrowserSession session = newSession(whoever, now);
            code.get().begins(session);
            // Strict: not even a link on another site brings it along
            return new BrowserVisit.Enters(
                    new Secret(cookieName + "=" + session.value().reveal() + "; Path=/; HttpOnly; SameSite=Strict"));
        }
        // two have known the address, and one of them is not the person
        code.flatMap(OneTimeCodes.Code::begun).ifPresent(sessions::remove);
        return new BrowserVisit.Refused(new EntryCodeSpent(route.name()));
    }

    private BrowserSession newSession(String whoever, Instant now) {
        if (sessions.size() == MOST_SESSIONS) {
            sessions.removeFirst();
        }
        BrowserSession session = new BrowserSession(
                RandomValue.next(),
                whoever,
                now.plus(SESSION),
                route.workspace(),
                Set.copyOf(route.browserCookies()),
                clock);
        sessions.addLast(session);
        return session;
    }

    /// What a browser lets no other origin's page send. A WebSocket's `Origin` says as much as `Sec-Fetch-Site`, which
    /// some browsers leave out there.
    private boolean isOfOwnPages(boolean isNavigation, HttpFields fields) {
        List<String> origins = fields.getValuesList(HttpHeader.ORIGIN);
        boolean isOwnOrigin = origins.size() == 1 && isOwn(origins.getFirst());
        if (!origins.isEmpty() && !isOwnOrigin) {
            return false;
        }
        boolean isWebSocket = fields.contains(HttpHeader.UPGRADE, "websocket");
        if (isWebSocket) {
            return isOwnOrigin
                    && (!fields.contains("Sec-Fetch-Site") || "same-origin".equals(only(fields, "Sec-Fetch-Site")));
        }
        return switch (only(fields, "Sec-Fetch-Site")) {
            case "same-origin" -> true;
            case "none" -> isNavigation;
            case null, default -> false;
        };
    }

    private boolean isOwn(String origin) {
        return origin.startsWith("http://") && authorities.contains(origin.substring("http://".length()));
    }

    /// Of whoever is signed in now. Compares each cookie of the name, since another port may have set one as well, with
    /// each session's, whichever it is.
    private synchronized Optional<BrowserSession> session(HttpFields fields) {
        Instant now = clock.instant();
        String whoever = person.get();
        sessions.removeIf(session ->
                session.isOver(now) || (whoever != null && !session.person().equals(whoever)));
        Optional<BrowserSession> found = Optional.empty();
        for (String field : fields.getValuesList(HttpHeader.COOKIE)) {
            for (String cookie : field.split(";", -1)) {
                int equals = cookie.indexOf('=');
                if (equals < 0 || !cookie.substring(0, equals).strip().equals(cookieName)) {
                    continue;
                }
                String presented = cookie.substring(equals + 1).strip();
                for (BrowserSession session : sessions) {
                    if (session.value().matches(presented)) {
                        found = Optional.of(session);
                    }
                }
            }
        }
        return found;
    }

    /// The value of a field that came exactly once.
    private static @Nullable String only(HttpFields fields, String name) {
        List<String> values = fields.getValuesList(name);
        return values.size() == 1 ? values.getFirst() : null;
    }
}
