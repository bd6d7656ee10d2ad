package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.identity.Routes.Asked;
import dev.lakegate.model.Phrase;
import java.util.List;
import java.util.Optional;

/// Whom the workspace takes one for.
public final class WorkspaceCheck implements Check {
    private final Routes routes;

    public WorkspaceCheck(Routes routes) {
        this.routes = routes;
    }

    @Override
    public String name() {
        return "workspace";
    }

    @Override
    public String title() {
        return "workspace identity";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        return routes.judged(WorkspaceCheck::outcome, true);
    }

    private static Outcome outcome(Asked route, RouteAnswer answer) {
        return switch (answer) {
            case RouteAnswer.Nobody(Phrase reason) -> new Outcome.NotLookedAt(reason);
            case RouteAnswer.OfTheProxy problem ->
                new Outcome.NotLookedAt(
                        Phrase.of("doctor.routes.not_so_far", Phrase.what(problem.code(), problem.code())));
            case RouteAnswer.OfTheGateway denied ->
                Denial.of(denied.denial())
                        .filter(Denial::isTheWorkspaces)
                        .<Outcome>map(denial -> new Outcome.Wrong(
                                denial.explanation(),
                                Phrase.of("doctor.denial.remedy", denial.request(), denied.gatewayRequestId())))
                        .orElse(new Outcome.NotLookedAt(Phrase.of("doctor.routes.see_gateway")));
            case RouteAnswer.OfTheWorkspace workspace -> identity(route, workspace);
        };
    }

    private static Outcome identity(Asked route, RouteAnswer.OfTheWorkspace workspace) {
        String userName = workspace.body().path("userName").asString("");
        if (workspace.status() != 200 || userName.isEmpty()) {
            return new Outcome.Wrong(
                    Phrase.of(
                            "doctor.workspace.status",
                            String.valueOf(workspace.status()),
                            workspace
                                    .body()
                                    .path("message")
                                    .asStringOpt()
                                    .map(Phrase::verbatim)
                                    .orElse(Phrase.of("doctor.workspace.no_message"))),
                    Phrase.of("doctor.workspace.status.remedy"));
        }
        Optional<String> principal = route.configured().flatMap(configured -> configured.servicePrincipal());
        String expected = principal.orElse(String.valueOf(route.profile().person()));
        return userName.equalsIgnoreCase(expected)
                ? new Outcome.Fine(
                        principal.isPresent()
                                ? Phrase.of("doctor.workspace.principal", userName)
                                : Phrase.verbatim(userName))
                : new Outcome.Attention(
                        Phrase.of("doctor.workspace.other", userName, expected),
                        Phrase.of("doctor.workspace.other.remedy"));
    }
}
