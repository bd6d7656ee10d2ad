package dev.lakegate.proxy.browser;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A `Set-Cookie` as a user agent reads it (RFC 6265 §5.2 and §5.3).
///
/// @param domain  in lower case, without its leading dot; null when the field names none
/// @param path    of the requests that it goes with
/// @param expires null for one that lasts as long as the session
record SetCookie(
        String name,
        String value,
        @Nullable String domain,
        String path,
        @Nullable Instant expires,
        boolean httpOnly) {
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern SECONDS = Pattern.compile("-?[0-9]+");
    private static final int MOST_DIGITS = 9;
    private static final int MOST_BYTES = 4096;

    /// Empty when it is none, or too large.
    ///
    /// @param requestPath of the request that is answered
    static Optional<SetCookie> of(String field, String requestPath, Instant now) {
        String[] parts = field.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
        if (name.isEmpty()
                || field.length() > MOST_BYTES
                || !VISIBLE.matcher(field).matches()) {
            return Optional.empty();
        }
        Attributes attributes = new Attributes();
        for (int part = 1; part < parts.length; part++) {
            attributes.read(parts[part], now);
        }
        Instant expires = attributes.maxAge == null ? attributes.expires : attributes.maxAge;
        return Optional.of(new SetCookie(
                name,
                parts[0].substring(equals + 1).strip(),
                attributes.domain,
                attributes.path == null ? defaultPath(requestPath) : attributes.path,
                expires,
                attributes.httpOnly));
    }

    /// Of each attribute the last one counts; whatever else there is says nothing.
    private static final class Attributes {
        @Nullable
        String domain;

        @Nullable
        String path;

        @Nullable
        Instant expires;

        @Nullable
        Instant maxAge;

        boolean httpOnly;

        void read(String attribute, Instant now) {
            int equals = attribute.indexOf('=');
            String name = (equals < 0 ? attribute : attribute.substring(0, equals)).strip();
            String value = equals < 0 ? "" : attribute.substring(equals + 1).strip();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "expires" -> CookieDate.parse(value).ifPresent(at -> expires = at);
                case "max-age" -> {
                    if (SECONDS.matcher(value).matches()) {
                        maxAge = value.startsWith("-") ? Instant.MIN : later(now, value);
                    }
                }
                case "domain" -> {
                    String bare = value.startsWith(".") ? value.substring(1) : value;
                    domain = bare.isEmpty() ? null : bare.toLowerCase(Locale.ROOT);
                }
                case "path" -> path = value.startsWith("/") ? value : null;
                case "httponly" -> httpOnly = true;
                default -> {
                    // Secure: the way to the gateway always is; SameSite: admission sees to that
                }
            }
        }

        private static Instant later(Instant now, String seconds) {
            return seconds.length() > MOST_DIGITS ? Instant.MAX : now.plusSeconds(Long.parseLong(seconds));
        }
    }

    /// RFC 6265 §5.1.4.
    private static String defaultPath(String requestPath) {
        int lastSlash = requestPath.lastIndexOf('/');
        return !requestPath.startsWith("/") || lastSlash == 0 ? "/" : requestPath.substring(0, lastSlash);
    }

    /// Whether that host may set it (RFC 6265 §5.1.3).
    boolean isFor(String host) {
        return domain == null || host.equals(domain) || host.endsWith("." + domain);
    }

    boolean isOver(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /// Whether it goes with requests for that path (RFC 6265 §5.1.4).
    boolean matches(String requestPath) {
        return requestPath.startsWith(path)
                && (requestPath.length() == path.length()
                        || path.endsWith("/")
                        || requestPath.charAt(path.length()) == '/');
    }

    /// The same cookie by name and path.
    boolean replaces(SetCookie older) {
        return name.equals(older.name) && path.equals(older.path);
    }

    int length() {
        return name.length() + value.length();
    }

    /// As a field for a browser that shall send it to no other host, nor with another site's requests.
    String forThisHostAlone(Instant now) {
        String age = expires == null ? "" : "; Max-Age=" + (isOver(now) ? 0 : seconds(now, expires));
        return name + "=" + value + "; Path=" + path + age + "; SameSite=Strict";
    }

    private static long seconds(Instant now, Instant until) {
        return until.equals(Instant.MAX)
                ? Duration.ofDays(365).toSeconds()
                : Duration.between(now, until).toSeconds();
    }

    /// Its value may be a secret of the server's.
    @Override
    public String toString() {
        return name + "=***; Path=" + path;
    }
}
