package dev.lakegate.desktop.tray;

import static dev.lakegate.sandbox.Panel.ITEM;
import static dev.lakegate.sandbox.Panel.MENU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.DBusSession;
import dev.lakegate.sandbox.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The tray of a Linux desktop, as a panel sees it on the bus.
@Timeout(60)
class StatusNotifierTrayIT {
    private final BlockingQueue<String> clicks = new LinkedBlockingQueue<>();
    private DBusSession session;

    @BeforeEach
    void logIn() throws IOException {
        session = new DBusSession(Files.createTempDirectory("lgt"));
    }

    @AfterEach
    void logOut() {
        session.close();
    }

    @Test
    void a_panel_reads_icon_tooltip_and_menu_in_the_types_that_qt_and_gtk_want() throws Exception {
        try (Panel panel = new Panel(session);
                Tray tray = open(view(TrayState.CONNECTED, action("Sign out"), toggle("Start at login", true)))) {
            assertThat(panel.awaitIcon()).startsWith("org.kde.StatusNotifierItem-");
            assertThat(tray.isVisible()).isTrue();

            assertThat(panel.signatureOf(ITEM, "Status")).isEqualTo("v s");
            assertThat(panel.signatureOf(ITEM, "IconPixmap")).isEqualTo("v a(iiay)");
            assertThat(panel.signatureOf(ITEM, "ToolTip")).isEqualTo("v (sa(iiay)ss)");
            assertThat(panel.signatureOf(ITEM, "Menu")).isEqualTo("v o");
            assertThat(panel.signatureOf(ITEM, "ItemIsMenu")).isEqualTo("v b");
            assertThat(panel.signatureOf(MENU, "Version")).isEqualTo("v u");
            assertThat(panel.signatureOf(MENU, "IconThemePath")).isEqualTo("v as");
            assertThat(panel.property(ITEM, "Id")).isEqualTo("lakegate");
            assertThat(panel.property(ITEM, "Status")).isEqualTo("Active");
            assertThat(panel.menu()).isEqualTo("""
                    revision 1
                    0 {children-display=submenu, label=}
                      1 {label=Sign out}
                      2 {label=Start at login, toggle-state=1, toggle-type=checkmark}
                    """);
        }
    }

    @Test
    void panels_that_come_late_or_come_back_are_told() throws Exception {
        try (Tray tray = open(view(TrayState.SIGNED_OUT))) {
            assertThat(tray.isVisible()).isFalse();
            String name;
            try (Panel late = new Panel(session)) {
                name = late.awaitIcon();
            }
            try (Panel again = new Panel(session)) {
                assertThat(again.awaitIcon()).isEqualTo(name);
            }
        }
    }

    @Test
    void clicks_arrive_and_a_slow_one_keeps_nobody_waiting() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        TrayItem.Action forever = new TrayItem.Action("Forever", () -> {
            clicks.add("Forever");
            awaitQuietly(slow);
        });
        TrayItem below = new TrayItem.Submenu("More", List.of(action("Below")));
        try (Panel panel = new Panel(session);
                Tray _ = open(view(TrayState.CONNECTED, forever, below))) {
            panel.awaitIcon();

            panel.click("Forever");
            assertThat(next()).isEqualTo("Forever");
            panel.click("Below");
            assertThat(next()).isEqualTo("Below");
            panel.clickIcon();
            assertThat(next()).isEqualTo("the icon");
        } finally {
            slow.countDown();
        }
    }

    @Test
    void what_looks_different_is_told_and_nothing_else() throws Exception {
        try (Panel panel = new Panel(session);
                Tray tray = open(view(TrayState.CONNECTED, text("0 requests"), action("Sign out")))) {
            panel.awaitIcon();
            panel.toldSince();

            tray.show(view(TrayState.CONNECTED, text("0 requests"), action("Sign out")));
            assertThat(panel.toldSince()).isEmpty();

            tray.show(view(TrayState.CONNECTED, text("1 request"), action("Sign out")));
            assertThat(panel.toldSince()).containsExactly("ItemsPropertiesUpdated[[[1, {label=1 request}]], []]");

            tray.show(view(TrayState.ATTENTION, text("1 request"), action("Sign in")));
            assertThat(panel.toldSince())
                    .containsExactly(
                            "LayoutUpdated[2, 0]",
                            "NewIcon",
                            "NewAttentionIcon",
                            "NewToolTip",
                            "NewStatus[NeedsAttention]");
        }
    }

    @Test
    void who_clicks_what_they_saw_a_moment_ago_gets_nothing_else() throws Exception {
        try (Panel panel = new Panel(session);
                Tray tray = open(view(TrayState.CONNECTED, action("Sign out"), action("Quit")))) {
            panel.awaitIcon();
            int signOut = panel.idOf("Sign out");
            int quit = panel.idOf("Quit");

            tray.show(view(TrayState.SIGNED_OUT, action("Sign in"), action("Quit")));

            assertThat(panel.click(signOut)).isFalse();
            assertThat(panel.idOf("Quit")).isEqualTo(quit);
            assertThat(panel.click(quit)).isTrue();
            assertThat(next()).isEqualTo("Quit");
        }
    }

    @Test
    void an_underscore_is_no_key_to_press() throws Exception {
        try (Panel panel = new Panel(session);
                Tray _ = open(view(TrayState.CONNECTED, action("my_route")))) {
            panel.awaitIcon();
            assertThat(panel.menu()).contains("label=my__route");
        }
    }

    @Test
    void each_state_has_an_icon_of_its_own_in_each_size() {
        for (int size : StateIcons.SIZES) {
            assertThat(List.of(TrayState.values()))
                    .extracting(state -> List.of(boxed(StateIcons.argb(state, size))))
                    .doesNotHaveDuplicates()
                    .allSatisfy(pixels -> assertThat(pixels).hasSize(4 * size * size));
        }
    }

    @Test
    void a_machine_without_a_session_has_no_tray() {
        assertThat(Trays.ofThisSystem("Linux", Map.of(), view(TrayState.SIGNED_OUT), () -> {}))
                .isEmpty();
        assertThat(Trays.isDesktop("Linux", Map.of())).isFalse();
        assertThat(Trays.isDesktop("Linux", Map.of("DISPLAY", ":0"))).isTrue();
        assertThat(Trays.isDesktop("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")))
                .isTrue();
    }

    @Test
    void a_session_is_a_desktop_while_it_has_a_panel() throws Exception {
        assertThat(Trays.isDesktop("Linux", session.environment())).isFalse();
        try (Panel _ = new Panel(session)) {
            assertThat(Trays.isDesktop("Linux", session.environment())).isTrue();
        }
    }

    private Tray open(TrayView view) {
        return Trays.ofThisSystem("Linux", session.environment(), view, () -> clicks.add("the icon"))
                .orElseThrow();
    }

    private static TrayView view(TrayState state, TrayItem... menu) {
        return new TrayView(state, "Lakegate", state.name(), List.of(menu));
    }

    private TrayItem action(String label) {
        return new TrayItem.Action(label, () -> clicks.add(label));
    }

    private TrayItem toggle(String label, boolean on) {
        return new TrayItem.Toggle(label, on, () -> clicks.add(label));
    }

    private static TrayItem text(String label) {
        return new TrayItem.Text(label);
    }

    private String next() throws InterruptedException {
        return clicks.poll(10, TimeUnit.SECONDS);
    }

    private static Byte[] boxed(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        java.util.Arrays.setAll(boxed, index -> bytes[index]);
        return boxed;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
