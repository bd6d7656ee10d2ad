package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The secret of a client that is not public (RFC 6749 §2.3.1), in a file, read anew at each use so that it can be
/// changed under the running program. For the provider alone, never for the workspace.
///
/// Others may be able to read the file: an administrator's configuration serves every user of a machine, and the secret
/// that a provider gives to an installed application is none (RFC 8252 §8.5); PKCE protects the code.
final class ClientSecret {
    private static final int MOST_BYTES = 4_096;

    private ClientSecret() {}

    /// Blocks on the file.
    ///
    /// @param offered the ways that the provider's metadata offers
    static ClientAuthentication read(Path file, ClientID client, List<ClientAuthenticationMethod> offered)
            throws ProblemException {
        Secret secret = new Secret(content(file));
        // in the body nothing is encoded twice, in which providers differ for Basic
        return offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                ? new ClientSecretPost(client, secret)
                : new ClientSecretBasic(client, secret);
    }

    private static String content(Path file) throws ProblemException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it is no secret, it has over " + MOST_BYTES + " bytes");
            }
            String content = Files.readString(file).strip();
            if (content.isEmpty() || content.contains("\n")) {
                throw new IOException("it has to hold the secret alone, on one line");
            }
            return content;
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure(
                            "read the client's secret in " + file + " ('client_secret_file')", Reason.of(failure)),
                    failure);
        }
    }
}
