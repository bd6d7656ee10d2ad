package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.identity.Routes.Asked;
import dev.lakegate.model.Phrase;
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
            case RouteAnswer.Nobody(Phrase reason) -> new Outcome.NotLookedAt(reason);
            case RouteAnswer.OfTheGateway denied ->
                new Outcome.NotLookedAt(
                        Denial.of(denied.denial())
                                        .filter(Denial::isTheWorkspaces)
                                        .isPresent()
                                ? Phrase.of("doctor.exchange.see_workspace")
                                : Phrase.of("doctor.routes.see_gateway"));
            case RouteAnswer.OfTheProxy problem ->
                problem.code().equals("exchange_refused")
                        ? refused(route, problem)
                        : new Outcome.NotLookedAt(
                                Phrase.of("doctor.routes.not_so_far", Phrase.what(problem.code(), problem.code())));
            case RouteAnswer.OfTheWorkspace _ -> new Outcome.Fine(Phrase.of("doctor.exchange.fine"));
        };
    }

    private static Outcome refused(Asked route, RouteAnswer.OfTheProxy problem) {
        String issuer = route.profile().issuer();
        return new Outcome.Wrong(
                problem.what(),
                route.configured()
                        .flatMap(configured -> configured.servicePrincipal())
                        .map(principal -> Phrase.of("doctor.exchange.principal.remedy", issuer, principal))
                        .orElse(Phrase.of("doctor.exchange.remedy", issuer)));
    }
}
