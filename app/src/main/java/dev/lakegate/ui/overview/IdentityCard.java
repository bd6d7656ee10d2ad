package dev.lakegate.ui.overview;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.Amounts;
import dev.lakegate.model.Languages;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Who one is in one profile, for how long, and signing in and out.
final class IdentityCard {
    private static final double KEPT_WIDTH = 260;

    private final Label initials = new Label();
    private final StackPane badge = new StackPane(initials);
    private final Label person = new Label();
    private final Label state = Parts.muted("");
    private final Label remaining = new Label();
    private final Label kept = Parts.muted("");
    private final Button signIn;
    private final Button signOut;
    private final VBox node;

    IdentityCard(String profile, Acts acts) {
        signIn = Parts.button(Icon.SIGN_IN, Words.of("sign_in"), () -> acts.signIn(profile));
        signIn.getStyleClass().add(Styles.ACCENT);
        signIn.setId("sign-in-" + profile);
        signOut = Parts.button(Icon.SIGN_OUT, Words.of("sign_out"), () -> acts.signOut(profile));
        signOut.getStyleClass().add(Styles.FLAT);
        signOut.setId("sign-out-" + profile);
        badge.getStyleClass().add("avatar");
        person.getStyleClass().add(Styles.TITLE_4);
        person.setId("person-" + profile);
        person.setMinWidth(Region.USE_PREF_SIZE);
        state.setMinWidth(Region.USE_PREF_SIZE);
        kept.setMaxWidth(KEPT_WIDTH);
        remaining.getStyleClass().add("remaining");
        remaining.setId("remaining-" + profile);
        HBox who = Parts.row(
                14, badge, new VBox(2, person, state), Parts.space(), new VBox(2, remaining, kept), signIn, signOut);
        node = Parts.card(who);
        node.getStyleClass().add("identity");
    }

    VBox node() {
        return node;
    }

    void show(OfProfile profile, Instant now) {
        String known = profile.person();
        boolean isSomebody = known != null;
        String name = known == null ? Words.of("nobody") : known;
        person.setText(name);
        initials.setText(isSomebody ? initials(name) : "–");
        state.setText(Words.of("state." + profile.state().name().toLowerCase(Locale.ROOT), profile.name()));
        badge.pseudoClassStateChanged(
                PseudoClass.getPseudoClass("signed-in"), profile.state() == SignInState.SIGNED_IN);
        Instant until = profile.validUntil();
        remaining.setText(until == null ? "" : remaining(profile, until, now));
        remaining.setTooltip(until == null ? null : new Tooltip(Formats.moment(until)));
        kept.setText(isSomebody ? Words.of("identity.kept_in", profile.keptIn()) : "");
        kept.setTooltip(isSomebody ? new Tooltip(profile.keptIn()) : null);
        show(signIn, profile.state() != SignInState.SIGNED_IN || profile.problem() != null);
        signIn.setDisable(profile.state() == SignInState.SIGNING_IN || profile.state() == SignInState.OPENING);
        show(signOut, isSomebody);
    }

    private static String remaining(OfProfile profile, Instant until, Instant now) {
        String left = Amounts.time(Duration.between(now, until));
        return profile.renewed() ? Words.of("identity.renewed_in", left) : Words.of("identity.ends_in", left);
    }

    private static void show(Button button, boolean is) {
        button.setVisible(is);
        button.setManaged(is);
    }

    /// Of "ada.lovelace@acme.example" AL.
    private static String initials(String label) {
        String[] parts = label.split("@", 2)[0].split("[^\\p{L}\\p{N}]+", -1);
        StringBuilder initials = new StringBuilder();
        for (String part : parts) {
            if (!part.isEmpty() && initials.length() < 2) {
                initials.appendCodePoint(part.codePointAt(0));
            }
        }
        return initials.toString().toUpperCase(Languages.ofThisPerson());
    }
}
