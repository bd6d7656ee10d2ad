package dev.lakegate.ui.tray;

import dev.lakegate.desktop.Browser;
import dev.lakegate.desktop.autostart.Autostart;
import dev.lakegate.desktop.tray.Tray;
import dev.lakegate.desktop.tray.TrayView;
import dev.lakegate.session.Instance;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.changes.Follower;
import dev.lakegate.ui.Clipboard;
import dev.lakegate.ui.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Shows the running program in the tray.
public final class TrayPresenter implements AutoCloseable {
    /// While requests end; more often nobody can read it.
    private static final Duration TRAFFIC_PAUSE = Duration.ofSeconds(1);

    /// Bounds how late it is noticed that a sign-in has ended while the machine slept: waiting does
    /// not count that.
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Instance instance;
    private final InstantSource clock;
    private final Optional<Autostart> autostart;
    private final TrayActions actions;
    private final Memory memory = new Memory();
    private final LastMinute lastMinute;
    private StatusReport status;
    private long requests;
    private long shownRequests;
    private volatile @Nullable String told;
    private @Nullable Follower follower;

    /// Shows nothing before [#show].
    ///
    /// @param clock     the program's
    /// @param autostart empty where the person cannot choose
    public TrayPresenter(
            Instance instance,
            InstantSource clock,
            Browser browser,
            Clipboard clipboard,
            Window window,
            Optional<Autostart> autostart) {
        this.instance = instance;
        this.clock = clock;
        this.autostart = autostart;
        this.status = instance.status();
        this.requests = instance.changes().requests();
        this.lastMinute = new LastMinute(System.nanoTime(), requests);
        this.actions = new TrayCommands(instance, browser, clipboard, window, autostart, this::tell);
    }

    /// A tray where there is one; as [dev.lakegate.desktop.tray.Trays] opens it.
    ///
    /// @param trays of a first view and of what a click on the icon does
    public Optional<Tray> show(BiFunction<TrayView, Runnable, Optional<Tray>> trays) {
        Optional<Tray> tray = trays.apply(look(), actions::openWindow);
        tray.ifPresent(opened -> follower = Follower.start(instance.changes(), "tray", memory::hear, () -> {
            opened.show(look());
            return untilNextLook();
        }));
        return tray;
    }

    /// Signs in to the profile, as a click in the menu does. Blocks until that is over.
    public void signIn(String profile) {
        actions.signIn(profile);
    }

    private void tell(@Nullable String sentence) {
        told = sentence;
        instance.changes().tell(new Change.Status());
    }

    private TrayView look() {
        status = instance.status();
        memory.see(status);
        requests = instance.changes().requests();
        shownRequests = lastMinute.look(System.nanoTime(), requests);
        return TrayMenu.of(
                new Known(
                        status,
                        memory.renewalProblems(),
                        memory.lost(),
                        shownRequests,
                        instance.browsable(),
                        autostart.map(Autostart::isOn),
                        told,
                        clock.instant(),
                        ZoneId.systemDefault()),
                actions);
    }

    /// Long, unless requests end, or a sign-in will.
    private Duration untilNextLook() {
        if (shownRequests > 0) {
            return TRAFFIC_PAUSE;
        }
        instance.changes().tellOfNextRequest();
        if (instance.changes().requests() > requests) {
            return TRAFFIC_PAUSE;
        }
        Instant now = clock.instant();
        Duration wait = LONG;
        for (StatusReport.OfProfile profile : status.profiles()) {
            Instant end = profile.validUntil();
            if (end != null) {
                wait = sooner(wait, Duration.between(now, end));
                wait = sooner(wait, Duration.between(now, end.minus(Standing.SOON)));
            }
        }
        return wait;
    }

    private static Duration sooner(Duration wait, Duration other) {
        return other.isPositive() && other.compareTo(wait) < 0 ? other : wait;
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
    }
}
