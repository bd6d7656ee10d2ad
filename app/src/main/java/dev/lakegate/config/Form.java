package dev.lakegate.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;

/// What a setting's raw value must look like; text from variables and flags is read as its TOML
/// value would be.
@FunctionalInterface
public interface Form<T> {

    /// The value; throws a mismatch when it does not look so.
    T parse(Object raw) throws Mismatch;

    /// How it is given in a form that people fill in.
    default Shape shape() {
        return Shape.TEXT;
    }

    /// Those that there are, as `lakegate.toml` has them; empty where there is more than a choice.
    default List<String> choices() {
        return List.of();
    }

    /// How a value is given.
    enum Shape {
        TEXT,
        NUMBER,
        YES_OR_NO,
        CHOICE,
        /// Of texts; between commas where it is one line.
        LIST,
        /// Likewise of numbers.
        NUMBERS
    }

    /// Another form that says how it is given.
    record Shaped<T>(Form<T> form, Shape shape, List<String> choices) implements Form<T> {
        public Shaped {
            choices = List.copyOf(choices);
        }

        @Override
        public T parse(Object raw) throws Mismatch {
            return form.parse(raw);
        }
    }

    /// Says what was expected instead.
    final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        /// With what completes "write …".
        public Mismatch(String expected) {
            super(expected);
        }
    }

    static Form<String> text() {
        return raw -> {
            if (raw instanceof String text && !text.isBlank()) {
                return text;
            }
            throw new Mismatch("a text in quotes");
        };
    }

    static Form<Integer> number(int from, int to) {
        Form<Integer> form = raw -> {
            try {
                long number =
                        raw instanceof String text ? Long.parseLong(text) : raw instanceof Long value ? value : -1;
                if (number >= from && number <= to) {
                    return (int) number;
                }
            } catch (NumberFormatException notOne) {
                // said below
            }
            throw new Mismatch("a number from " + from + " to " + to);
        };
        return new Shaped<>(form, Shape.NUMBER, List.of());
    }

    /// Of one.
    static Form<Double> share() {
        return raw -> {
            try {
                double share = raw instanceof String text
                        ? Double.parseDouble(text)
                        : raw instanceof Number value ? value.doubleValue() : -1;
                if (share >= 0 && share <= 1) {
                    return share;
                }
            } catch (NumberFormatException notOne) {
                // said below
            }
            throw new Mismatch("a number from 0 to 1, such as 0.1");
        };
    }

    static Form<Boolean> yesOrNo() {
        Form<Boolean> form = raw -> switch (raw) {
            case Boolean value -> value;
            case String text when text.equals("true") || text.equals("false") -> Boolean.valueOf(text);
            default -> throw new Mismatch("true or false");
        };
        return new Shaped<>(form, Shape.YES_OR_NO, List.of("true", "false"));
    }

    /// An application id of a service principal; the gateway compares it in lower case.
    static Form<String> uuid() {
        Pattern pattern = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        return raw -> {
            if (raw instanceof String text && pattern.matcher(text).matches()) {
                return text;
            }
            throw new Mismatch("an application id such as \"0a1b2c3d-0000-4000-8000-0123456789ab\", in lower case");
        };
    }

    /// The name of a cookie (RFC 6265 §4.1.1) that is none of Lakegate's own.
    static Form<String> cookieName() {
        Pattern pattern = Pattern.compile("(?!(?i:lakegate_))[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
        return raw -> {
            if (raw instanceof String text && pattern.matcher(text).matches()) {
                return text;
            }
            throw new Mismatch("the name of a cookie such as \"_xsrf\"");
        };
    }

    static <T> Form<List<T>> listOf(Form<T> element) {
        Form<List<T>> form = raw -> {
            List<?> parts = switch (raw) {
                case TomlArray array -> array.toList();
                case String text ->
                    Arrays.stream(text.split(",")).map(String::strip).toList();
                default -> throw new Mismatch("a list");
            };
            List<T> values = new ArrayList<>();
            for (Object part : parts) {
                values.add(element.parse(part));
            }
            return values;
        };
        return new Shaped<>(form, element.shape() == Shape.NUMBER ? Shape.NUMBERS : Shape.LIST, List.of());
    }

    static <E extends Enum<E>> Form<E> oneOf(Class<E> type) {
        Form<E> form = raw -> {
            for (E constant : type.getEnumConstants()) {
                if (spelling(constant).equals(raw)) {
                    return constant;
                }
            }
            throw new Mismatch(Arrays.stream(type.getEnumConstants())
                    .map(constant -> '"' + spelling(constant) + '"')
                    .collect(Collectors.joining(" or ")));
        };
        List<String> choices =
                Arrays.stream(type.getEnumConstants()).map(Form::spelling).toList();
        return new Shaped<>(form, Shape.CHOICE, choices);
    }

    static Form<Duration> duration() {
        Map<String, Long> seconds = Map.of("s", 1L, "m", 60L, "h", 3_600L);
        return quantity(seconds, "a duration such as \"90s\", \"5m\" or \"1h\"", Duration::ofSeconds);
    }

    static Form<Duration> days() {
        return quantity(Map.of("d", 1L), "a number of days such as \"90d\"", Duration::ofDays);
    }

    static Form<Long> bytes() {
        Map<String, Long> bytes = Map.of("KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);
        return quantity(bytes, "a size such as \"500KB\", \"16MB\" or \"1GB\"", Long::valueOf);
    }

    private static <T> Form<T> quantity(Map<String, Long> units, String expected, LongFunction<T> unit) {
        Pattern pattern = Pattern.compile("([1-9][0-9]{0,8})([a-zA-Z]{1,2})");
        return raw -> {
            Matcher match = pattern.matcher(raw instanceof String text ? text : "");
            Long factor = match.matches() ? units.get(match.group(2)) : null;
            if (factor == null) {
                throw new Mismatch(expected);
            }
            return unit.apply(Long.parseLong(match.group(1)) * factor);
        };
    }

    /// Relative paths count from the folder of the file that names them, so a configuration can be
    /// moved whole.
    static Form<Path> path(Path base) {
        return raw -> base.resolve(text().parse(raw));
    }

    static Form<String> hostName() {
        Pattern pattern = Pattern.compile(
                "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?" + "(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
        return raw -> {
            if (raw instanceof String text && pattern.matcher(text).matches()) {
                return text;
            }
            throw new Mismatch("a host name in lower case, without scheme, port or path");
        };
    }

    /// An origin (RFC 6454): https, host, perhaps a port, nothing else.
    static Form<URI> httpsOrigin() {
        return raw -> {
            URI uri = uri(raw);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return URI.create("https://" + uri.getRawAuthority().toLowerCase(Locale.ROOT));
            }
            throw new Mismatch("an address such as \"https://gateway.example.com\", without a path");
        };
    }

    /// An issuer (OpenID Connect Discovery §3): https, or http where the provider runs on this very
    /// machine.
    static Form<URI> issuer() {
        return secure("an https address as the provider's discovery document gives it in 'issuer'");
    }

    /// Where something of this machine is sent: https, or http where it stays on this very machine.
    ///
    /// @param what as the OpenTelemetry protocol calls it in its paths
    static Form<URI> collector(String what) {
        return secure("an https address such as \"https://collector.example.com/v1/" + what
                + "\", or an http one of 127.0.0.1");
    }

    private static Form<URI> secure(String expected) {
        return raw -> {
            URI uri = uri(raw);
            boolean secure = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(uri));
            if (secure
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
            throw new Mismatch(expected);
        };
    }

    private static URI uri(Object raw) throws Mismatch {
        try {
            return new URI(text().parse(raw));
        } catch (URISyntaxException notOne) {
            throw new Mismatch("an address");
        }
    }

    /// Only literal addresses: a name could be made to point elsewhere.
    static boolean isLoopback(URI uri) {
        String host = uri.getHost();
        return host != null
                && (host.equals("[::1]")
                        || (host.matches("127(\\.[0-9]{1,3}){3}")
                                && InetAddress.ofLiteral(host).isLoopbackAddress()));
    }

    /// As a constant is written in `lakegate.toml`.
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
