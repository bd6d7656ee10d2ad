package dev.lakegate.config;

/// One thing wrong with the configuration.
///
/// @param origin where it stands: file and line, variable or flag
/// @param what   what is wrong there
/// @param remedy what to write instead
public record ConfigurationProblem(String origin, String what, String remedy) {
    @Override
    public String toString() {
        return origin + ": " + what + "; " + remedy;
    }
}
