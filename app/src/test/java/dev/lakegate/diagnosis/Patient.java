package dev.lakegate.diagnosis;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Looked;
import dev.lakegate.diagnosis.check.Looked.Seen;
import dev.lakegate.diagnosis.check.Looked.Unseen;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.network.NamesCheck.Lookup;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.StatusReport;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A machine for the doctor to look at, as a test describes it.
final class Patient {
    private final Path home;
    private final String toml;
    private InstantSource clock = InstantSource.system();
    private Map<String, String> variables = Map.of();
    private Lookup lookup = InetAddress::getAllByName;
    private Looked<StatusReport> status = new Unseen<>(Phrase.verbatim("nothing runs in this test"));

    Patient(Path home, String toml) {
        this.home = home;
        this.toml = toml;
    }

    Patient by(InstantSource other) {
        clock = other;
        return this;
    }

    Patient with(Map<String, String> environment) {
        variables = environment;
        return this;
    }

    Patient with(Lookup names) {
        lookup = names;
        return this;
    }

    Patient running(StatusReport report) {
        status = new Seen<>(report);
        return this;
    }

    Locations locations() {
        return new Locations(
                home.resolve("lakegate.toml"),
                home.resolve("state"),
                home.resolve("control.sock"),
                home.resolve("managed.toml"));
    }

    /// What the check of that name finds, in English.
    List<Finding> findings(String check) throws Exception {
        return examined().checks().stream()
                .filter(checked -> checked.name().equals(check))
                .findFirst()
                .orElseThrow()
                .findings()
                .stream()
                .map(English::of)
                .toList();
    }

    /// What the check of that name finds, where it looks at one thing alone.
    Outcome outcome(String check) throws Exception {
        List<Finding> findings = findings(check);
        if (findings.size() != 1) {
            throw new AssertionError("not one finding: " + findings);
        }
        return findings.getFirst().outcome();
    }

    Diagnosis examined() throws Exception {
        return new Doctor(surroundings(), lookup).examine("test");
    }

    Surroundings surroundings() throws IOException {
        Files.writeString(locations().configFile(), toml);
        return new Surroundings(locations(), variables, home, clock, configuration(), status);
    }

    private Looked<Configuration> configuration() {
        try {
            return new Seen<>(new ConfigurationLoader(locations(), variables, Map.of()).load());
        } catch (ProblemException failure) {
            return new Unseen<>(Phrase.verbatim("the configuration cannot be used"));
        }
    }
}
