package dev.lakegate.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.SignInAttempt.Announcement;
import dev.lakegate.oauth.SignInAttempt.Announcement.OpenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/// A sign-in at a [TinyProvider], and a browser that comes back from it with whatever a test wants.
final class SignInRig implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration HOUR = Duration.ofHours(1);
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    final TinyProvider provider;
    final HttpCalls calls;
    final List<HttpResponse<String>> pages = new CopyOnWriteArrayList<>();
    final List<Announcement> announcements = new CopyOnWriteArrayList<>();
    volatile Map<String, String> asked = Map.of();
    Demand demand = Demand.NONE;

    SignInRig() throws IOException, ProblemException {
        provider = new TinyProvider();
        calls = new HttpCalls(TrustRoots.publicly(), NetworkSettings.DIRECT);
        provider.answersTokensWith(_ -> tokens(idToken(), accessToken()));
    }

    /// The query with which a browser comes back for an authorization request.
    @FunctionalInterface
    interface Return {
        String query(Map<String, String> request);
    }

    /// Signs in with a browser that visits the redirect address once for each answer, one after the other.
    Grant signIn(Profile profile, Return... answers) throws ProblemException {
        return signIn(
                profile,
                (_, request) -> Arrays.stream(answers)
                        .forEach(answer -> visit(request.get("redirect_uri") + "?" + answer.query(request))));
    }

    /// Signs in with a person who acts on a thread of their own.
    Grant signIn(Profile profile, BiConsumer<SignInAttempt, Map<String, String>> person) throws ProblemException {
        List<Thread> threads = new ArrayList<>();
        List<SignInAttempt> attempts = new ArrayList<>();
        SignInAttempt attempt = new SignInAttempt(announcement -> {
            announcements.add(announcement);
            if (announcement instanceof OpenAddress(URI address)) {
                asked = TinyProvider.form(address.getRawQuery());
                threads.add(Thread.ofVirtual().start(() -> person.accept(attempts.getFirst(), asked)));
            }
        });
        attempts.add(attempt);
        try {
            return new SignIn(new Provider(profile, calls), () -> NOON).signIn(attempt, demand);
        } finally {
            threads.forEach(SignInRig::join);
        }
    }

    Problem problem(Profile profile, Return... answers) {
        return catchThrowableOfType(ProblemException.class, () -> signIn(profile, answers))
                .problem();
    }

    /// Why the tokens that the provider issues are not acceptable.
    String reason(Profile profile) {
        return ((TokenNotAcceptable) problem(profile, this::rightAnswer)).reason();
    }

    String rightAnswer(Map<String, String> request) {
        return "code=the-code&state=" + request.get("state") + "&iss=" + encoded(provider.issuer());
    }

    void visit(String address) {
        try {
            pages.add(BROWSER.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException gone) {
            throw new AssertionError(gone);
        }
    }

    List<Integer> statuses() {
        return pages.stream().map(HttpResponse::statusCode).toList();
    }

    static TinyProvider.Answer tokens(String idToken, String accessToken) {
        return TinyProvider.tokens(idToken, accessToken, "refresh-of-alice", HOUR);
    }

    String idToken() {
        return TinyProvider.signed(idClaims());
    }

    JWTClaimsSet.Builder idClaims() {
        return provider.idClaims("alice").claim("nonce", asked.get("nonce"));
    }

    String accessToken() {
        return TinyProvider.signed(provider.accessClaims("alice"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        calls.close();
        provider.close();
    }
}
