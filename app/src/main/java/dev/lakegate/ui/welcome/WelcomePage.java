package dev.lakegate.ui.welcome;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.Profile;
import dev.lakegate.session.join.JoinPlan;
import dev.lakegate.session.join.JoinPlan.Offer;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Scrolled;
import dev.lakegate.ui.kit.Words;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// The first run: where the gateway is, what that sets up, signing in. Then the set-up of a tool.
public final class WelcomePage implements Page {
    private static final double WIDTH = 560;

    private final Onboarding onboarding;
    private final Consumer<String> done;
    private final TextField address = new TextField();
    private final PlanView plan = new PlanView();
    private final Label problem = new Label();
    private final ProgressIndicator busy = new ProgressIndicator();
    private final List<Label> steps = List.of(step(1), step(2), step(3));
    private final VBox place = new VBox();
    private final Scrolled content;
    private Optional<Path> authority = Optional.empty();
    private @Nullable JoinPlan planned;

    /// @param done hears the route to set a tool up for
    public WelcomePage(Onboarding onboarding, Consumer<String> done) {
        this.onboarding = onboarding;
        this.done = done;
        Label heading = new Label(Words.of("welcome.title"));
        heading.getStyleClass().add(Styles.TITLE_1);
        Label about = Parts.muted(Words.of("welcome.about"));
        about.setWrapText(true);
        address.setPromptText("https://lakegate.example.com");
        address.setId("gateway");
        address.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        address.setAccessibleText(Words.of("welcome.address"));
        address.setOnAction(_ -> look());
        problem.setWrapText(true);
        problem.setId("welcome-problem");
        problem.getStyleClass().add("failure");
        busy.setMaxSize(22, 22);
        busy.setVisible(false);
        var logo = Icon.LOGO.node(40);
        logo.getStyleClass().add("logo");
        HBox progress = Parts.row(8);
        progress.getChildren().addAll(steps);
        VBox card = Parts.card(progress, place, Parts.row(10, busy, problem));
        card.getStyleClass().add("welcome-card");
        HBox.setHgrow(problem, Priority.ALWAYS);
        VBox column = new VBox(18, logo, heading, about, card);
        column.setMaxWidth(WIDTH);
        column.getStyleClass().add("welcome");
        VBox centred = new VBox(column);
        centred.setAlignment(Pos.TOP_CENTER);
        content = new Scrolled(centred);
        askWhere();
    }

    @Override
    public String title() {
        return Words.of("welcome.title");
    }

    @Override
    public Icon icon() {
        return Icon.LOGO;
    }

    @Override
    public Region content() {
        return content;
    }

    @Override
    public void shown() {
        address.requestFocus();
    }

    private void askWhere() {
        Label label = new Label(Words.of("welcome.address"));
        label.setLabelFor(address);
        Button next = primary("welcome.look", "look", this::look);
        next.disableProperty().bind(address.textProperty().isEmpty());
        Hyperlink file = link("welcome.file", "pick-file", this::pickFile);
        Hyperlink trust = link("welcome.authority", "pick-authority", this::pickAuthority);
        at(0, label, address, Parts.row(14, file, trust, Parts.space(), next));
    }

    private void look() {
        String typed = address.getText();
        work(() -> onboarding.planOf(typed, authority), this::show);
    }

    private void pickFile() {
        File chosen = choose("welcome.file", "*.toml");
        if (chosen != null) {
            work(() -> onboarding.planOf(chosen.toPath()), this::show);
        }
    }

    private void pickAuthority() {
        File chosen = choose("welcome.authority", "*.pem");
        if (chosen != null) {
            authority = Optional.of(chosen.toPath());
        }
    }

    private @Nullable File choose(String title, String pattern) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Words.of(title));
        chooser.getExtensionFilters()
                .addAll(new FileChooser.ExtensionFilter(pattern, pattern), new FileChooser.ExtensionFilter("*", "*"));
        return chooser.showOpenDialog(content.getScene().getWindow());
    }

    private void show(JoinPlan found) {
        planned = found;
        plan.show(found);
        Button accept = primary("welcome.accept", "accept", this::accept);
        Hyperlink back = link("welcome.back", "back", this::askWhere);
        at(1, plan.node(), Parts.row(14, back, Parts.space(), accept));
        accept.requestFocus();
    }

    private void accept() {
        JoinPlan accepted = planned;
        if (accepted != null) {
            work(() -> onboarding.carryOut(accepted), profile -> askWho(profile, accepted));
        }
    }

    private void askWho(String profile, JoinPlan accepted) {
        Label text = new Label(Words.of("welcome.sign_in", profile));
        text.setWrapText(true);
        Button signIn = primary(
                "sign_in", "welcome-sign-in", () -> work(() -> onboarding.signIn(profile), _ -> finish(accepted)));
        at(2, text, Parts.row(14, Parts.space(), signIn));
        signIn.requestFocus();
    }

    private void finish(JoinPlan accepted) {
        done.accept(accepted.profiles().stream()
                .flatMap(offer -> profileOf(offer).stream())
                .flatMap(profile -> profile.routes().stream())
                .map(route -> route.name().value())
                .findFirst()
                .orElse(""));
    }

    private static Optional<Profile> profileOf(Offer offer) {
        return switch (offer) {
            case Offer.Administrated _ -> Optional.empty();
            case Offer.New(Profile profile) -> Optional.of(profile);
            case Offer.Changed(Profile profile, var _) -> Optional.of(profile);
            case Offer.Unchanged(Profile profile) -> Optional.of(profile);
        };
    }

    private <T> void work(Background.Work<T> work, Consumer<T> then) {
        problem.setText("");
        busy.setVisible(true);
        place.setDisable(true);
        Background.begin(
                work,
                result -> {
                    idle();
                    then.accept(result);
                },
                told -> {
                    idle();
                    problem.setText(told);
                });
    }

    private void idle() {
        busy.setVisible(false);
        place.setDisable(false);
    }

    private void at(int number, Node... content) {
        for (int index = 0; index < steps.size(); index++) {
            steps.get(index).pseudoClassStateChanged(PseudoClass.getPseudoClass("current"), index == number);
        }
        VBox step = new VBox(14, content);
        place.getChildren().setAll(step);
    }

    private static Label step(int number) {
        Label step = new Label(number + "  " + Words.of("welcome.step." + number));
        step.getStyleClass().add("step");
        return step;
    }

    private static Button primary(String text, String id, Runnable action) {
        Button button = new Button(Words.of(text));
        button.setId(id);
        button.setDefaultButton(true);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static Hyperlink link(String text, String id, Runnable action) {
        Hyperlink link = new Hyperlink(Words.of(text));
        link.setId(id);
        link.setOnAction(_ -> action.run());
        return link;
    }
}
