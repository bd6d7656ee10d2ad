package dev.lakegate.ui.window;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.desktop.Browser;
import dev.lakegate.desktop.autostart.Autostart;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.session.Control;
import dev.lakegate.session.Instance;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInWay;
import dev.lakegate.ui.connect.Setups;
import dev.lakegate.ui.diagnostics.Examination;
import dev.lakegate.ui.kit.Words;
import dev.lakegate.ui.settings.Settings;
import dev.lakegate.ui.welcome.Onboarding;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The running program as the window needs it.
///
/// @param home      the person's folder
/// @param autostart empty where the person cannot choose
/// @param newer     the release that the person is to have instead of this one, as far as it is
///                  known
public record Desk(
        String version,
        Locations locations,
        Map<String, String> environment,
        Path home,
        Instance instance,
        Browser browser,
        Optional<Autostart> autostart,
        Supplier<Optional<ReleaseNumber>> newer) {
    public Desk {
        environment = Map.copyOf(environment);
    }

    Control control() {
        return instance;
    }

    /// In the browser; blocks until the person has signed in. Returns the person's label.
    String signIn(String profile) throws ProblemException, Refusal {
        try (SignInHandle handle = instance.login(profile, SignInWay.BROWSER, _ -> {})) {
            return handle.await();
        }
    }

    /// Blocks for some seconds.
    boolean openInBrowser(String route) throws ProblemException {
        if (!browser.open(URI.create(instance.enter(route).address().reveal()))) {
            throw new ProblemException(new LocalFailure("open a browser", "no browser could be started"));
        }
        return true;
    }

    /// What is to be said of a newer release, in a sentence or two.
    Optional<String> update() {
        return newer.get().map(release -> Words.of("update.available.remedy", release.toString(), version));
    }

    Setups setups() {
        return new Setups(locations.stateFolder(), () -> loader().loadBeforeJoining());
    }

    Examination examination() {
        return new Examination(version, locations, environment, home, instance::status, () -> loader().load());
    }

    Settings settings() {
        return new Settings(locations.configFile(), loader(), instance, autostart);
    }

    Onboarding onboarding() {
        return new Onboarding(locations, environment, instance);
    }

    private ConfigurationLoader loader() {
        return new ConfigurationLoader(locations, environment, Map.of());
    }
}
