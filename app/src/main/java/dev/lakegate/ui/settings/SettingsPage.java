package dev.lakegate.ui.settings;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.SettingsSheet;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.session.Reloaded;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Unfolding;
import dev.lakegate.ui.kit.Words;
import dev.lakegate.ui.settings.Draft.Edit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Everything that `lakegate.toml` has, by section, and what is chosen of the program elsewhere;
/// what is typed is checked at once, all of it, as a start would.
public final class SettingsPage implements Page {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    /// After the last key.
    private static final Duration TYPING = Duration.millis(250);

    private final Settings settings;
    private final SectionView view;
    private final ListView<Section> list = new ListView<>();
    private final Label message = new Label();
    private final Button save = Parts.button(Icon.COPIED, Words.of("settings.save"), this::save);
    private final Button discard = Parts.button(Icon.AGAIN, Words.of("settings.discard"), this::read);
    private final Button addRoute = Parts.button(Icon.ADD, Words.of("settings.add_route"), this::askForRoute);
    private final Button addProfile = Parts.button(Icon.ADD, Words.of("settings.add_profile"), this::askForProfile);
    private final PauseTransition typing = new PauseTransition(TYPING);
    private final VBox content;
    private SettingsForm form = new SettingsForm();
    private Draft tables = Draft.NONE;
    private int asked;

    public SettingsPage(Settings settings) {
        this.settings = settings;
        view = new SectionView(new ProgramRows(settings, this::failed), this::remove);
        list.setId("sections");
        list.getStyleClass().add("sections");
        list.setAccessibleText(Words.of("settings.sections"));
        list.setCellFactory(_ -> new SectionCell());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, _) -> showChosen());
        VBox.setVgrow(list, Priority.ALWAYS);
        addRoute.setId("add-route");
        addProfile.setId("add-profile");
        for (Button add : List.of(addRoute, addProfile)) {
            add.getStyleClass().addAll(Styles.FLAT, "add");
            add.setMaxWidth(Double.MAX_VALUE);
        }
        VBox sections = new VBox(4, list, addRoute, addProfile);
        sections.setPrefWidth(220);
        sections.setMinWidth(180);
        HBox both = new HBox(16, sections, view.node());
        VBox.setVgrow(both, Priority.ALWAYS);
        save.setId("save");
        save.getStyleClass().add(Styles.ACCENT);
        discard.setId("discard");
        discard.getStyleClass().add(Styles.FLAT);
        message.setId("settings-message");
        message.setWrapText(true);
        message.setMinHeight(Region.USE_PREF_SIZE);
        message.getStyleClass().add("answer");
        HBox.setHgrow(message, Priority.ALWAYS);
        typing.setOnFinished(_ -> check());
        content = Parts.page(title(), Parts.row(8, discard, save), both, Parts.row(12, message));
        Unfolding.of(content, () -> {}, sections, view.node());
        nothingToSave();
        addRoute.setDisable(true);
    }

    @Override
    public String title() {
        return Words.of("settings");
    }

    @Override
    public Icon icon() {
        return Icon.SETTINGS;
    }

    @Override
    public Region content() {
        return content;
    }

    @Override
    public void shown() {
        view.readProgram();
        if (draft().edits().isEmpty()) {
            read();
        }
    }

    private void read() {
        ask(Draft.NONE, this::opened);
    }

    /// Unless something is typed meanwhile.
    private void ask(Draft draft, Consumer<SettingsSheet> then) {
        int question = asked;
        Background.begin(
                () -> settings.sheet(draft),
                sheet -> {
                    if (question == asked) {
                        then.accept(sheet);
                    }
                },
                this::failed);
    }

    private void opened(SettingsSheet sheet) {
        tables = Draft.NONE;
        fill(sheet, Map.of(), chosen().name());
        nothingToSave();
        tell(told(sheet.problems()), true);
    }

    private void nothingToSave() {
        asked++;
        typing.stop();
        save.setDisable(true);
        discard.setDisable(true);
    }

    private Section chosen() {
        Section chosen = list.getSelectionModel().getSelectedItem();
        return chosen == null ? Section.PROGRAM : chosen;
    }

    private void fill(SettingsSheet sheet, Map<String, String> typed, String chosen) {
        form = new SettingsForm(sheet, typed, this::typed);
        list.getSelectionModel().clearSelection();
        list.getItems().setAll(form.sections());
        list.getSelectionModel().select(form.section(chosen).orElse(Section.PROGRAM));
        addRoute.setDisable(form.profiles(Section.PROGRAM).isEmpty());
    }

    private void askForRoute() {
        view.ask(NewTable.route(form.profiles(chosen()), form.routes(), this::addRoute, this::showChosen));
    }

    private void askForProfile() {
        view.ask(NewTable.profile(
                Set.copyOf(form.profiles(Section.PROGRAM)),
                table -> change(new Edit.Added(table), Map.of(), table),
                this::showChosen));
    }

    private void showChosen() {
        view.show(chosen(), form.rowsOf(chosen()));
    }

    private void remove(Section section) {
        change(new Edit.Removed(section.name()), Map.of(), "profile." + section.profile());
    }

    private void addRoute(String table) {
        Set<Integer> taken = form.ports();
        Background.begin(
                () -> settings.freePort(taken),
                port -> change(new Edit.Added(table), Map.of(table + ".port", String.valueOf(port)), table),
                this::failed);
    }

    /// What is typed elsewhere stays.
    ///
    /// @param more   to be typed beside it
    /// @param chosen the section to be shown then
    private void change(Edit table, Map<String, String> more, String chosen) {
        Draft then = tables.and(List.of(table));
        Map<String, String> typed = new HashMap<>(form.typed());
        typed.putAll(more);
        ask(then, sheet -> {
            tables = then;
            fill(sheet, typed, chosen);
            typed();
        });
    }

    private Draft draft() {
        return tables.and(form.edits());
    }

    private void typed() {
        nothingToSave();
        discard.setDisable(draft().edits().isEmpty());
        typing.playFromStart();
    }

    /// As a start would: what fits together by itself may not with the rest.
    private void check() {
        Draft draft = draft();
        ask(draft, sheet -> checked(draft, sheet));
    }

    private void checked(Draft draft, SettingsSheet sheet) {
        form.showDefaults(sheet);
        boolean isSound = sheet.problems().isEmpty();
        save.setDisable(draft.edits().isEmpty() || !isSound || !form.isSound());
        int changes = draft.edits().size();
        tell(!isSound ? told(sheet.problems()) : changes == 0 ? "" : Words.of("settings.changed", changes), !isSound);
    }

    private void save() {
        Draft draft = draft();
        save.setDisable(true);
        Background.begin(() -> settings.write(draft), this::saved, this::failed);
    }

    private void saved(Reloaded reloaded) {
        String done = reloaded.atNextStart().isEmpty()
                ? Words.of("settings.saved")
                : Words.of("settings.saved_for_next_start", String.join(", ", reloaded.atNextStart()));
        ask(Draft.NONE, sheet -> {
            opened(sheet);
            tell(done, false);
        });
    }

    private static String told(List<ConfigurationProblem> problems) {
        return problems.stream().map(ConfigurationProblem::local).collect(Collectors.joining("\n"));
    }

    private void failed(String problem) {
        tell(problem, true);
    }

    private void tell(String text, boolean isFailure) {
        message.setText(text);
        message.pseudoClassStateChanged(FAILED, isFailure);
    }
}
