package dev.lakegate.cli;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.session.join.JoinPlan;
import dev.lakegate.session.join.JoinPlan.Change;
import dev.lakegate.session.join.JoinPlan.Offer;
import java.io.PrintStream;
import java.util.Optional;

/// What joining a gateway would change, for people.
final class JoinText {
    private JoinText() {}

    static void print(JoinPlan plan, PrintStream out) {
        out.println("The gateway " + plan.gateway() + " offers:");
        for (Offer offer : plan.profiles()) {
            out.println();
            switch (offer) {
                case Offer.Administrated _ ->
                    out.println(
                            "profile " + offer.name() + ": set by the administrator of this machine, and left alone");
                case Offer.New(Profile profile) -> {
                    out.println("profile " + offer.name() + " (new)");
                    print(profile, out);
                }
                case Offer.Changed(Profile profile, var changes) -> {
                    out.println("profile " + offer.name() + " (changed)");
                    for (Change change : changes) {
                        out.println("  ! %s: %s -> %s".formatted(change.setting(), change.before(), change.after()));
                    }
                    print(profile, out);
                }
                case Offer.Unchanged(Profile profile) -> {
                    out.println("profile " + offer.name() + " (as it is)");
                    print(profile, out);
                }
            }
        }
        out.println();
    }

    private static void print(Profile profile, PrintStream out) {
        out.println("  issuer    " + profile.issuer() + "  (you sign in there, as client " + profile.clientId() + ")");
        out.println("  gateway   " + profile.gateway() + "  (tokens for " + profile.audience()
                + " go there and nowhere else)");
        for (Route route : profile.routes()) {
            out.println("  route     %-16s http://127.0.0.1:%-5d  %s%s"
                    .formatted(
                            route.name(),
                            route.port(),
                            route.workspace(),
                            route.servicePrincipal().map(id -> "  as " + id).orElse("")));
        }
    }

    /// What to type next.
    ///
    /// @param running whether the program does already
    static void printNext(JoinPlan plan, boolean running, PrintStream out) {
        out.println("Next:");
        if (!running) {
            out.println("  lakegate run &    (or 'lakegate' alone, with its icon)");
        }
        plan.profiles().stream()
                .flatMap(offer -> profile(offer).stream())
                .findFirst()
                .ifPresent(profile -> {
                    out.println("  lakegate login" + (plan.known() > 1 ? " " + profile.name() : ""));
                    profile.routes().stream()
                            .findFirst()
                            .ifPresent(route -> out.println("  eval \"$(lakegate env " + route.name() + ")\""));
                });
    }

    private static Optional<Profile> profile(Offer offer) {
        return switch (offer) {
            case Offer.Administrated _ -> Optional.empty();
            case Offer.New(Profile profile) -> Optional.of(profile);
            case Offer.Changed changed -> Optional.of(changed.profile());
            case Offer.Unchanged(Profile profile) -> Optional.of(profile);
        };
    }
}
