package dev.lakegate.diagnosis.provider;

import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.diagnosis.check.Looked;
import dev.lakegate.diagnosis.check.Looked.Seen;
import dev.lakegate.diagnosis.check.Looked.Unseen;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.OutboundProxyFailure;
import dev.lakegate.network.TrustRoots;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What one profile's provider publishes, fetched once for all checks: its discovery document (OpenID Connect
/// Discovery §4) and its key set (RFC 7517).
public final class ProviderDocuments {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);
    private static final JsonMapper JSON = new JsonMapper();

    private final Profile profile;
    private final NetworkSettings network;
    private final InstantSource clock;
    private final Future<Looked<Document>> discovery;
    private final Future<Looked<Document>> keySet;

    /// Begins to fetch, in the background.
    public ProviderDocuments(
            Profile profile, NetworkSettings network, InstantSource clock, ExecutorService background) {
        this.profile = profile;
        this.network = network;
        this.clock = clock;
        String base = profile.issuer().toString().replaceAll("/$", "");
        discovery = background.submit(() -> fetch(URI.create(base + "/.well-known/openid-configuration")));
        keySet = background.submit(this::fetchKeySet);
    }

    /// An answer of the provider's.
    ///
    /// @param body     a missing node when it is no JSON
    /// @param date     its `Date` field
    /// @param sent     when it was asked for, by this machine's clock
    /// @param answered when the answer was there
    public record Document(
            URI address, int status, JsonNode body, Optional<String> date, Instant sent, Instant answered) {}

    /// What findings call the provider.
    public Phrase about() {
        return Phrase.of("doctor.about.provider", profile.name().value());
    }

    Profile profile() {
        return profile;
    }

    /// Blocks until it is there.
    public Looked<Document> discovery() throws InterruptedException {
        return outcome(discovery);
    }

    /// Blocks until it is there.
    Looked<Document> keySet() throws InterruptedException {
        return outcome(keySet);
    }

    private Looked<Document> fetchKeySet() throws InterruptedException {
        return switch (discovery()) {
            case Seen<Document>(Document document) -> {
                String address = document.body().path("jwks_uri").asString("");
                try {
                    yield address.isEmpty()
                            ? new Unseen<>(Phrase.of("doctor.keys.not_named"))
                            : fetch(URI.create(address));
                } catch (IllegalArgumentException malformed) {
                    yield new Unseen<>(Phrase.of("doctor.keys.no_address"));
                }
            }
            case Unseen<Document> unseen -> unseen;
        };
    }

    private Looked<Document> fetch(URI address) {
        try (HttpCalls calls = new HttpCalls(TrustRoots.with(network, profile.caFile()), network, CALL_TIMEOUT)) {
            Instant sent = clock.instant();
            HttpCalls.Answer answer =
                    calls.send("GET", address, Map.of("Accept", List.of("application/json")), Optional.empty());
            return new Seen<>(new Document(
                    address,
                    answer.status(),
                    json(answer.body()),
                    answer.fields().firstValue("Date"),
                    sent,
                    clock.instant()));
        } catch (OutboundProxyFailure refused) {
            return notFetched(address, Phrase.what(refused.problem().code(), String.valueOf(refused.getMessage())));
        } catch (IOException failure) {
            return notFetched(address, Phrase.verbatim(String.valueOf(failure.getMessage())));
        } catch (ProblemException noRoots) {
            Problem.Text problem = noRoots.problem().text();
            return new Unseen<>(Phrase.of("doctor.discovery.no_roots", Phrase.what(problem.code(), problem.what())));
        }
    }

    private static Looked<Document> notFetched(URI address, Phrase reason) {
        return new Unseen<>(Phrase.of("doctor.discovery.not_fetched", address.toString(), reason));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    private static Looked<Document> outcome(Future<Looked<Document>> fetched) throws InterruptedException {
        try {
            return fetched.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }
}
