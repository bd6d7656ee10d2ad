package dev.lakegate.ui.diagnostics;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.Locations;
import dev.lakegate.diagnosis.Diagnosis;
import dev.lakegate.diagnosis.Doctor;
import dev.lakegate.diagnosis.Doctor.Onlooker;
import dev.lakegate.diagnosis.bundle.SupportBundle;
import dev.lakegate.diagnosis.check.Looked;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.ThreadDump;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/// Has the doctor look at the program of this very process. Every call blocks.
public final class Examination {
    private final String version;
    private final Locations locations;
    private final Map<String, String> environment;
    private final Path home;
    private final Supplier<StatusReport> status;
    private final Configurations configurations;

    /// Reads the configuration.
    @FunctionalInterface
    public interface Configurations {
        Configuration read() throws ProblemException;
    }

    /// @param home the person's folder
    public Examination(
            String version,
            Locations locations,
            Map<String, String> environment,
            Path home,
            Supplier<StatusReport> status,
            Configurations configurations) {
        this.version = version;
        this.locations = locations;
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.status = status;
        this.configurations = configurations;
    }

    /// For some seconds, ten at most.
    Diagnosis examine(Onlooker onlooker) throws InterruptedException {
        return new Doctor(surroundings(), InetAddress::getAllByName).examine(version, onlooker);
    }

    /// Replaces what is there.
    void writeBundle(Diagnosis diagnosis, Path file) throws ProblemException, IOException {
        byte[] zip =
                SupportBundle.of(surroundings(), diagnosis, ThreadDump.text()).zip();
        Files.deleteIfExists(file);
        OwnerOnly.create(file, zip);
    }

    private Surroundings surroundings() {
        return new Surroundings(
                locations, environment, home, InstantSource.system(), configuration(), new Looked.Seen<>(status.get()));
    }

    private Looked<Configuration> configuration() {
        try {
            return new Looked.Seen<>(configurations.read());
        } catch (ProblemException failure) {
            return new Looked.Unseen<>(Phrase.of("doctor.configuration.unusable"));
        }
    }
}
