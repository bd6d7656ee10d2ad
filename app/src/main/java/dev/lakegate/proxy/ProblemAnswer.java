package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.ClientSetupProblem;
import dev.lakegate.model.GatewayProblem;
import dev.lakegate.model.IdentityProblem;
import dev.lakegate.model.JoinProblem;
import dev.lakegate.model.KeyStoreProblem;
import dev.lakegate.model.OutboundProxyProblem;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProgramProblem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;

/// A problem as an answer of the proxy itself: `application/problem+json` (RFC 9457), with `error_code` and
/// `message` beside its members, which Databricks' SDKs read.
final class ProblemAnswer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int RETRY_AFTER_SECONDS = 5;

    private static final Pattern GRPC = Pattern.compile("application/grpc(?!-web)", Pattern.CASE_INSENSITIVE);

    private ProblemAnswer() {}

    static void write(Problem problem, String requestId, Response response, Callback callback) {
        int status = status(problem);
        if (GRPC.matcher(String.valueOf(response.getRequest().getHeaders().get(HttpHeader.CONTENT_TYPE)))
                .lookingAt()) {
            writeForGrpc(problem, grpcStatus(status), requestId, response, callback);
            return;
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Request-Id", requestId);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (status == HttpStatus.UNAUTHORIZED_401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"lakegate\"");
        }
        if (ProblemPage.isWanted(response.getRequest())) {
            ProblemPage.write(problem.text(), requestId, response, callback);
        } else {
            writeJson(problem, status, requestId, response, callback);
        }
    }

    private static void writeJson(Problem problem, int status, String requestId, Response response, Callback callback) {
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

        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /// An answer of trailers alone, as gRPC over HTTP/2 has it.
    private static void writeForGrpc(
            Problem problem, int grpcStatus, String requestId, Response response, Callback callback) {
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/grpc");
        response.getHeaders().put("grpc-status", grpcStatus);
        response.getHeaders().put("grpc-message", percentEncoded(problem.code() + ": " + problem.text()));
        response.getHeaders().put("X-Request-Id", requestId);
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }

    private static int grpcStatus(int status) {
        return switch (status) {
            case HttpStatus.UNAUTHORIZED_401 -> 16; // UNAUTHENTICATED
            case HttpStatus.FORBIDDEN_403, HttpStatus.MISDIRECTED_REQUEST_421 -> 7; // PERMISSION_DENIED
            case HttpStatus.BAD_GATEWAY_502, HttpStatus.SERVICE_UNAVAILABLE_503, HttpStatus.GATEWAY_TIMEOUT_504 -> 14;
            case HttpStatus.NOT_IMPLEMENTED_501 -> 12; // UNIMPLEMENTED
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> 13; // INTERNAL
            default -> 3; // INVALID_ARGUMENT
        };
    }

    private static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : message.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet <= '~' && octet != '%') {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }

    /// Transient problems are 503, so that clients which honour `Retry-After` come again; what only a person
    /// can mend is not.
    static int status(Problem problem) {
        return switch (problem) {
            case CallerProblem.LocalKeyMissing _, CallerProblem.LocalKeyWrong _, CallerProblem.BrowserSessionNeeded _ ->
                HttpStatus.UNAUTHORIZED_401;
            case CallerProblem.HostNotLocal _ -> HttpStatus.MISDIRECTED_REQUEST_421;
            case CallerProblem.CrossSite _, CallerProblem.EntryCodeSpent _ -> HttpStatus.FORBIDDEN_403;
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
            case GatewayProblem.SignInPageAnswered _ -> HttpStatus.UNAUTHORIZED_401;
            case IdentityProblem.ExchangeRefused _, GatewayProblem.DeniedByGateway _ -> HttpStatus.FORBIDDEN_403;
            case IdentityProblem.ProviderUnreachable _,
                    GatewayProblem.GatewayUnreachable _,
                    OutboundProxyProblem.OutboundProxyUnreachable _,
                    KeyStoreProblem.KeyStoreFailed _,
                    ProgramProblem.AuditUnavailable _,
                    ProgramProblem.Paused _,
                    ProgramProblem.ProgramEnding _ -> HttpStatus.SERVICE_UNAVAILABLE_503;
            case IdentityProblem.TokenNotAcceptable _,
                    IdentityProblem.ProviderMisconfigured _,
                    OutboundProxyProblem.OutboundProxyRefused _,
                    GatewayProblem.GatewayUntrusted _,
                    GatewayProblem.GatewayBrokeOff _ -> HttpStatus.BAD_GATEWAY_502;
            case GatewayProblem.GatewayTimedOut _ -> HttpStatus.GATEWAY_TIMEOUT_504;
            case KeyStoreProblem.KeyStoreAbsent _,
                    JoinProblem _,
                    ClientSetupProblem _,
                    ProgramProblem.ConfigurationInvalid _,
                    ProgramProblem.PortTaken _,
                    ProgramProblem.MetricsPortTaken _,
                    ProgramProblem.AlreadyRunning _,
                    ProgramProblem.NotRunning _,
                    ProgramProblem.VersionSkew _,
                    ProgramProblem.UnknownRoute _,
                    ProgramProblem.NotForBrowsers _,
                    ProgramProblem.UnknownProfile _,
                    ProgramProblem.LocalFailure _ -> HttpStatus.INTERNAL_SERVER_ERROR_500;
        };
    }
}
