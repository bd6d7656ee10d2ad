package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.desktop.notification.Notification;
import dev.lakegate.desktop.notification.Notifications;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.OpenWindow;
import dev.lakegate.session.join.WantedRelease;
import dev.lakegate.session.release.NewerRelease;
import dev.lakegate.session.release.ToldRelease;
import dev.lakegate.ui.notices.NoticePresenter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.application.ColorScheme;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a person is told by notifications, of the real program.
@ExtendWith(StandardSandbox.class)
class NotificationsIT extends WithSandbox {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Notifications notifications = new Notifications() {
        @Override
        public void show(Notification notification) {
            told.add(notification.title() + ": " + notification.text());
        }

        @Override
        public void withdraw(String about) {
            told.add(about + " taken back");
        }

        @Override
        public void close() {}
    };

    @Test
    void a_sign_in_that_ends_is_told_of_until_the_person_has_signed_out() throws Exception {
        Laptop laptop = laptop(sandbox.configuration().replace("\"offline_access\", ", ""));
        laptop.signIn("alice");
        Instant end = Objects.requireNonNull(
                laptop.instance().status().profiles().getFirst().validUntil());
        InstantSource aMinuteBefore = InstantSource.fixed(end.minus(Duration.ofMinutes(1)));
        try (NoticePresenter _ =
                NoticePresenter.start(laptop.instance(), aMinuteBefore, notifications, _ -> {}, () -> {})) {
            await("the warning").until(() -> told.size() == 1);
            assertThat(told.getFirst()).startsWith("Your sign-in ends at ");

            laptop.signOut();

            await("its end").until(() -> told.size() == 2);
            assertThat(told.getLast()).isEqualTo("sign-in acme taken back");
        }
    }

    /// The sandbox's policy names 1.4.0.
    @Test
    void the_release_that_the_administrator_wants_is_told_once_and_stands_in_the_window() throws Exception {
        Laptop laptop = laptop();
        try (NewerRelease newer = new NewerRelease(
                        "1.3.9",
                        InstantSource.system(),
                        new WantedRelease(laptop.locations(), laptop.environment())::by,
                        new ToldRelease(laptop.locations().stateFolder()));
                NoticePresenter _ = NoticePresenter.start(
                        laptop.instance(), InstantSource.system(), notifications, _ -> {}, () -> {});
                OpenWindow window = OpenWindow.on(laptop, OpenWindow.always(ColorScheme.LIGHT), newer::known)) {
            newer.follow(laptop.instance());

            window.await(
                    "the line",
                    () -> window.now("#update", Label.class).getText().contains("Lakegate 1.4.0"));
            await("the notification").until(() -> !told.isEmpty());
            assertThat(told)
                    .singleElement()
                    .asString()
                    .startsWith("Update available: Your gateway’s administrator asks for Lakegate 1.4.0");
        }
    }
}
