package dev.lakegate.ui.notices;

import dev.lakegate.desktop.notification.Notification;
import dev.lakegate.desktop.notification.Notifications;
import dev.lakegate.model.ProblemWords;
import dev.lakegate.session.Instance;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.changes.Follower;
import dev.lakegate.ui.kit.Words;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/// Tells the person by notifications what they are to know now.
public final class NoticePresenter implements AutoCloseable {
    /// Bounds how late it is noticed that a sign-in has ended while the machine slept: waiting does
    /// not count that.
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Instance instance;
    private final Notifications notifications;
    private final Consumer<String> signIn;
    private final Runnable openWindow;
    private final Notices notices;
    private final Follower follower;

    private NoticePresenter(
            Instance instance,
            InstantSource clock,
            Notifications notifications,
            Consumer<String> signIn,
            Runnable openWindow) {
        this.instance = instance;
        this.notifications = notifications;
        this.signIn = signIn;
        this.openWindow = openWindow;
        this.notices = new Notices(clock);
        this.follower = Follower.start(instance.changes(), "notices", this::hear, this::look);
    }

    /// Follows the program from now on.
    ///
    /// @param clock  the program's
    /// @param signIn signs in to the profile of that name; may block
    public static NoticePresenter start(
            Instance instance,
            InstantSource clock,
            Notifications notifications,
            Consumer<String> signIn,
            Runnable openWindow) {
        return new NoticePresenter(instance, clock, notifications, signIn, openWindow);
    }

    private void hear(Change change) {
        notices.hear(change).forEach(this::show);
    }

    private Duration look() {
        StatusReport status = instance.status();
        notices.see(status).forEach(this::show);
        return notices.untilDue(status, LONG);
    }

    private void show(Notice notice) {
        switch (notice) {
            case Notice.EndsSoon(var profile, var end) ->
                notifications.show(aboutSignIn(
                        profile,
                        Words.of(
                                "notice.ends_at",
                                LocalTime.ofInstant(end, ZoneId.systemDefault())
                                        .truncatedTo(ChronoUnit.MINUTES)
                                        .toString()),
                        Words.of("notice.ends_at.remedy")));
            case Notice.SignInNeeded(var profile, var why) ->
                notifications.show(aboutSignIn(
                        profile,
                        Words.of("tray.sign_in_again"),
                        why == null ? Words.of("notice.ended", profile) : why));
            case Notice.Connected(var profile, var person) ->
                notifications.show(message(
                        signInOf(profile),
                        Words.of("notice.connected"),
                        person == null
                                ? Words.of("notice.connected.you", profile)
                                : Words.of("notice.connected.person", person, profile)));
            case Notice.Settled(var profile) -> notifications.withdraw(signInOf(profile));
            case Notice.Update(var wanted) ->
                notifications.show(message(
                        "release",
                        Words.of("update.available"),
                        Words.of(
                                "update.available.remedy",
                                wanted.toString(),
                                instance.status().version())));
            case Notice.Denied(var route, var code) ->
                notifications.show(message(
                        "denial " + route,
                        Words.of("notice.denied"),
                        Words.of("notice.denied.remedy", route, ProblemWords.what(code), ProblemWords.remedy(code))));
        }
    }

    private Notification aboutSignIn(String profile, String title, String text) {
        return new Notification(
                signInOf(profile), title, text, Words.of("sign_in"), () -> signIn.accept(profile), openWindow);
    }

    /// What its notifications are about.
    private static String signInOf(String profile) {
        return "sign-in " + profile;
    }

    private Notification message(String about, String title, String text) {
        return new Notification(about, title, text, Words.of("tray.open"), openWindow, openWindow);
    }

    @Override
    public void close() {
        follower.close();
        notifications.close();
    }
}
