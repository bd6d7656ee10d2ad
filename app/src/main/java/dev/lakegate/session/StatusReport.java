package dev.lakegate.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lakegate.audit.AuditHealth;
import dev.lakegate.session.changes.Changes.Unreached;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// What `lakegate status` tells; its JSON form is stable.
///
/// @param version of the program that answers
/// @param running whether that is the running program; otherwise the command itself looked, and no route listens for
///     longer than that takes
/// @param paused  whether new requests are refused, as the person wants it
/// @param audit   of the running program; a program of before does not tell
@JsonNaming(SnakeCaseStrategy.class)
public record StatusReport(
        String version, long pid, boolean running, boolean paused, AuditHealth audit, List<OfProfile> profiles) {
    public StatusReport {
        audit = Objects.requireNonNullElse(audit, AuditHealth.SOUND);
        profiles = List.copyOf(profiles);
    }

    /// A profile's state.
    ///
    /// @param person     the label of whoever is signed in
    /// @param validUntil when the current identity token ends
    /// @param renewed    whether it is renewed before that, without the person
    /// @param keptIn     where the sign-in is kept, as in "GNOME Keyring" or "memory"
    /// @param problem    the code of what stands in the way, such as a locked key store or a step-up
    /// @param remedy     what the person can do about it
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfProfile(
            String name,
            String issuer,
            String gateway,
            SignInState state,
            @Nullable String person,
            @Nullable Instant validUntil,
            boolean renewed,
            String keptIn,
            @Nullable String problem,
            @Nullable String remedy,
            List<OfRoute> routes) {
        public OfProfile {
            routes = List.copyOf(routes);
        }

        boolean needsNobody() {
            return state == SignInState.SIGNED_IN && problem == null;
        }
    }

    /// A route's state.
    ///
    /// @param addresses where clients reach it: `http:`, `https:` and `unix:`, as the route has them
    /// @param problem   the code of what keeps it from listening
    /// @param unreached what kept its last request from the gateway, since the start
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfRoute(
            String name,
            int port,
            List<String> addresses,
            String workspace,
            boolean listening,
            @Nullable String problem,
            @Nullable Unreached unreached) {}

    /// Whether somebody is signed in.
    public enum SignInState {
        /// The kept sign-in is being looked up; the key store may be asking to be unlocked.
        OPENING,
        SIGNED_OUT,
        SIGNING_IN,
        SIGNED_IN
    }

    /// Whether no profile waits for a person.
    public boolean everybodySignedIn() {
        return profiles.stream().allMatch(OfProfile::needsNobody);
    }
}
