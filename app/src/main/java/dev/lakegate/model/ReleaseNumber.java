package dev.lakegate.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The number of a Lakegate release, such as 1.4.0.
public record ReleaseNumber(int major, int minor, int patch) implements Comparable<ReleaseNumber> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})\\.([0-9]{1,5})\\.([0-9]{1,5})");
    private static final Pattern BUILD = Pattern.compile("(" + FORM.pattern() + ")(?:-SNAPSHOT)?");

    private static final Comparator<ReleaseNumber> ORDER = Comparator.comparingInt(ReleaseNumber::major)
            .thenComparingInt(ReleaseNumber::minor)
            .thenComparingInt(ReleaseNumber::patch);

    /// Three numbers with dots between; empty for anything else.
    public static Optional<ReleaseNumber> of(String text) {
        Matcher number = FORM.matcher(text);
        return number.matches()
                ? Optional.of(new ReleaseNumber(
                        Integer.parseInt(number.group(1)),
                        Integer.parseInt(number.group(2)),
                        Integer.parseInt(number.group(3))))
                : Optional.empty();
    }

    /// Of a program's version: a build on the way to a release counts as it; one that was not built as
    /// a whole has none.
    public static Optional<ReleaseNumber> ofBuild(String version) {
        Matcher build = BUILD.matcher(version);
        return build.matches() ? of(build.group(1)) : Optional.empty();
    }

    @Override
    public int compareTo(ReleaseNumber other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
