package dev.lakegate.diagnosis.local;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.ConfigurationProblem;
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
            return List.of(Finding.fine(
                    file,
                    counted(read.profiles().size(), "profile") + ", "
                            + counted(read.routes().size(), "route")));
        } catch (ProblemException failure) {
            if (failure.problem() instanceof ConfigurationInvalid invalid) {
                return invalid.problems().stream()
                        .map(ConfigurationCheck::finding)
                        .toList();
            }
            return List.of(Finding.wrong(
                    file,
                    failure.problem().text().what(),
                    failure.problem().text().remedy()));
        }
    }

    private static Finding finding(ConfigurationProblem problem) {
        return Finding.wrong(
                problem.origin().toString(),
                problem.what().toString(),
                problem.remedy().toString());
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
