package dev.lakegate.gateway.policy;

import dev.lakegate.config.ConfigurationProblem;
import java.util.ArrayList;
import java.util.List;

/// What was found in a policy file: what makes it unusable, and what is only odd.
public final class Findings {
    private final String file;
    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private final List<ConfigurationProblem> warnings = new ArrayList<>();

    /// @param file the policy file's name, for a person
    public Findings(String file) {
        this.file = file;
    }

    void problem(int line, String what, String remedy) {
        problems.add(new ConfigurationProblem(file + ":" + line, what, remedy));
    }

    void warning(int line, String what, String remedy) {
        warnings.add(new ConfigurationProblem(file + ":" + line, what, remedy));
    }

    /// Each has to be mended before the policy is used.
    public List<ConfigurationProblem> problems() {
        return List.copyOf(problems);
    }

    /// Each may be meant so.
    public List<ConfigurationProblem> warnings() {
        return List.copyOf(warnings);
    }
}
