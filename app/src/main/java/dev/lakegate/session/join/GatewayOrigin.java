package dev.lakegate.session.join;

import dev.lakegate.config.AddressForm;
import dev.lakegate.config.Form;
import dev.lakegate.model.JoinProblem.GatewayAddressInvalid;
import dev.lakegate.model.ProblemException;
import java.net.URI;

/// A gateway's origin (RFC 6454), in one spelling, so that two of them can be compared.
final class GatewayOrigin {
    private GatewayOrigin() {}

    /// As a person types it.
    static URI of(String typed) throws ProblemException {
        try {
            return canonical(AddressForm.httpsOrigin().parse(typed));
        } catch (Form.Mismatch mismatch) {
            throw new ProblemException(new GatewayAddressInvalid(
                    typed.startsWith("http:")
                            ? "over plain http anybody on the way could have written what is there"
                            : "it is not " + mismatch.expected()));
        }
    }

    /// Without the port that https has anyway.
    static URI canonical(URI origin) {
        return origin.getPort() == 443 ? URI.create("https://" + origin.getHost()) : origin;
    }
}
