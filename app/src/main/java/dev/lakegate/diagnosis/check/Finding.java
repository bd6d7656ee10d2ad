package dev.lakegate.diagnosis.check;

/// One thing that a check looked at.
///
/// @param about a profile, a route, a variable …, as in "acme: provider"
public record Finding(String about, Outcome outcome) {

    public static Finding fine(String about, String detail) {
        return new Finding(about, new Outcome.Fine(detail));
    }

    public static Finding attention(String about, String detail, String remedy) {
        return new Finding(about, new Outcome.Attention(detail, remedy));
    }

    public static Finding wrong(String about, String detail, String remedy) {
        return new Finding(about, new Outcome.Wrong(detail, remedy));
    }

    public static Finding notLookedAt(String about, String reason) {
        return new Finding(about, new Outcome.NotLookedAt(reason));
    }
}
