package dev.lakegate.proxy.upstream;

import dev.lakegate.model.IdentityProblem.StrongerSignInNeeded;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProfileName;
import dev.lakegate.oauth.Demand;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/// A gateway's demand for a stronger or a more recent sign-in (RFC 9470 §3). It is the gateway's own, never the
/// workspace's, whose fields of that name the gateway deletes.
public final class StepUp {
    public static final String DENIAL = "insufficient_user_authentication";

    private final ProfileName profile;
    private final Consumer<String> session;

    /// @param session is told the challenge as it came, and must not block
    StepUp(ProfileName profile, Consumer<String> session) {
        this.profile = profile;
        this.session = session;
    }

    /// The problem of an answer in which the gateway demands it.
    public Optional<Problem> demand(int status, HttpFields answer) {
        if (status != HttpStatus.UNAUTHORIZED_401 || !DENIAL.equals(answer.get(GatewayFields.ERROR))) {
            return Optional.empty();
        }
        String challenge =
                Optional.ofNullable(answer.get(HttpHeader.WWW_AUTHENTICATE)).orElse("");
        session.accept(challenge);
        String wanted = Demand.of(challenge).map(Demand::wanted).orElse("");
        return Optional.of(new StrongerSignInNeeded(profile, wanted));
    }
}
