package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.identity.Routes.Asked;
import dev.lakegate.diagnosis.local.KeyStoreCheck;
import dev.lakegate.model.ExitStatus;
import java.util.List;
import java.util.Optional;

/// What the gateway makes of one's identity token, explained.
public final class GatewayCheck implements Check {
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
            case RouteAnswer.Nobody(String reason) -> new Outcome.NotLookedAt(reason);
            case RouteAnswer.OfTheProxy problem -> refused(problem);
            case RouteAnswer.OfTheGateway denied -> denied(denied);
            case RouteAnswer.OfTheWorkspace _ -> new Outcome.Fine("it accepts the identity token");
        };
    }

    private static Outcome denied(RouteAnswer.OfTheGateway answer) {
        Optional<Denial> denial = Denial.of(answer.denial());
        if (denial.isEmpty()) {
            return new Outcome.Wrong(
                    "it denies: " + answer.denial() + " (" + answer.message() + ")",
                    "Ask the network team, naming this code and the gateway's request id " + answer.gatewayRequestId()
                            + ".");
        }
        if (denial.get().isTheWorkspaces()) {
            return new Outcome.Fine("it accepts the identity token");
        }
        String detail =
                "it denies: " + answer.denial() + ", since " + denial.get().explanation();
        String remedy = "Ask the network team " + denial.get().request() + "; the gateway's request id is "
                + answer.gatewayRequestId() + ".";
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
            case "sign_in_needed", "signed_out" -> new Outcome.NotLookedAt("nobody is signed in");
            case "provider_unreachable" -> new Outcome.NotLookedAt("no identity token could be had, see discovery");
            case "exchange_refused" -> new Outcome.Fine("it accepts the identity token");
            case "stronger_sign_in_needed" ->
                new Outcome.Wrong(problem.what(), problem.remedy(), ExitStatus.SIGN_IN_NEEDED);
            case "gateway_unreachable", "gateway_timed_out" ->
                new Outcome.Wrong(problem.what(), problem.remedy(), ExitStatus.UNREACHABLE);
            default ->
                KeyStoreCheck.isAboutTheKeyStore(problem.code())
                        ? new Outcome.NotLookedAt("no identity token could be had, see key_store")
                        : new Outcome.Wrong(problem.what(), problem.remedy());
        };
    }
}
