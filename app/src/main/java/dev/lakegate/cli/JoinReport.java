package dev.lakegate.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lakegate.config.Form;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.session.Reloaded;
import dev.lakegate.session.join.JoinPlan;
import dev.lakegate.session.join.JoinPlan.Change;
import dev.lakegate.session.join.JoinPlan.Offer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What joining a gateway would change, or has changed, for programs.
///
/// @param written whether it was
/// @param file    the person's `lakegate.toml`
/// @param backup  the former one; null where none was written
/// @param reloaded what that has changed in the running program; null where none runs or nothing was written
@JsonInclude(JsonInclude.Include.NON_NULL)
record JoinReport(
        String gateway,
        boolean written,
        String file,
        @Nullable String backup,
        List<OfProfile> profiles,
        @Nullable Reloaded reloaded) {

    /// @param state `new`, `changed`, `unchanged` or `administrated`; of the last there is nothing else
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfProfile(
            String name,
            String state,
            List<Change> changes,
            @Nullable String issuer,
            @JsonProperty("client_id") @Nullable String clientId,
            @Nullable String audience,
            @Nullable String gateway,
            @Nullable List<OfRoute> routes) {
        private static OfProfile of(Profile profile, String state, List<Change> changes) {
            return new OfProfile(
                    profile.name().value(),
                    state,
                    changes,
                    profile.issuer().toString(),
                    profile.clientId(),
                    profile.audience(),
                    profile.gateway().toString(),
                    profile.routes().stream().map(OfRoute::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfRoute(
            String name,
            int port,
            String workspace,
            String credential,
            @JsonProperty("service_principal") @Nullable String servicePrincipal) {
        private static OfRoute of(Route route) {
            return new OfRoute(
                    route.name().value(),
                    route.port(),
                    route.workspace(),
                    Form.spelling(route.credential()),
                    route.servicePrincipal().orElse(null));
        }
    }

    static JoinReport of(JoinPlan plan, boolean written, @Nullable Reloaded reloaded) {
        return new JoinReport(
                plan.gateway().toString(),
                written,
                plan.file().toString(),
                written ? plan.backup().map(Object::toString).orElse(null) : null,
                plan.profiles().stream().map(JoinReport::of).toList(),
                reloaded);
    }

    private static OfProfile of(Offer offer) {
        return switch (offer) {
            case Offer.Administrated administrated ->
                new OfProfile(administrated.name().value(), "administrated", List.of(), null, null, null, null, null);
            case Offer.New(Profile profile) -> OfProfile.of(profile, "new", List.of());
            case Offer.Changed(Profile profile, List<Change> changes) -> OfProfile.of(profile, "changed", changes);
            case Offer.Unchanged(Profile profile) -> OfProfile.of(profile, "unchanged", List.of());
        };
    }
}
