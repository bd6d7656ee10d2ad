package dev.lakegate.ui.window;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.activity.Rows;
import dev.lakegate.model.Languages;
import dev.lakegate.ui.activity.ActivityPage;
import dev.lakegate.ui.connect.ConnectPage;
import dev.lakegate.ui.diagnostics.DiagnosticsPage;
import dev.lakegate.ui.feed.Feed;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.overview.Acts;
import dev.lakegate.ui.overview.OverviewPage;
import dev.lakegate.ui.settings.SettingsPage;
import dev.lakegate.ui.welcome.WelcomePage;
import java.awt.ComponentOrientation;
import java.util.List;
import javafx.application.ColorScheme;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.NotificationPane;

/// What is in the window: the pages and the way between them.
final class Frame {
    private static final double WIDTH = 1120;
    private static final double HEIGHT = 740;

    private final Desk desk;
    private final OverviewPage overview;
    private final ActivityPage activity;
    private final ConnectPage connect;
    private final DiagnosticsPage diagnostics;
    private final WelcomePage welcome;
    private final List<Page> pages;
    private final Sidebar sidebar;
    private final StackPane place = new StackPane();
    private final BorderPane whole = new BorderPane();
    private final NotificationPane notes = new NotificationPane(whole);
    private final Scene scene = new Scene(notes, WIDTH, HEIGHT);
    private Page current;

    /// @param scheme to begin with
    Frame(Desk desk, Feed feed, ColorScheme scheme) {
        // before anything asks for a style
        Theme.dress(scene, scheme);
        this.desk = desk;
        overview = new OverviewPage(feed, acts(), desk::update);
        activity = new ActivityPage(feed, AuditFolder.in(desk.locations().stateFolder()), Rows.NONE);
        connect = new ConnectPage(feed, desk.setups());
        diagnostics = new DiagnosticsPage(desk.examination());
        SettingsPage settings = new SettingsPage(desk.settings());
        welcome = new WelcomePage(desk.onboarding(), this::welcomed);
        pages = List.of(overview, activity, connect, diagnostics, settings);
        current = overview;
        sidebar = new Sidebar(pages, this::show);
        whole.setLeft(sidebar.node());
        whole.setCenter(place);
        // it would take the focus, and has nothing to do with it
        notes.setFocusTraversable(false);
        place.setAlignment(Pos.TOP_LEFT);
        boolean fromRight = isFromRightToLeft();
        scene.setNodeOrientation(fromRight ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.LEFT_TO_RIGHT);
        keys();
        feed.sight().addListener((_, before, now) -> {
            if (now != null) {
                sidebar.show(now);
                if (before == null && now.status().profiles().isEmpty()) {
                    show(welcome);
                }
            }
        });
        show(overview);
    }

    Scene scene() {
        return scene;
    }

    private static boolean isFromRightToLeft() {
        return !ComponentOrientation.getOrientation(Languages.ofThisPerson()).isLeftToRight();
    }

    /// Ctrl+1 and so on, as browsers have it.
    private void keys() {
        List<KeyCode> digits = List.of(KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT5);
        for (int index = 0; index < pages.size(); index++) {
            Page page = pages.get(index);
            scene.getAccelerators()
                    .put(new KeyCodeCombination(digits.get(index), KeyCombination.SHORTCUT_DOWN), () -> show(page));
        }
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN),
                        () -> scene.getWindow().hide());
    }

    void show(Page page) {
        if (!place.getChildren().isEmpty()) {
            current.hidden();
        }
        current = page;
        whole.setLeft(page == welcome ? null : sidebar.node());
        place.getChildren().setAll(page.content());
        sidebar.select(page);
        page.shown();
    }

    private void welcomed(String route) {
        connect.choose(route);
        show(connect);
    }

    private void tell(String text) {
        notes.setGraphic(new Label());
        notes.show(text);
    }

    private void begin(Runnable act) {
        Background.begin(
                () -> {
                    act.run();
                    return true;
                },
                _ -> {},
                this::tell);
    }

    private Acts acts() {
        return new Acts() {
            @Override
            public void signIn(String profile) {
                Background.begin(() -> desk.signIn(profile), _ -> notes.hide(), Frame.this::tell);
            }

            @Override
            public void signOut(String profile) {
                Background.begin(
                        () -> desk.control().logout(profile),
                        done -> done.notDone().forEach(Frame.this::tell),
                        Frame.this::tell);
            }

            @Override
            public void pause() {
                begin(desk.instance()::pause);
            }

            @Override
            public void resume() {
                begin(desk.instance()::resume);
            }

            @Override
            public void openInBrowser(String route) {
                Background.begin(() -> desk.openInBrowser(route), _ -> {}, Frame.this::tell);
            }

            @Override
            public void connect(String route) {
                connect.choose(route);
                show(connect);
            }

            @Override
            public void showRequest(String requestId) {
                show(activity);
                activity.find(requestId);
            }

            @Override
            public void diagnose() {
                show(diagnostics);
            }
        };
    }
}
