package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.identity.Routes.Asked;
import java.util.List;

/// Whether the workspace gives a workspace token in exchange for the identity token (RFC 8693).
public final class ExchangeCheck implements Check {
    private final Routes routes;

    public ExchangeCheck(Routes routes) {
        this.routes = routes;
    }

    @Override
    public String name() {
        return "exchange";
    }

    @Override
    public String title() {
        return "token exchange";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        return routes.judged(ExchangeCheck::outcome, true);
    }

    private static Outcome outcome(Asked route, RouteAnswer answer) {
        return switch (answer) {
            case RouteAnswer.Nobody(String reason) -> new Outcome.NotLookedAt(reason);
            case RouteAnswer.OfTheGateway denied ->
                new Outcome.NotLookedAt(
                        Denial.of(denied.denial())
                                        .filter(Denial::isTheWorkspaces)
                                        .isPresent()
                                ? "the gateway does not reach the workspace, see workspace"
                                : "the gateway denied the request, see gateway");
            case RouteAnswer.OfTheProxy problem ->
                problem.code().equals("exchange_refused")
                        ? refused(route, problem)
                        : new Outcome.NotLookedAt("the request did not get so far: " + problem.code());
            case RouteAnswer.OfTheWorkspace _ -> new Outcome.Fine("the workspace gives a token for yours");
        };
    }

    private static Outcome refused(Asked route, RouteAnswer.OfTheProxy problem) {
        String asWhom = route.configured()
                .flatMap(configured -> configured.servicePrincipal())
                .map(principal -> "service principal " + principal + " has one whose subject_claim your token carries")
                .orElse("it names your user by its subject claim, and the user exists in the workspace");
        return new Outcome.Wrong(
                problem.what(),
                "Ask the workspace's administrator whether a token federation policy has the issuer "
                        + route.profile().issuer() + " and the profile's audience, and whether " + asWhom
                        + "; a policy with inline keys does not follow the provider's key changes.");
    }
}
