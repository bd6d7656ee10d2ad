package dev.lakegate.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// What `lakegate status` tells; its JSON form is stable.
///
/// @param version of the running program
@JsonNaming(SnakeCaseStrategy.class)
public record StatusReport(String version, long pid, List<OfProfile> profiles) {
    public StatusReport {
        profiles = List.copyOf(profiles);
    }

    /// A profile's state.
    ///
    /// @param person     the label of whoever is signed in
    /// @param validUntil when the current identity token ends; it is renewed before
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfProfile(
            String name,
            String issuer,
            String gateway,
            SignInState state,
            @Nullable String person,
            @Nullable Instant validUntil,
            List<OfRoute> routes) {
        public OfProfile {
            routes = List.copyOf(routes);
        }
    }

    /// A route's state.
    ///
    /// @param problem the code of what keeps it from listening
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfRoute(
            String name,
            int port,
            String workspace,
            boolean listening,
            @Nullable String problem) {}

    /// Whether somebody is signed in.
    public enum SignInState {
        SIGNED_OUT,
        SIGNING_IN,
        SIGNED_IN
    }

    public boolean everybodySignedIn() {
        return profiles.stream().allMatch(profile -> profile.state() == SignInState.SIGNED_IN);
    }
}
