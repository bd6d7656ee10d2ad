package dev.lakegate.diagnosis.identity;

import dev.lakegate.config.Route;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Every route of the running program, asked once for all checks who one is, through the proxy as
/// any client asks. So no token ever comes near the doctor.
public final class Routes {
    /// SCIM's "Me" (RFC 7644 §3.11), as Databricks serves it.
    static final String ME = "/api/2.0/preview/scim/v2/Me";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(9);

    private final Surroundings surroundings;
    private final List<Asked> asked = new ArrayList<>();

    /// Begins to ask, in the background.
    public Routes(Surroundings surroundings, ExecutorService background) {
        this.surroundings = surroundings;
        LocalKeys keys = new LocalKeys(surroundings.locations().stateFolder().resolve("keys"));
        surroundings.ofEachSession(profile -> {
            profile.routes().stream()
                    .filter(OfRoute::listening)
                    .forEach(route -> asked.add(
                            new Asked(profile, route, configured(route), background.submit(() -> ask(route, keys)))));
            return List.of();
        });
    }

    /// One route.
    ///
    /// @param configured empty where this process reads another configuration than the running
    /// program
    record Asked(OfProfile profile, OfRoute route, Optional<Route> configured, Future<RouteAnswer> coming) {

        /// Blocks until it is there.
        RouteAnswer answer() throws InterruptedException {
            try {
                return coming.get();
            } catch (ExecutionException failure) {
                throw new IllegalStateException(failure.getCause());
            }
        }

        boolean sendsAWorkspaceToken() {
            return configured
                    .map(route -> route.credential() == Route.Credential.WORKSPACE)
                    .orElse(true);
        }
    }

    /// What is made of one route's answer.
    @FunctionalInterface
    interface Judgement {
        Outcome of(Asked route, RouteAnswer answer);
    }

    /// A finding for each route that passes the filter.
    List<Finding> judged(Judgement judgement, boolean workspaceRoutesOnly) throws InterruptedException {
        if (asked.isEmpty()) {
            Phrase reason = surroundings.status().fold(_ -> Phrase.of("doctor.routes.none"), unseen -> unseen);
            return List.of(new Finding(Phrase.of("doctor.about.routes"), new Outcome.NotLookedAt(reason)));
        }
        List<Finding> findings = new ArrayList<>();
        for (Asked route : asked) {
            if (route.sendsAWorkspaceToken() || !workspaceRoutesOnly) {
                findings.add(new Finding(route.route().name(), judgement.of(route, route.answer())));
            }
        }
        return findings.isEmpty()
                ? List.of(new Finding(
                        Phrase.of("doctor.about.routes"), new Outcome.Fine(Phrase.of("doctor.routes.no_token"))))
                : findings;
    }

    private Optional<Route> configured(OfRoute route) {
        return surroundings
                .configuration()
                .fold(
                        read -> read.routes().stream()
                                .filter(known -> known.name().value().equals(route.name()))
                                .findFirst(),
                        _ -> Optional.empty());
    }

    /// Blocks for nine seconds at most.
    static RouteAnswer ask(OfRoute route, LocalKeys keys) {
        try (HttpCalls calls = new HttpCalls(TrustRoots.publicly(), NetworkSettings.DIRECT, CALL_TIMEOUT)) {
            Secret key = keys.of(new RouteName(route.name()));
            HttpCalls.Answer answer = calls.send(
                    "GET",
                    URI.create("http://127.0.0.1:" + route.port() + ME),
                    Map.of("Authorization", List.of("Bearer " + key.reveal())),
                    Optional.empty());
            return RouteAnswer.of(answer.status(), answer.fields().firstValue("Content-Type"), answer.body());
        } catch (IOException failure) {
            return new RouteAnswer.Nobody(Phrase.of("doctor.routes.silent", Reason.of(failure)));
        } catch (ProblemException failure) {
            Problem.Text problem = failure.problem().text();
            return new RouteAnswer.Nobody(Phrase.what(problem.code(), problem.what()));
        }
    }
}
