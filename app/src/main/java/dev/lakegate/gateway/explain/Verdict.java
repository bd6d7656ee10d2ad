package dev.lakegate.gateway.explain;

import dev.lakegate.gateway.policy.Rule;
import java.util.List;
import java.util.Optional;

/// What becomes of a request.
public sealed interface Verdict {
    /// The name that answers and audit give to what is not the policy's to decide.
    String BUILT_IN = "built-in";

    /// The name of what happens when no rule matches.
    String DEFAULT = "default";

    /// What `X-Lakegate-Rule` says.
    String rule();

    /// The workspace identity; empty when nobody was found.
    Optional<String> identity();

    /// It goes on to the workspace.
    ///
    /// @param matched empty where no rule decides
    /// @param fields  that the gateway sets for the workspace to believe
    record Allowed(String rule, Optional<Rule> matched, Optional<String> identity, List<String> fields)
            implements Verdict {
        public Allowed {
            fields = List.copyOf(fields);
        }
    }

    /// It is answered by the gateway.
    ///
    /// @param code of the denial, as in `X-Lakegate-Error`
    record Denied(String code, String rule, Optional<Rule> matched, Optional<String> identity) implements Verdict {}
}
