package dev.lakegate.ui.tray;

import dev.lakegate.desktop.tray.TrayItem;
import dev.lakegate.desktop.tray.TrayState;
import dev.lakegate.desktop.tray.TrayView;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Draws the tray: what it says in words.
final class TrayMenu {
    /// A menu as wide as the screen helps nobody.
    private static final int LONGEST = 90;

    private final Known known;
    private final TrayActions actions;
    private final List<TrayItem> items = new ArrayList<>();

    private TrayMenu(Known known, TrayActions actions) {
        this.known = known;
        this.actions = actions;
    }

    static TrayView of(Known known, TrayActions actions) {
        TrayMenu menu = new TrayMenu(known, actions);
        TrayState state = Standing.of(known);
        return new TrayView(state, "Lakegate: " + word(state), menu.tip(), menu.items());
    }

    private static String word(TrayState state) {
        return switch (state) {
            case SIGNED_OUT -> "signed out";
            case SIGNING_IN -> "signing in";
            case CONNECTED -> "connected";
            case RENEWING -> "renewing the sign-in";
            case ATTENTION -> "needs you";
            case OFFLINE -> "offline";
        };
    }

    private String tip() {
        return String.join(
                "\n",
                profiles().stream().flatMap(profile -> lines(profile).stream()).toList());
    }

    private List<TrayItem> items() {
        for (OfProfile profile : profiles()) {
            lines(profile).forEach(this::text);
        }
        if (known.told() != null) {
            text(known.told());
        }
        separator();
        profiles().forEach(this::routes);
        text(traffic());
        separator();
        profiles().forEach(this::signing);
        known.browsable().forEach(route -> action("Open " + route + " in the browser", () -> actions.enter(route)));
        action("Open Lakegate", actions::openWindow);
        known.startsAtLogin()
                .ifPresent(on -> items.add(new TrayItem.Toggle("Start at login", on, () -> actions.startAtLogin(!on))));
        separator();
        action("Quit", actions::quit);
        return items;
    }

    private List<OfProfile> profiles() {
        return known.status().profiles();
    }

    private List<String> lines(OfProfile profile) {
        List<String> lines = new ArrayList<>();
        lines.add(named(profile, who(profile)));
        if (profile.remedy() != null) {
            lines.add(profile.remedy());
        }
        String renewal = known.renewalProblems().get(profile.name());
        switch (Standing.of(profile, known)) {
            case RENEWING -> lines.add("The last renewal failed and is tried again: " + words(renewal));
            case OFFLINE -> lines.add("Gateway or provider cannot be reached; is the VPN on?");
            case ATTENTION, SIGNED_OUT, SIGNING_IN, CONNECTED -> {}
        }
        return lines;
    }

    private String who(OfProfile profile) {
        return switch (profile.state()) {
            case OPENING -> "Looking up the sign-in in the key store …";
            case SIGNING_IN -> "Signing in, in your browser …";
            case SIGNED_OUT ->
                known.lost().contains(profile.name()) ? "Your sign-in has ended: sign in again" : "Signed out";
            case SIGNED_IN -> signedIn(profile);
        };
    }

    private String signedIn(OfProfile profile) {
        Instant end = profile.validUntil();
        String who = Objects.requireNonNullElse(profile.person(), "Signed in");
        if (end == null) {
            return who;
        }
        return who + " until " + clock(end) + (profile.renewed() ? ", then renewed" : "");
    }

    /// The day too, when it is another one.
    private String clock(Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, known.zone()).truncatedTo(ChronoUnit.MINUTES);
        boolean today = local.toLocalDate()
                .equals(LocalDateTime.ofInstant(known.now(), known.zone()).toLocalDate());
        return today ? local.toLocalTime().toString() : local.toLocalDate() + " " + local.toLocalTime();
    }

    private void routes(OfProfile profile) {
        if (!profile.routes().isEmpty()) {
            text(named(profile, "A click copies the address"));
        }
        for (OfRoute route : profile.routes()) {
            if (!route.listening()) {
                text(route.name() + ": " + words(route.problem()));
            } else if (!route.addresses().isEmpty()) {
                String address = route.addresses().getFirst();
                action(route.name() + ": " + address, () -> actions.copy(address));
            }
        }
    }

    private String traffic() {
        return switch ((int) Math.min(known.lastMinute(), 2)) {
            case 0 -> "No requests in the last minute";
            case 1 -> "1 request in the last minute";
            default -> known.lastMinute() + " requests in the last minute";
        };
    }

    private void signing(OfProfile profile) {
        String name = profile.name();
        switch (profile.state()) {
            case OPENING -> {}
            case SIGNING_IN -> action(to(profile, "Cancel the sign-in"), () -> actions.cancelSignIn(name));
            case SIGNED_OUT -> action(to(profile, "Sign in"), () -> actions.signIn(name));
            case SIGNED_IN -> {
                if (profile.problem() != null || Standing.endsSoon(profile, known.now())) {
                    action(to(profile, "Sign in again"), () -> actions.signIn(name));
                }
                action(to(profile, "Sign out"), () -> actions.signOut(name));
            }
        }
    }

    private String to(OfProfile profile, String what) {
        return profiles().size() == 1 ? what : what + " (" + profile.name() + ")";
    }

    private String named(OfProfile profile, String what) {
        return profiles().size() == 1 ? what : profile.name() + ": " + what;
    }

    private static String words(@Nullable String code) {
        return code == null ? "" : code.replace('_', ' ');
    }

    private void text(String text) {
        items.add(new TrayItem.Text(text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text));
    }

    private void action(String text, Runnable clicked) {
        items.add(new TrayItem.Action(text, clicked));
    }

    private void separator() {
        items.add(new TrayItem.Separator());
    }
}
