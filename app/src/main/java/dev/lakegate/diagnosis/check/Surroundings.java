package dev.lakegate.diagnosis.check;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.model.Phrase;
import dev.lakegate.session.StatusReport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What every check is given.
///
/// @param environment   of this process
/// @param home          the person's folder, where other programs keep their settings
/// @param clock         of this machine
/// @param configuration as this process reads it
/// @param status        of the running program, or of one that was started for the checks
public record Surroundings(
        Locations locations,
        Map<String, String> environment,
        Path home,
        InstantSource clock,
        Looked<Configuration> configuration,
        Looked<StatusReport> status) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// What a look at each profile brings; one that says why there is none when there is no configuration.
    public List<Finding> ofEachProfile(Function<Profile, List<Finding>> look) {
        return configuration.fold(
                read -> read.profiles().stream()
                        .flatMap(profile -> look.apply(profile).stream())
                        .toList(),
                reason -> List.of(new Finding(Phrase.of("doctor.about.profiles"), new Outcome.NotLookedAt(reason))));
    }

    /// What a look at each profile of the running program brings.
    public List<Finding> ofEachSession(Function<StatusReport.OfProfile, List<Finding>> look) {
        return status.fold(
                report -> report.profiles().stream()
                        .flatMap(profile -> look.apply(profile).stream())
                        .toList(),
                reason -> List.of(new Finding(Phrase.of("doctor.about.sessions"), new Outcome.NotLookedAt(reason))));
    }
}
