package dev.lakegate.gateway.policy;

import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What was found in a policy file: what makes it unusable, and what is only odd.
public final class Findings {
    private final String file;
    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private final List<ConfigurationProblem> warnings = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();

    /// @param file the policy file's name, for a person
    public Findings(String file) {
        this.file = file;
    }

    void problem(int line, String what, String remedy) {
        problems.add(finding(line, what, remedy));
    }

    void warning(int line, String what, String remedy) {
        warnings.add(finding(line, what, remedy));
    }

    void asked(String key) {
        asked.add(key);
    }

    /// Every setting that the reader has looked for, by its dotted key; the documentation lists the same.
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    /// Each has to be mended before the policy is used.
    public List<ConfigurationProblem> problems() {
        return List.copyOf(problems);
    }

    /// Each may be meant so.
    public List<ConfigurationProblem> warnings() {
        return List.copyOf(warnings);
    }

    /// Network teams read it on the command line: in English alone.
    private ConfigurationProblem finding(int line, String what, String remedy) {
        return new ConfigurationProblem(
                Phrase.verbatim(file + ":" + line), Phrase.verbatim(what), Phrase.verbatim(remedy));
    }
}
