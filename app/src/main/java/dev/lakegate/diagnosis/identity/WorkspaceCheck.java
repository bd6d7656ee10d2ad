package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.identity.Routes.Asked;
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
            case RouteAnswer.Nobody(String reason) -> new Outcome.NotLookedAt(reason);
            case RouteAnswer.OfTheProxy problem ->
                new Outcome.NotLookedAt("the request did not get so far: " + problem.code());
            case RouteAnswer.OfTheGateway denied ->
                Denial.of(denied.denial())
                        .filter(Denial::isTheWorkspaces)
                        .<Outcome>map(denial -> new Outcome.Wrong(
                                denial.explanation(),
                                "Ask the network team " + denial.request() + "; the gateway's request id is "
                                        + denied.gatewayRequestId() + "."))
                        .orElse(new Outcome.NotLookedAt("the gateway denied the request, see gateway"));
            case RouteAnswer.OfTheWorkspace workspace -> identity(route, workspace);
        };
    }

    private static Outcome identity(Asked route, RouteAnswer.OfTheWorkspace workspace) {
        String userName = workspace.body().path("userName").asString("");
        if (workspace.status() != 200 || userName.isEmpty()) {
            return new Outcome.Wrong(
                    "it does not say who you are (status " + workspace.status() + "): "
                            + workspace.body().path("message").asString("no message"),
                    "Ask the workspace's administrator whether your user is active and may use the workspace.");
        }
        Optional<String> principal = route.configured().flatMap(configured -> configured.servicePrincipal());
        String expected = principal.orElse(String.valueOf(route.profile().person()));
        return userName.equalsIgnoreCase(expected)
                ? new Outcome.Fine((principal.isPresent() ? "service principal " : "") + userName)
                : new Outcome.Attention(
                        "it knows you as " + userName + ", and you are signed in as " + expected,
                        "Ask the network team to correct the gateway's mapping, if that is not you.");
    }
}
