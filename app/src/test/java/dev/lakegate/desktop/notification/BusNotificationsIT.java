package dev.lakegate.desktop.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.DBusSession;
import dev.lakegate.sandbox.NotificationArea;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
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
    private DBusSession session;

    @BeforeEach
    void logIn() throws IOException {
        session = new DBusSession(Files.createTempDirectory("lgn"));
    }

    @AfterEach
    void logOut() {
        session.close();
    }

    @Test
    void a_later_one_about_the_same_takes_the_place_of_the_earlier_and_none_is_critical() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "actions", "body");
                Notifications notifications = new BusNotifications(session.environment())) {
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
                Notifications notifications = new BusNotifications(session.environment())) {
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
                Notifications notifications = new BusNotifications(session.environment())) {
            notifications.show(about("denial prod", "<b>no & never</b>"));

            assertThat(area.shown()).containsExactly("1 denial prod: &lt;b&gt;no &amp; never&lt;/b&gt; [] urgency 1");
        }
    }

    @Test
    void nobody_is_disturbed_who_does_not_want_to_be() throws Exception {
        try (NotificationArea area = new NotificationArea(session, "actions");
                Notifications notifications = new BusNotifications(session.environment())) {
            area.inhibit(true);
            notifications.show(about("denial prod", "rate limited"));
            assertThat(area.shown()).isEmpty();

            area.inhibit(false);
            notifications.show(about("denial prod", "rate limited"));
            assertThat(area.shown()).hasSize(1);
        }
    }

    @Test
    void where_nobody_shows_any_nothing_happens_and_a_server_that_comes_later_is_found() throws Exception {
        try (Notifications nowhere = new BusNotifications(Map.of())) {
            nowhere.show(about("denial prod", "rate limited"));
        }
        try (Notifications notifications = new BusNotifications(session.environment())) {
            notifications.show(about("denial prod", "rate limited"));
            try (NotificationArea area = new NotificationArea(session, "actions")) {
                notifications.show(about("denial prod", "rate limited"));
                assertThat(area.shown()).hasSize(1);
            }
        }
    }

    private Notification about(String what, String text) {
        return new Notification(what, what, text, "Sign in", () -> clicks.add("chosen"), () -> clicks.add("clicked"));
    }
}
