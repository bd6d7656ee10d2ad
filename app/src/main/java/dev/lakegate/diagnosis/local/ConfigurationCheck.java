package dev.lakegate.diagnosis.local;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import java.util.List;
import java.util.Map;

/// Whether the configuration can be used; each of its problems, with file and line.
public final class ConfigurationCheck implements Check {
    private final Surroundings surroundings;

    public ConfigurationCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public String title() {
        return "configuration";
    }

    @Override
    public List<Finding> look() {
        String file = surroundings.locations().configFile().toString();
        try {
            Configuration read =
                    new ConfigurationLoader(surroundings.locations(), surroundings.environment(), Map.of()).load();
            return List.of(new Finding(
                    file,
                    new Outcome.Fine(Phrase.of(
                            "doctor.configuration.fine",
                            read.profiles().size(),
                            read.routes().size()))));
        } catch (ProblemException failure) {
            if (failure.problem() instanceof ConfigurationInvalid invalid) {
                return invalid.problems().stream()
                        .map(ConfigurationCheck::finding)
                        .toList();
            }
            Problem.Text problem = failure.problem().text();
            return List.of(new Finding(
                    file,
                    new Outcome.Wrong(
                            Phrase.what(problem.code(), problem.what()),
                            Phrase.remedy(problem.code(), problem.remedy()))));
        }
    }

    private static Finding finding(ConfigurationProblem problem) {
        return new Finding(problem.origin(), new Outcome.Wrong(problem.what(), problem.remedy()));
    }
}
