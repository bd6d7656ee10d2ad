package dev.lakegate.ui.overview;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.activity.Row;
import dev.lakegate.audit.activity.Rows;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.ui.feed.Feed;
import dev.lakegate.ui.feed.Sight;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Scrolled;
import dev.lakegate.ui.kit.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The first page: who one is, what serves, what is wrong.
public final class OverviewPage implements Page {
    private static final Duration RECENTLY = Duration.ofMinutes(5);
    /// As far back as a failed request is looked for.
    private static final int LOOKED_AT = 200;

    private final Feed feed;
    private final Acts acts;
    private final ProblemCard problem = new ProblemCard();
    private final VBox profiles = new VBox(16);
    private final Tiles tiles = new Tiles();
    private final Button pause = Parts.button(Icon.PAUSE, Words.of("pause"), this::pauseOrResume);
    private final Label update = Parts.muted("");
    private final Supplier<Optional<String>> newer;
    private final Scrolled content;
    private final Map<String, IdentityCard> identities = new HashMap<>();
    private final Map<String, RouteCard> routes = new HashMap<>();
    private List<String> laidOut = List.of();
    private boolean isShown;
    private boolean isPaused;
    private int rowsSeen = -1;
    private Optional<Row> failed = Optional.empty();

    /// @param newer what is to be said of a newer release of the program; does not block
    public OverviewPage(Feed feed, Acts acts, Supplier<Optional<String>> newer) {
        this.feed = feed;
        this.acts = acts;
        this.newer = newer;
        update.setId("update");
        update.setWrapText(true);
        update.managedProperty().bind(update.visibleProperty());
        pause.setId("pause");
        pause.getStyleClass().add(Styles.FLAT);
        VBox page = Parts.page(title(), pause, problem.node(), profiles, tiles.node(), update);
        content = new Scrolled(page);
        content.getStyleClass().add("page-scroll");
        feed.sight().addListener((_, _, _) -> showNow());
    }

    @Override
    public String title() {
        return Words.of("overview");
    }

    @Override
    public Icon icon() {
        return Icon.OVERVIEW;
    }

    @Override
    public Region content() {
        return content;
    }

    @Override
    public void shown() {
        isShown = true;
        showNow();
    }

    @Override
    public void hidden() {
        isShown = false;
    }

    /// Drawing what nobody sees would keep the other pages from answering.
    private void showNow() {
        Sight now = feed.sight().get();
        if (now != null && isShown) {
            show(now);
        }
    }

    private void show(Sight sight) {
        layOut(sight);
        tiles.show(sight.hour());
        update.setText(newer.get().orElse(""));
        update.setVisible(!update.getText().isEmpty());
        showPaused(sight.status().paused());
        for (OfProfile profile : sight.status().profiles()) {
            Objects.requireNonNull(identities.get(profile.name())).show(profile, sight.at());
            for (OfRoute route : profile.routes()) {
                Objects.requireNonNull(routes.get(route.name()))
                        .show(route, sight.status(), sight.routes().getOrDefault(route.name(), List.of()));
            }
        }
        if (sight.rows().size() != rowsSeen) {
            rowsSeen = sight.rows().size();
            Background.begin(() -> lastFailed(sight.rows(), sight.at()), found -> failed = found, _ -> {});
        }
        Instant recently = sight.at().minus(RECENTLY);
        problem.show(sight.status(), failed.filter(row -> row.at().isAfter(recently)), acts);
    }

    private void showPaused(boolean is) {
        if (is != isPaused) {
            isPaused = is;
            pause.setText(Words.of(is ? "resume" : "pause"));
            pause.setGraphic((is ? Icon.RUN : Icon.PAUSE).node());
        }
    }

    private void pauseOrResume() {
        if (isPaused) {
            acts.resume();
        } else {
            acts.pause();
        }
    }

    /// Cards are kept as long as they are about the same, so that nobody's focus is taken away.
    private void layOut(Sight sight) {
        List<String> wanted = new ArrayList<>();
        for (OfProfile profile : sight.status().profiles()) {
            wanted.add(profile.name() + ":");
            profile.routes().forEach(route -> wanted.add(route.name()));
        }
        if (wanted.equals(laidOut)) {
            return;
        }
        laidOut = wanted;
        identities.clear();
        routes.clear();
        List<Node> nodes = new ArrayList<>();
        for (OfProfile profile : sight.status().profiles()) {
            IdentityCard identity = new IdentityCard(profile.name(), acts);
            identities.put(profile.name(), identity);
            VBox list = Parts.card();
            list.getStyleClass().add("route-list");
            for (OfRoute route : profile.routes()) {
                routes.put(route.name(), new RouteCard(route.name(), acts));
            }
            Parts.entries(
                    list,
                    profile.routes().stream()
                            .map(route -> Objects.requireNonNull(routes.get(route.name()))
                                    .node())
                            .toList());
            nodes.add(identity.node());
            nodes.add(list);
        }
        profiles.getChildren().setAll(nodes);
    }

    /// Blocks on the disk.
    private static Optional<Row> lastFailed(Rows rows, Instant now) {
        Instant recently = now.minus(RECENTLY);
        for (int index = rows.size() - 1; index >= Math.max(0, rows.size() - LOOKED_AT); index--) {
            Optional<Row> row = rows.row(index);
            if (row.isPresent() && row.get().at().isBefore(recently)) {
                return Optional.empty();
            }
            if (row.isPresent() && row.get().status() >= 400) {
                return row;
            }
        }
        return Optional.empty();
    }
}
