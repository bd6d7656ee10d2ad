package dev.lakegate.bench.report;

/// What a figure is of.
///
/// @param unit   as it is written behind a figure
/// @param better which of two figures is
public record Measure(String name, String unit, Better better) {
    /// Which of two figures is better.
    public enum Better {
        HIGHER,
        LOWER
    }

    public static Measure higher(String name, String unit) {
        return new Measure(name, unit, Better.HIGHER);
    }

    public static Measure lower(String name, String unit) {
        return new Measure(name, unit, Better.LOWER);
    }
}
