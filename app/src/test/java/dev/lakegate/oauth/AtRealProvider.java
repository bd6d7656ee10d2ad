package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.Grant;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.SignInAttempt.Announcement.OpenAddress;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Person;
import dev.lakegate.sandbox.Provider;
import dev.lakegate.sandbox.ProviderSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A certified provider, a person at a browser, and the client's side of what they do.
final class AtRealProvider implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.system();

    final Provider provider;
    final Person alice = Person.named("alice");
    private final HttpCalls calls;
    private Optional<dev.lakegate.oauth.Provider> client = Optional.empty();

    AtRealProvider(ProviderSettings settings) throws ProblemException {
        provider = Provider.start(settings);
        calls = new HttpCalls(TrustRoots.publicly(), NetworkSettings.DIRECT);
    }

    ProfileBuilder settings() {
        return new ProfileBuilder(provider.issuer().toString())
                .audience(Provider.AUDIENCE, Profile.AudienceParameter.RESOURCE)
                .scopes("openid", "offline_access", "profile", "email", "lakegate");
    }

    /// The client under the usual settings.
    dev.lakegate.oauth.Provider client() {
        if (client.isEmpty()) {
            client = Optional.of(client(settings().build()));
        }
        return client.get();
    }

    dev.lakegate.oauth.Provider client(Profile profile) {
        return new dev.lakegate.oauth.Provider(profile, calls);
    }

    Grant signIn() throws ProblemException {
        return signIn(client(), Demand.NONE);
    }

    Grant signIn(dev.lakegate.oauth.Provider client, Demand demand) throws ProblemException {
        SignInAttempt attempt = new SignInAttempt(announcement -> {
            if (announcement instanceof OpenAddress(URI address)) {
                Thread.startVirtualThread(() -> inBrowser(() -> alice.signIn(address)));
            }
        });
        return remembered(new SignIn(client, CLOCK).signIn(attempt, demand));
    }

    Grant refresh(Grant grant) throws ProblemException {
        return remembered(new Refresh(client(), CLOCK).refresh(grant));
    }

    static Grant remembered(Grant grant) {
        Canaries.add(grant.identityToken().value().reveal());
        grant.refreshToken().map(Secret::reveal).ifPresent(Canaries::add);
        grant.idToken().map(Secret::reveal).ifPresent(Canaries::add);
        return grant;
    }

    static Problem problem(ThrowingCallable action) {
        return catchThrowableOfType(ProblemException.class, action).problem();
    }

    static JWTClaimsSet claims(Secret token) throws ParseException {
        return SignedJWT.parse(token.reveal()).getJWTClaimsSet();
    }

    /// What a person does.
    @FunctionalInterface
    interface Act {
        Person.Page run() throws IOException;
    }

    static Person.Page inBrowser(Act act) {
        try {
            return act.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        calls.close();
        provider.close();
    }
}
