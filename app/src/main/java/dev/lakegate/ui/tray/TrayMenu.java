package dev.lakegate.ui.tray;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.desktop.tray.TrayItem;
import dev.lakegate.desktop.tray.TrayState;
import dev.lakegate.desktop.tray.TrayView;
import dev.lakegate.model.ProblemWords;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.ui.kit.Words;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

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
        return new TrayView(
                state,
                "Lakegate: " + Words.of("tray.state." + state.name().toLowerCase(Locale.ROOT)),
                menu.tip(),
                menu.items());
    }

    private String tip() {
        return String.join("\n", lines());
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (known.status().paused()) {
            lines.add(Words.of("tray.paused"));
        }
        AuditHealth audit = known.status().audit();
        if (!audit.written()) {
            lines.add(Words.of(audit.refuses() ? "tray.audit.refuses" : "tray.audit.loses"));
        }
        profiles().forEach(profile -> lines.addAll(lines(profile)));
        return lines;
    }

    private List<TrayItem> items() {
        lines().forEach(this::text);
        if (known.told() != null) {
            text(known.told());
        }
        separator();
        profiles().forEach(this::routes);
        text(traffic());
        separator();
        profiles().forEach(this::signing);
        if (known.status().paused()) {
            action(Words.of("resume"), actions::resume);
        } else {
            action(Words.of("pause"), actions::pause);
        }
        known.browsable().forEach(route -> action(Words.of("tray.enter", route), () -> actions.enter(route)));
        action(Words.of("tray.open"), actions::openWindow);
        known.startsAtLogin()
                .ifPresent(on -> items.add(
                        new TrayItem.Toggle(Words.of("tray.start_at_login"), on, () -> actions.startAtLogin(!on))));
        separator();
        action(Words.of("tray.quit"), actions::quit);
        return items;
    }

    private List<OfProfile> profiles() {
        return known.status().profiles();
    }

    private List<String> lines(OfProfile profile) {
        List<String> lines = new ArrayList<>();
        lines.add(named(profile, who(profile)));
        if (profile.problem() != null && profile.remedy() != null) {
            lines.add(ProblemWords.remedy(profile.problem(), profile.remedy()));
        }
        String renewal = known.renewalProblems().get(profile.name());
        switch (Standing.of(profile, known)) {
            case RENEWING -> lines.add(Words.of("tray.renewal_failed", ProblemWords.what(renewal)));
            case OFFLINE -> lines.add(Words.of("tray.unreachable"));
            case ATTENTION, SIGNED_OUT, SIGNING_IN, CONNECTED, PAUSED -> {}
        }
        return lines;
    }

    private String who(OfProfile profile) {
        return switch (profile.state()) {
            case OPENING -> Words.of("tray.opening");
            case SIGNING_IN -> Words.of("tray.signing_in");
            case SIGNED_OUT -> Words.of(known.lost().contains(profile.name()) ? "tray.ended" : "tray.signed_out");
            case SIGNED_IN -> signedIn(profile);
        };
    }

    private String signedIn(OfProfile profile) {
        Instant end = profile.validUntil();
        String who = Objects.requireNonNullElseGet(profile.person(), () -> Words.of("tray.signed_in"));
        if (end == null) {
            return who;
        }
        return Words.of(profile.renewed() ? "tray.renewed_at" : "tray.until", who, clock(end));
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
            text(named(profile, Words.of("tray.click_copies")));
        }
        for (OfRoute route : profile.routes()) {
            if (!route.listening()) {
                text(route.name() + ": " + ProblemWords.what(route.problem()));
            } else if (!route.addresses().isEmpty()) {
                String address = route.addresses().getFirst();
                action(route.name() + ": " + address, () -> actions.copy(address));
            }
        }
    }

    private String traffic() {
        return switch ((int) Math.min(known.lastMinute(), 2)) {
            case 0 -> Words.of("tray.no_requests");
            case 1 -> Words.of("tray.one_request");
            default -> Words.of("tray.requests", known.lastMinute());
        };
    }

    private void signing(OfProfile profile) {
        String name = profile.name();
        switch (profile.state()) {
            case OPENING -> {}
            case SIGNING_IN -> action(to(profile, Words.of("tray.cancel")), () -> actions.cancelSignIn(name));
            case SIGNED_OUT -> action(to(profile, Words.of("sign_in")), () -> actions.signIn(name));
            case SIGNED_IN -> {
                if (profile.problem() != null || Standing.endsSoon(profile, known.now())) {
                    action(to(profile, Words.of("tray.sign_in_again")), () -> actions.signIn(name));
                }
                action(to(profile, Words.of("sign_out")), () -> actions.signOut(name));
            }
        }
    }

    private String to(OfProfile profile, String what) {
        return profiles().size() == 1 ? what : what + " (" + profile.name() + ")";
    }

    private String named(OfProfile profile, String what) {
        return profiles().size() == 1 ? what : profile.name() + ": " + what;
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
