package dev.lakegate.audit.run;

import java.util.Optional;
import java.util.regex.Pattern;

/// A run of an experiment or of a job, by the workspace's own id.
public record Run(Kind kind, String id) {
    /// Throws [IllegalArgumentException] when the id cannot be one.
    public Run {
        if (!kind.form.matcher(id).matches()) {
            throw new IllegalArgumentException("a " + kind + "'s id is " + kind.words);
        }
    }

    /// Empty when the id cannot be one.
    public static Optional<Run> of(Kind kind, String id) {
        return kind.form.matcher(id).matches() ? Optional.of(new Run(kind, id)) : Optional.empty();
    }

    /// What runs.
    public enum Kind {
        MLFLOW("MLflow run", "mlflow_run", "[0-9a-f]{32}", "32 hexadecimal digits"),
        JOB("job run", "job_run", "[0-9]{1,20}", "a number of up to 20 digits");

        private final String name;
        private final String member;
        private final Pattern form;
        private final String words;

        Kind(String name, String member, String form, String words) {
            this.name = name;
            this.member = member;
            this.form = Pattern.compile(form);
            this.words = words;
        }

        /// Of the audit line that has the id.
        public String member() {
            return member;
        }

        /// As people call it.
        @Override
        public String toString() {
            return name;
        }
    }
}
