package dev.lakegate.ui.connect;

import atlantafx.base.theme.Styles;
import dev.lakegate.clients.Client;
import dev.lakegate.diagnosis.identity.FirstRequest;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.ui.feed.Feed;
import dev.lakegate.ui.feed.Sight;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Unfolding;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;

/// Pick a tool, take its set-up, try it.
public final class ConnectPage implements Page {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final Feed feed;
    private final Setups setups;
    private final CustomTextField search = new CustomTextField();
    private final FilteredList<Client> clients = new FilteredList<>(FXCollections.observableArrayList(Client.values()));
    private final ListView<Client> list = new ListView<>(clients);
    private final ComboBox<String> routes = new ComboBox<>();
    private final TextArea snippet = new TextArea();
    private final Button attempt = Parts.button(Icon.RUN, Words.of("connect.try"), this::attempt);
    private final Label answer = new Label();
    private final VBox content;
    private int asked;

    public ConnectPage(Feed feed, Setups setups) {
        this.feed = feed;
        this.setups = setups;
        search.setLeft(Icon.SEARCH.node());
        search.setPromptText(Words.of("connect.search"));
        search.setAccessibleText(Words.of("connect.search"));
        search.setId("client-search");
        search.textProperty().addListener((_, _, text) -> clients.setPredicate(client -> says(client, text)));
        list.setCellFactory(_ -> new ListCell<>() {
            {
                setPrefWidth(0); // as wide as the list: what is longer is cut short, and nothing scrolls sideways
            }

            @Override
            protected void updateItem(@Nullable Client client, boolean empty) {
                super.updateItem(client, empty);
                setText(client == null || empty ? null : client.title());
            }
        });
        list.setId("clients");
        list.setAccessibleText(Words.of("connect.tools"));
        list.getSelectionModel().selectFirst();
        list.getSelectionModel().selectedItemProperty().addListener((_, _, _) -> write());
        routes.setId("connect-route");
        routes.setAccessibleText(Words.of("activity.route"));
        routes.valueProperty().addListener((_, _, _) -> write());
        snippet.setEditable(false);
        snippet.setWrapText(true);
        snippet.getStyleClass().add("mono");
        snippet.setId("snippet");
        snippet.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        snippet.setAccessibleText(Words.of("connect.snippet"));
        attempt.setId("try");
        attempt.getStyleClass().add(Styles.ACCENT);
        answer.setWrapText(true);
        answer.setId("answer");
        answer.getStyleClass().add("answer");
        Button copy = Parts.copyButton(Words.of("connect.copy"), Words.of("connect.snippet"), snippet::getText);
        copy.getStyleClass().add(Styles.BUTTON_OUTLINED);
        copy.setId("copy-snippet");
        VBox.setVgrow(list, Priority.ALWAYS);
        VBox.setVgrow(snippet, Priority.ALWAYS);
        VBox left = new VBox(8, search, list);
        left.setPrefWidth(300);
        left.setMinWidth(300);
        HBox above = Parts.row(8, Parts.muted(Words.of("activity.route")), routes, Parts.space(), copy);
        HBox below = Parts.row(12, attempt, answer);
        VBox right = new VBox(10, above, snippet, below);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox both = new HBox(16, left, right);
        VBox.setVgrow(both, Priority.ALWAYS);
        Label about = Parts.muted(Words.of("connect.about"));
        about.setWrapText(true);
        content = Parts.page(title(), Parts.space(), about, both);
        Unfolding.of(content, () -> {}, search, list, above, snippet, below);
        feed.sight().addListener((_, _, now) -> {
            if (now != null) {
                offer(now);
            }
        });
    }

    @Override
    public String title() {
        return Words.of("connect");
    }

    @Override
    public Icon icon() {
        return Icon.CONNECT;
    }

    @Override
    public Region content() {
        return content;
    }

    /// For that route.
    public void choose(String route) {
        routes.getSelectionModel().select(route);
    }

    /// That tool.
    public void choose(Client client) {
        search.clear();
        list.getSelectionModel().select(client);
        list.scrollTo(client);
    }

    private static boolean says(Client client, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return (client.title() + " " + client).toLowerCase(Locale.ROOT).contains(wanted);
    }

    private void offer(Sight now) {
        List<String> names = routesOf(now).stream().map(OfRoute::name).toList();
        if (!routes.getItems().equals(names)) {
            String chosen = routes.getValue();
            routes.getItems().setAll(names);
            if (chosen != null && names.contains(chosen)) {
                routes.getSelectionModel().select(chosen);
            } else if (!names.isEmpty()) {
                routes.getSelectionModel().selectFirst();
            }
        }
    }

    private static List<OfRoute> routesOf(Sight now) {
        return now.status().profiles().stream()
                .flatMap(profile -> profile.routes().stream())
                .toList();
    }

    private Optional<OfRoute> chosen() {
        Sight now = feed.sight().get();
        return now == null
                ? Optional.empty()
                : routesOf(now).stream()
                        .filter(route -> route.name().equals(routes.getValue()))
                        .findFirst();
    }

    private void write() {
        Client client = list.getSelectionModel().getSelectedItem();
        Optional<OfRoute> route = chosen();
        if (client == null || route.isEmpty()) {
            return;
        }
        int number = ++asked;
        tell("", false);
        Background.begin(
                () -> setups.snippet(client, route.get()),
                text -> {
                    if (number == asked) {
                        snippet.setText(text);
                    }
                },
                problem -> {
                    if (number == asked) {
                        snippet.setText("");
                        tell(problem, true);
                    }
                });
    }

    private void attempt() {
        chosen().ifPresent(route -> {
            attempt.setDisable(true);
            tell(Words.of("connect.trying"), false);
            Background.begin(
                    () -> FirstRequest.through(route, setups.keys()),
                    tried -> {
                        attempt.setDisable(false);
                        String took = Formats.took(tried.took().toNanos() / 1_000);
                        String remedy = tried.remedy()
                                .map(phrase -> " " + phrase.local())
                                .orElse("");
                        tell(tried.answer().local() + remedy + " (" + took + ")", !tried.worked());
                    },
                    problem -> {
                        attempt.setDisable(false);
                        tell(problem, true);
                    });
        });
    }

    private void tell(String text, boolean isFailure) {
        answer.setText(text);
        answer.pseudoClassStateChanged(FAILED, isFailure);
    }
}
