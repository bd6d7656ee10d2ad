package dev.lakegate.oauth;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import java.util.Optional;

/// A short call through the gateway, over the same connections as the proxied requests: same trust, same addresses.
@FunctionalInterface
public interface GatewayCall {

    /// Blocks; throws a gateway problem when there is no answer, and
    /// [dev.lakegate.model.IdentityProblem.StrongerSignInNeeded] when the gateway wants a stronger sign-in first.
    ///
    /// @param workspace the workspace's public host name
    /// @param form      the body, `application/x-www-form-urlencoded`
    Answer post(String workspace, String path, String form, Secret identityToken) throws ProblemException;

    /// The answer, its body whole.
    ///
    /// @param denial the gateway's own denial code, when it was the gateway that answered
    record Answer(int status, Optional<String> denial, String body) {}
}
