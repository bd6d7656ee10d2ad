package dev.lakegate.model;

/// One thing wrong with the configuration; all of them are a [ProgramProblem.ConfigurationInvalid].
///
/// @param origin where it stands: file and line, variable or flag
/// @param what   what is wrong there
/// @param remedy what to write instead
public record ConfigurationProblem(Phrase origin, Phrase what, Phrase remedy) {
    /// In the person's language.
    public String local() {
        return origin.local() + ": " + what.local() + "; " + remedy.local();
    }

    /// In English.
    @Override
    public String toString() {
        return origin + ": " + what + "; " + remedy;
    }
}
