package dev.lakegate;

import dev.lakegate.cli.Desktop;
import dev.lakegate.config.Locations;
import dev.lakegate.desktop.Browser;
import dev.lakegate.desktop.CopyProgram;
import dev.lakegate.desktop.autostart.Autostart;
import dev.lakegate.desktop.notification.BusNotifications;
import dev.lakegate.desktop.notification.Notifications;
import dev.lakegate.desktop.tray.Tray;
import dev.lakegate.desktop.tray.Trays;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Instance;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.join.WantedRelease;
import dev.lakegate.session.release.NewerRelease;
import dev.lakegate.session.release.ToldRelease;
import dev.lakegate.ui.Window;
import dev.lakegate.ui.notices.NoticePresenter;
import dev.lakegate.ui.tray.TrayPresenter;
import dev.lakegate.ui.window.Appearance;
import dev.lakegate.ui.window.Bubbles;
import dev.lakegate.ui.window.Desk;
import dev.lakegate.ui.window.DesktopWindow;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desktop app's part of the object graph: tray and window of the program that runs in this
/// process.
final class DesktopApp implements Desktop {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    private final Locations locations;
    private final Map<String, String> environment;
    private final Path home;
    private final String operatingSystem = System.getProperty("os.name");
    private final InstantSource clock;
    private final BooleanSupplier notifies;

    /// @param home     the person's folder
    /// @param notifies whether the person wants notifications, once the program has started
    DesktopApp(
            Locations locations,
            Map<String, String> environment,
            Path home,
            InstantSource clock,
            BooleanSupplier notifies) {
        this.locations = locations;
        this.home = home;
        this.environment = environment;
        this.clock = clock;
        this.notifies = notifies;
    }

    @Override
    public boolean isPossible() {
        return Trays.isDesktop(operatingSystem, environment);
    }

    @Override
    public Shown show(Instance instance, boolean hidden) {
        Browser browser = new Browser(environment, operatingSystem);
        Optional<Autostart> autostart = Autostart.ofThisProcess(environment, home);
        NewerRelease newer = new NewerRelease(
                Version.current(),
                clock,
                new WantedRelease(locations, environment)::by,
                new ToldRelease(locations.stateFolder()));
        Window window = new DesktopWindow(
                new Desk(Version.current(), locations, environment, home, instance, browser, autostart, newer::known),
                () -> Appearance.ofTheSystem(operatingSystem, environment));
        instance.changes().watch(change -> {
            if (change instanceof Change.Reveal) {
                Thread.startVirtualThread(window::open);
            }
        });
        TrayPresenter presenter = new TrayPresenter(
                instance, clock, browser, new CopyProgram(environment, operatingSystem)::put, window, autostart);
        Optional<Tray> tray =
                presenter.show((view, activated) -> Trays.ofThisSystem(operatingSystem, environment, view, activated));
        autostart.ifPresent(DesktopApp::keepUp);
        Optional<NoticePresenter> notices = notices(instance, presenter, window);
        // when there is who tells of it
        newer.follow(instance);
        if (!hidden) {
            Thread.startVirtualThread(window::open);
        }
        return () -> {
            newer.close();
            notices.ifPresent(NoticePresenter::close);
            presenter.close();
            tray.ifPresent(Tray::close);
            window.close();
        };
    }

    /// What starts at login is the program that runs now.
    private static void keepUp(Autostart autostart) {
        try {
            autostart.keepUp();
        } catch (ProblemException failure) {
            LOG.warn("{}", failure.problem().text());
        }
    }

    /// Where the person wants any.
    private Optional<NoticePresenter> notices(Instance instance, TrayPresenter presenter, Window window) {
        return notifies.getAsBoolean()
                ? Optional.of(NoticePresenter.start(instance, clock, notifications(), presenter::signIn, window::open))
                : Optional.empty();
    }

    private Notifications notifications() {
        Notifications bubbles = new Bubbles(() -> Appearance.ofTheSystem(operatingSystem, environment));
        return operatingSystem.startsWith("Linux") ? new BusNotifications(environment, bubbles) : bubbles;
    }
}
