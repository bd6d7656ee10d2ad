package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.identity.Routes.Asked;
import dev.lakegate.diagnosis.local.KeyStoreCheck;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import java.util.List;
import java.util.Optional;

/// What the gateway makes of one's identity token, explained.
public final class GatewayCheck implements Check {
    private static final Outcome ACCEPTED = new Outcome.Fine(Phrase.of("doctor.gateway.fine"));

    private final Routes routes;

    public GatewayCheck(Routes routes) {
        this.routes = routes;
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String title() {
        return "gateway's verdict";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        return routes.judged(GatewayCheck::outcome, false);
    }

    private static Outcome outcome(Asked route, RouteAnswer answer) {
        return switch (answer) {
            case RouteAnswer.Nobody(Phrase reason) -> new Outcome.NotLookedAt(reason);
            case RouteAnswer.OfTheProxy problem -> refused(problem);
            case RouteAnswer.OfTheGateway denied -> denied(denied);
            case RouteAnswer.OfTheWorkspace _ -> ACCEPTED;
        };
    }

    private static Outcome denied(RouteAnswer.OfTheGateway answer) {
        Optional<Denial> denial = Denial.of(answer.denial());
        if (denial.isEmpty()) {
            return new Outcome.Wrong(
                    Phrase.of("doctor.gateway.unknown", answer.denial(), answer.message()),
                    Phrase.of("doctor.gateway.unknown.remedy", answer.gatewayRequestId()));
        }
        if (denial.get().isTheWorkspaces()) {
            return ACCEPTED;
        }
        Phrase detail =
                Phrase.of("doctor.gateway.denied", answer.denial(), denial.get().explanation());
        Phrase remedy = Phrase.of("doctor.denial.remedy", denial.get().request(), answer.gatewayRequestId());
        return denial.get().passesByItself()
                ? new Outcome.Attention(detail, remedy)
                : new Outcome.Wrong(
                        detail,
                        remedy,
                        denial.get() == Denial.INSUFFICIENT_USER_AUTHENTICATION
                                ? ExitStatus.SIGN_IN_NEEDED
                                : ExitStatus.FAILED);
    }

    /// Whatever kept the proxy from asking at all is told by the check that is about it, if there is one.
    private static Outcome refused(RouteAnswer.OfTheProxy problem) {
        return switch (problem.code()) {
            case "sign_in_needed", "signed_out" -> new Outcome.NotLookedAt(Phrase.of("doctor.sign_in.nobody"));
            case "provider_unreachable" -> new Outcome.NotLookedAt(Phrase.of("doctor.gateway.see_discovery"));
            case "exchange_refused" -> ACCEPTED;
            case "stronger_sign_in_needed" ->
                new Outcome.Wrong(problem.what(), problem.remedy(), ExitStatus.SIGN_IN_NEEDED);
            case "gateway_unreachable", "gateway_timed_out" ->
                new Outcome.Wrong(problem.what(), problem.remedy(), ExitStatus.UNREACHABLE);
            default ->
                KeyStoreCheck.isAboutTheKeyStore(problem.code())
                        ? new Outcome.NotLookedAt(Phrase.of("doctor.gateway.see_key_store"))
                        : new Outcome.Wrong(problem.what(), problem.remedy());
        };
    }
}
