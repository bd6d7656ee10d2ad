package dev.lakegate.cli;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;

/// A status report for people.
final class StatusText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM);

    private StatusText() {}

    static void print(StatusReport status, PrintStream out) {
        if (status.paused()) {
            out.println("paused: new requests are refused; run 'lakegate resume' to go on");
        }
        audit(status.audit()).ifPresent(out::println);
        for (OfProfile profile : status.profiles()) {
            out.println(profile.name() + ": " + identity(profile));
            if (profile.remedy() != null) {
                out.println("  ! " + profile.remedy());
            }
            for (OfRoute route : profile.routes()) {
                out.println("  " + route(route));
                if (route.unreached() != null) {
                    out.printf(
                            "  ! the last request of %s, at %s, did not reach the gateway (%s); 'lakegate doctor' tells why%n",
                            route.name(),
                            TIME.format(route.unreached().at().atZone(ZoneId.systemDefault())),
                            route.unreached().problem());
                }
            }
        }
    }

    private static Optional<String> audit(AuditHealth audit) {
        String lost = audit.lost() == 1 ? "lines is lost" : "lines are lost";
        if (!audit.written()) {
            return Optional.of("! the audit log cannot be written: %s; make room on the disk"
                    .formatted(
                            audit.refuses()
                                    ? "requests are refused"
                                    : "requests are served, and " + audit.lost() + " of their " + lost));
        }
        return audit.lost() == 0
                ? Optional.empty()
                : Optional.of("! the audit log could not be written for a time: " + audit.lost() + " of its " + lost);
    }

    static String route(OfRoute route) {
        StringBuilder text = new StringBuilder("%-16s %-22s  %s%s"
                .formatted(
                        route.name(),
                        route.addresses().getFirst(),
                        route.workspace(),
                        route.listening() ? "" : "  (not listening: " + route.problem() + ")"));
        route.addresses().stream().skip(1).forEach(other -> text.append("%n%18s %s".formatted("", other)));
        return text.toString();
    }

    private static String identity(OfProfile profile) {
        return switch (profile.state()) {
            case OPENING -> "opening the key store, which may ask you to unlock it";
            case SIGNED_OUT -> "signed out; run 'lakegate login'";
            case SIGNING_IN -> "signing in, see your browser";
            case SIGNED_IN -> "signed in as " + profile.person() + until(profile) + "; kept in " + profile.keptIn();
        };
    }

    private static String until(OfProfile profile) {
        return profile.validUntil() == null
                ? ""
                : "; the identity token is good until "
                        + TIME.format(profile.validUntil().atZone(ZoneId.systemDefault()))
                        + (profile.renewed() ? " and renewed before" : " and cannot be renewed");
    }
}
