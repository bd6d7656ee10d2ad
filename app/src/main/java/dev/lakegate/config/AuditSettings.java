package dev.lakegate.config;

import java.time.Duration;
import java.util.List;

/// How the local audit log is kept.
///
/// @param maxFileBytes when a file has grown to this size, the next line goes into a new one
/// @param keep         for so long after their last line files stay
/// @param keepFiles    so many files before the current one stay at most
/// @param keepBytes    so much stays at most
/// @param queryNames   parameters of a query whose values may be told
/// @param recognisesRuns whether MLflow's and jobs' runs are looked for in what passes
public record AuditSettings(
        long maxFileBytes,
        Duration keep,
        int keepFiles,
        long keepBytes,
        OnFailure onFailure,
        List<String> queryNames,
        boolean recognisesRuns) {
    public AuditSettings {
        queryNames = List.copyOf(queryNames);
    }

    /// What becomes of requests whose lines cannot be written.
    public enum OnFailure {
        SERVE,
        REFUSE
    }
}
