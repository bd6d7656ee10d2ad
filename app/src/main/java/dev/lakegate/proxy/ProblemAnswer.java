package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.GatewayProblem;
import dev.lakegate.model.IdentityProblem;
import dev.lakegate.model.JoinProblem;
import dev.lakegate.model.KeyStoreProblem;
import dev.lakegate.model.OutboundProxyProblem;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProgramProblem;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;

/// A problem as an answer of the proxy itself: `application/problem+json` (RFC 9457), with `error_code` and `message`
/// beside its members, which Databricks' SDKs read.
final class ProblemAnswer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int RETRY_AFTER_SECONDS = 5;

    private ProblemAnswer() {}

    static void write(Problem problem, String requestId, Response response, Callback callback) {
        int status = status(problem);
        Problem.Text text = problem.text();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:lakegate:problem:" + text.code());
        members.put("title", text.what());
        members.put("status", status);
        members.put("detail", text.toString());
        members.put("code", text.code());
        members.put("request_id", requestId);
        members.put("error_code", text.code().toUpperCase(Locale.ROOT));
        members.put("message", text.toString());
        if (problem instanceof GatewayProblem.DeniedByGateway denied) {
            members.put("denial", denied.gatewayCode());
            members.put("gateway_request_id", denied.gatewayRequestId());
        }
        byte[] body = JSON.writeValueAsBytes(members);

        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Request-Id", requestId);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (status == HttpStatus.UNAUTHORIZED_401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"lakegate\"");
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /// Transient problems are 503, so that clients which honour `Retry-After` come again; what only a person can mend
    /// is not.
    static int status(Problem problem) {
        return switch (problem) {
            case CallerProblem.LocalKeyMissing _, CallerProblem.LocalKeyWrong _ -> HttpStatus.UNAUTHORIZED_401;
            case CallerProblem.HostNotLocal _ -> HttpStatus.MISDIRECTED_REQUEST_421;
            case CallerProblem.CrossSite _ -> HttpStatus.FORBIDDEN_403;
            case CallerProblem.MethodNotSupported _ -> HttpStatus.NOT_IMPLEMENTED_501;
            case CallerProblem.BadRequest bad -> bad.status();
            case CallerProblem.ClientGone _ -> HttpStatus.BAD_REQUEST_400;
            case IdentityProblem.SignInNeeded _,
                    IdentityProblem.SignInTimedOut _,
                    IdentityProblem.SignInRefused _,
                    IdentityProblem.SignInCancelled _,
                    IdentityProblem.DeviceGrantNotAllowed _,
                    IdentityProblem.StrongerSignInNeeded _,
                    IdentityProblem.SignedOut _,
                    KeyStoreProblem.KeyStoreLocked _,
                    KeyStoreProblem.PassphraseNeeded _,
                    KeyStoreProblem.PassphraseWrong _,
                    KeyStoreProblem.CredentialsSetAside _ -> HttpStatus.UNAUTHORIZED_401;
            case IdentityProblem.ExchangeRefused _, GatewayProblem.DeniedByGateway _ -> HttpStatus.FORBIDDEN_403;
            case IdentityProblem.ProviderUnreachable _,
                    GatewayProblem.GatewayUnreachable _,
                    OutboundProxyProblem.OutboundProxyUnreachable _,
                    KeyStoreProblem.KeyStoreFailed _ -> HttpStatus.SERVICE_UNAVAILABLE_503;
            case IdentityProblem.TokenNotAcceptable _,
                    IdentityProblem.ProviderMisconfigured _,
                    OutboundProxyProblem.OutboundProxyRefused _,
                    GatewayProblem.GatewayUntrusted _,
                    GatewayProblem.GatewayBrokeOff _ -> HttpStatus.BAD_GATEWAY_502;
            case GatewayProblem.GatewayTimedOut _ -> HttpStatus.GATEWAY_TIMEOUT_504;
            case KeyStoreProblem.KeyStoreAbsent _, JoinProblem _, ProgramProblem _ ->
                HttpStatus.INTERNAL_SERVER_ERROR_500;
        };
    }
}
