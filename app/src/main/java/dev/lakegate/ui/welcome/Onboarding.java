package dev.lakegate.ui.welcome;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.session.Instance;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInWay;
import dev.lakegate.session.join.JoinPlan;
import dev.lakegate.session.join.JoinPlan.Offer;
import dev.lakegate.session.join.Joining;
import dev.lakegate.session.join.Joining.Consent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the first run does: it looks, then writes what it has shown, then signs in. Every call
/// blocks.
public final class Onboarding {
    private final Locations locations;
    private final Map<String, String> environment;
    private final Instance instance;

    public Onboarding(Locations locations, Map<String, String> environment, Instance instance) {
        this.locations = locations;
        this.environment = Map.copyOf(environment);
        this.instance = instance;
    }

    /// What that gateway offers; writes nothing.
    ///
    /// @param authority of its certificate, where this machine does not know it
    JoinPlan planOf(String address, Optional<Path> authority) throws ProblemException {
        return new Joining(locations, environment).plan(address.strip(), authority, Optional.empty(), Consent.ASKED);
    }

    /// What a ready `lakegate.toml` sets, for a machine that has none yet; writes nothing.
    JoinPlan planOf(Path file) throws ProblemException, IOException {
        Path own = locations.configFile();
        if (Files.exists(own)) {
            throw new ProblemException(new LocalFailure("take " + file, own + " is there already"));
        }
        String text = Files.readString(file);
        List<Profile> profiles = new ConfigurationLoader(locations, environment, Map.of())
                .loadWith(text)
                .profiles();
        if (profiles.isEmpty()) {
            throw new ProblemException(new LocalFailure("take " + file, "it has no [profile.NAME]"));
        }
        List<Offer> offers = profiles.stream().<Offer>map(Offer.New::new).toList();
        return new JoinPlan(profiles.getFirst().gateway(), own, Optional.empty(), text, offers, offers.size());
    }

    /// Writes it, and has the program serve it. Returns the name of the profile to sign in to.
    String carryOut(JoinPlan plan) throws ProblemException {
        if (!plan.isNothing()) {
            plan.write();
        }
        var _ = instance.reload();
        return plan.profiles().getFirst().name().value();
    }

    /// In the browser, until the person has signed in. Returns the person's label.
    String signIn(String profile) throws ProblemException, Refusal {
        try (SignInHandle handle = instance.login(profile, SignInWay.BROWSER, _ -> {})) {
            return handle.await();
        }
    }
}
