package dev.lakegate.config;

import dev.lakegate.model.Phrase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
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

    /// The value as a form has it, so that [#parse] reads the same of it.
    default String written(T value) {
        return String.valueOf(value);
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

    /// Another form that says how it is given, and how its values are written.
    record Shaped<T>(Form<T> form, Shape shape, List<String> choices, Function<T, String> writing) implements Form<T> {
        public Shaped {
            choices = List.copyOf(choices);
        }

        @Override
        public T parse(Object raw) throws Mismatch {
            return form.parse(raw);
        }

        @Override
        public String written(T value) {
            return writing.apply(value);
        }
    }

    /// Says what was expected instead.
    final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Phrase expected;

        /// With what completes "write …".
        public Mismatch(Phrase expected) {
            this.expected = expected;
        }

        public Phrase expected() {
            return expected;
        }

        @Override
        public String getMessage() {
            return expected.toString();
        }
    }

    static Form<String> text() {
        return raw -> {
            if (raw instanceof String text && !text.isBlank()) {
                return text;
            }
            throw new Mismatch(Phrase.of("setting.write.text"));
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
            throw new Mismatch(Phrase.of("setting.write.number", String.valueOf(from), String.valueOf(to)));
        };
        return new Shaped<>(form, Shape.NUMBER, List.of(), String::valueOf);
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
            throw new Mismatch(Phrase.of("setting.write.share"));
        };
    }

    static Form<Boolean> yesOrNo() {
        Form<Boolean> form = raw -> {
            if (raw instanceof Boolean || "true".equals(raw) || "false".equals(raw)) {
                return Boolean.valueOf(raw.toString());
            }
            throw new Mismatch(Phrase.of("setting.write.yes_or_no"));
        };
        return new Shaped<>(form, Shape.YES_OR_NO, List.of("true", "false"), String::valueOf);
    }

    /// An application id of a service principal; the gateway compares it in lower case.
    static Form<String> uuid() {
        Pattern pattern = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        return raw -> {
            if (raw instanceof String text && pattern.matcher(text).matches()) {
                return text;
            }
            throw new Mismatch(Phrase.of("setting.write.uuid"));
        };
    }

    /// The name of a cookie (RFC 6265 §4.1.1) that is none of Lakegate's own.
    static Form<String> cookieName() {
        Pattern pattern = Pattern.compile("(?!(?i:lakegate_))[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
        return raw -> {
            if (raw instanceof String text && pattern.matcher(text).matches()) {
                return text;
            }
            throw new Mismatch(Phrase.of("setting.write.cookie"));
        };
    }

    static <T> Form<List<T>> listOf(Form<T> element) {
        Form<List<T>> form = raw -> {
            List<?> parts;
            if (raw instanceof TomlArray array) {
                parts = array.toList();
            } else if (raw instanceof String text) {
                parts = Arrays.stream(text.split(",")).map(String::strip).toList();
            } else {
                throw new Mismatch(Phrase.of("setting.write.list"));
            }
            List<T> values = new ArrayList<>();
            for (Object part : parts) {
                values.add(element.parse(part));
            }
            return values;
        };
        return new Shaped<>(
                form,
                element.shape() == Shape.NUMBER ? Shape.NUMBERS : Shape.LIST,
                List.of(),
                values -> values.stream().map(element::written).collect(Collectors.joining(", ")));
    }

    static <E extends Enum<E>> Form<E> oneOf(Class<E> type) {
        Form<E> form = raw -> {
            for (E constant : type.getEnumConstants()) {
                if (spelling(constant).equals(raw)) {
                    return constant;
                }
            }
            throw new Mismatch(Arrays.stream(type.getEnumConstants())
                    .map(constant -> Phrase.verbatim('"' + spelling(constant) + '"'))
                    .reduce((choice, other) -> Phrase.of("setting.write.or", choice, other))
                    .orElseThrow());
        };
        List<String> choices =
                Arrays.stream(type.getEnumConstants()).map(Form::spelling).toList();
        return new Shaped<>(form, Shape.CHOICE, choices, Form::spelling);
    }

    static Form<Duration> duration() {
        return quantity(
                List.of(new Unit("s", 1), new Unit("m", 60), new Unit("h", 3_600)),
                Phrase.of("setting.write.duration"),
                Duration::ofSeconds,
                Duration::toSeconds);
    }

    static Form<Duration> days() {
        return quantity(List.of(new Unit("d", 1)), Phrase.of("setting.write.days"), Duration::ofDays, Duration::toDays);
    }

    static Form<Long> bytes() {
        return quantity(
                List.of(new Unit("KB", 1_000), new Unit("MB", 1_000_000), new Unit("GB", 1_000_000_000)),
                Phrase.of("setting.write.bytes"),
                Long::valueOf,
                Long::longValue);
    }

    /// As in "5m".
    record Unit(String name, long size) {}

    /// @param units the smallest first, of which every value is a multiple
    private static <T> Form<T> quantity(
            List<Unit> units, Phrase expected, LongFunction<T> value, ToLongFunction<T> size) {
        Pattern pattern = Pattern.compile("([1-9][0-9]{0,8})([a-zA-Z]{1,2})");
        Form<T> form = raw -> {
            Matcher match = pattern.matcher(raw instanceof String text ? text : "");
            Unit unit = units.stream()
                    .filter(each -> match.matches() && each.name().equals(match.group(2)))
                    .findFirst()
                    .orElseThrow(() -> new Mismatch(expected));
            return value.apply(Long.parseLong(match.group(1)) * unit.size());
        };
        return new Shaped<>(form, Shape.TEXT, List.of(), of -> {
            Unit largest = units.stream()
                    .filter(each -> size.applyAsLong(of) % each.size() == 0)
                    .reduce((_, larger) -> larger)
                    .orElseThrow();
            return size.applyAsLong(of) / largest.size() + largest.name();
        });
    }

    /// Relative paths count from the folder of the file that names them, so a configuration can be
    /// moved whole.
    static Form<Path> path(Path base) {
        return raw -> base.resolve(text().parse(raw));
    }

    /// Likewise, of a file that is there and can be read now.
    static Form<Path> readableFile(Path base) {
        return raw -> {
            Path file = path(base).parse(raw);
            if (Files.isReadable(file) && !Files.isDirectory(file)) {
                return file;
            }
            throw new Mismatch(Phrase.of("setting.write.readable_file", file.toString()));
        };
    }

    /// As a constant is written in `lakegate.toml`.
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
