package dev.lakegate.diagnosis.identity;

import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.StatusReport.OfRoute;
import java.time.Duration;

/// A request through a route as any client sends it, which asks who one is, and what it has
/// brought.
///
/// @param worked whether it came as far as the workspace, and was let in
/// @param answer who answered and what, a sentence
/// @param remedy what to do, where it did not work; else empty
public record FirstRequest(boolean worked, String answer, String remedy, Duration took) {

    /// Sends it. Blocks for nine seconds at most.
    ///
    /// @param keys of this machine's routes
    public static FirstRequest through(OfRoute route, LocalKeys keys) {
        long begun = System.nanoTime();
        RouteAnswer answer = Routes.ask(route, keys);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return switch (answer) {
            case RouteAnswer.Nobody(String reason) ->
                new FirstRequest(false, "Nobody answered: " + reason + ".", "Look at Diagnostics.", took);
            case RouteAnswer.OfTheProxy(String code, String what, String remedy) ->
                new FirstRequest(false, code + ": " + what, remedy, took);
            case RouteAnswer.OfTheGateway(String denial, String message, String id) ->
                new FirstRequest(
                        false,
                        "The gateway denied it: " + denial + (message.isEmpty() ? "." : ": " + message),
                        "Ask the network team, with the gateway's request id " + id + ".",
                        took);
            case RouteAnswer.OfTheWorkspace(int status, var body) -> {
                String name = body.path("userName").asString("");
                yield new FirstRequest(
                        status < 400 || status == 404,
                        name.isEmpty()
                                ? "The workspace answered with status " + status + "."
                                : "The workspace answered with status " + status + ": you are " + name + ".",
                        status == 401 || status == 403
                                ? "Ask the workspace's administrator whether your user is active and may use the workspace."
                                : "",
                        took);
            }
        };
    }
}
