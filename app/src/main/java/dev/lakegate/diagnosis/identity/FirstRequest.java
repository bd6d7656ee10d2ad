package dev.lakegate.diagnosis.identity;

import dev.lakegate.model.Phrase;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.StatusReport.OfRoute;
import java.time.Duration;
import java.util.Optional;

/// A request through a route as any client sends it, which asks who one is, and what it has
/// brought.
///
/// @param worked whether it came as far as the workspace, and was let in
/// @param answer who answered and what, a sentence
/// @param remedy what to do, where it did not work and something can be done
public record FirstRequest(boolean worked, Phrase answer, Optional<Phrase> remedy, Duration took) {

    /// Sends it. Blocks for nine seconds at most.
    ///
    /// @param keys of this machine's routes
    public static FirstRequest through(OfRoute route, LocalKeys keys) {
        long begun = System.nanoTime();
        RouteAnswer answer = Routes.ask(route, keys);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return switch (answer) {
            case RouteAnswer.Nobody(Phrase reason) ->
                new FirstRequest(
                        false,
                        Phrase.of("doctor.first_request.nobody", reason),
                        Optional.of(Phrase.of("doctor.first_request.nobody.remedy")),
                        took);
            case RouteAnswer.OfTheProxy(String code, Phrase what, Phrase remedy) ->
                new FirstRequest(
                        false, Phrase.of("doctor.first_request.problem", code, what), Optional.of(remedy), took);
            case RouteAnswer.OfTheGateway(String denial, String message, String id) ->
                new FirstRequest(
                        false,
                        message.isEmpty()
                                ? Phrase.of("doctor.first_request.denied", denial)
                                : Phrase.of(
                                        "doctor.first_request.denied_because", denial, Phrase.what(denial, message)),
                        Optional.of(Phrase.of("doctor.first_request.denied.remedy", id)),
                        took);
            case RouteAnswer.OfTheWorkspace(int number, var body) -> {
                String status = String.valueOf(number);
                String name = body.path("userName").asString("");
                yield new FirstRequest(
                        number < 400 || number == 404,
                        name.isEmpty()
                                ? Phrase.of("doctor.first_request.status", status)
                                : Phrase.of("doctor.first_request.name", status, name),
                        number == 401 || number == 403
                                ? Optional.of(Phrase.of("doctor.workspace.status.remedy"))
                                : Optional.empty(),
                        took);
            }
        };
    }
}
