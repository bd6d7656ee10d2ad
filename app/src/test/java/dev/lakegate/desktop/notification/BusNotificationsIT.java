package dev.lakegate.desktop.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.DBusSession;
import dev.lakegate.sandbox.NotificationArea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Notifications of a Linux desktop, as whoever shows them sees them on the bus.
@Timeout(60)
class BusNotificationsIT {
    private final BlockingQueue<String> clicks = new LinkedBlockingQueue<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private Path home;
    private DBusSession session;

    @BeforeEach
    void logIn() throws IOException {
        home = Files.createTempDirectory("lgn");
        session = new DBusSession(home);
    }

    @AfterEach
    void logOut() {
        session.close();
    }

    @Test
    void a_later_one_about_the_same_takes_the_place_of_the_earlier_and_none_is_critical() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "actions", "body");
                Notifications notifications = onTheBus(session.environment())) {
            notifications.show(about("sign-in acme", "ends at 14:00"));
            notifications.show(about("denial prod", "rate limited"));
            notifications.show(about("sign-in acme", "has ended"));

            assertThat(area.shown())
                    .containsExactly(
                            "1 sign-in acme: ends at 14:00 [default, , choice, Sign in] urgency 1",
                            "2 denial prod: rate limited [default, , choice, Sign in] urgency 1",
                            "1 sign-in acme: has ended [default, , choice, Sign in] urgency 1");
        }
    }

    @Test
    void its_button_and_a_click_on_it_do_what_they_say() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "actions");
                Notifications notifications = onTheBus(session.environment())) {
            notifications.show(about("sign-in acme", "has ended"));

            area.choose(1, "choice");
            assertThat(clicks.poll(10, TimeUnit.SECONDS)).isEqualTo("chosen");
            area.choose(1, "default");
            assertThat(clicks.poll(10, TimeUnit.SECONDS)).isEqualTo("clicked");
        }
    }

    @Test
    void a_server_without_buttons_gets_none_and_one_with_markup_gets_no_markup_of_others() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "body", "body-markup");
                Notifications notifications = onTheBus(session.environment())) {
            notifications.show(about("denial prod", "<b>no & never</b>"));

            assertThat(area.shown()).containsExactly("1 denial prod: &lt;b&gt;no &amp; never&lt;/b&gt; [] urgency 1");
        }
    }

    @Test
    void nobody_is_disturbed_who_does_not_want_to_be() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "actions");
                Notifications notifications = onTheBus(session.environment())) {
            area.inhibit(true);
            notifications.show(about("denial prod", "rate limited"));
            assertThat(area.shown()).isEmpty();

            area.inhibit(false);
            notifications.show(about("denial prod", "rate limited"));
            assertThat(area.shown()).hasSize(1);
        }
    }

    @Test
    void nobody_is_disturbed_who_has_switched_off_gnomes_banners() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "actions");
                Notifications gnome = onTheBus(gnome());
                Notifications another = onTheBus(session.environment())) {
            banners(false);
            gnome.show(about("denial prod", "rate limited"));
            assertThat(area.shown()).isEmpty();
            assertThat(elsewhere).isEmpty();

            another.show(about("denial prod", "rate limited"));
            assertThat(area.shown()).as("by a desktop whose switch it is not").hasSize(1);

            banners(true);
            gnome.show(about("denial prod", "rate limited"));
            assertThat(area.shown()).hasSize(2);
        }
    }

    @Test
    void what_is_no_longer_so_is_taken_back_once_and_only_if_it_was_shown() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "actions");
                Notifications notifications = onTheBus(session.environment())) {
            notifications.withdraw("sign-in acme");
            notifications.show(about("denial prod", "rate limited"));
            notifications.show(about("sign-in acme", "ends at 14:00"));

            notifications.withdraw("sign-in acme");
            notifications.withdraw("sign-in acme");

            assertThat(area.shown()).last().isEqualTo("2 closed");
            assertThat(area.shown()).hasSize(3);
        }
    }

    @Test
    void where_nobody_shows_any_they_are_shown_elsewhere_until_a_server_comes() throws Exception {
        try (Notifications nowhere = onTheBus(Map.of())) {
            nowhere.show(about("denial prod", "rate limited"));
            nowhere.withdraw("denial prod");
        }
        assertThat(elsewhere).containsExactly("shown denial prod", "withdrawn denial prod", "closed");
        elsewhere.clear();
        try (Notifications notifications = onTheBus(session.environment())) {
            notifications.show(about("denial prod", "rate limited"));
            assertThat(elsewhere).containsExactly("shown denial prod");
            try (NotificationArea area = new NotificationArea(session, "actions")) {
                notifications.show(about("denial prod", "rate limited"));
                assertThat(area.shown()).hasSize(1);
                assertThat(elsewhere).hasSize(1);
            }
        }
    }

    private Notifications onTheBus(Map<String, String> environment) {
        return new BusNotifications(environment, new Notifications() {
            @Override
            public void show(Notification notification) {
                elsewhere.add("shown " + notification.about());
            }

            @Override
            public void withdraw(String about) {
                elsewhere.add("withdrawn " + about);
            }

            @Override
            public void close() {
                elsewhere.add("closed");
            }
        });
    }

    /// The session of a GNOME desktop whose settings are in a file of the person's.
    private Map<String, String> gnome() {
        Map<String, String> environment = new HashMap<>(session.environment());
        environment.put("XDG_CURRENT_DESKTOP", "ubuntu:GNOME");
        environment.put("XDG_CONFIG_HOME", home.toString());
        environment.put("GSETTINGS_BACKEND", "keyfile");
        return environment;
    }

    private void banners(boolean on) throws IOException {
        Path settings = Files.createDirectories(home.resolve("glib-2.0/settings"));
        Files.writeString(settings.resolve("keyfile"), "[org/gnome/desktop/notifications]\nshow-banners=" + on + "\n");
    }

    private Notification about(String what, String text) {
        return new Notification(what, what, text, "Sign in", () -> clicks.add("chosen"), () -> clicks.add("clicked"));
    }
}
