package dev.lakegate.sandbox.workspace;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Records each request, asks who it is from, and hands it to the API it is for.
final class WorkspaceHandler extends Handler.Abstract {
    private final int node;
    private final String host;
    private final RequestLog log;
    private final WorkspaceTokens tokens;
    private final TokenEndpoint tokenEndpoint;
    private final Discovery discovery;
    private final Apis apis;

    WorkspaceHandler(
            int node, String host, RequestLog log, WorkspaceTokens tokens, TokenEndpoint tokenEndpoint, Apis apis) {
        this.node = node;
        this.host = host;
        this.log = log;
        this.tokens = tokens;
        this.tokenEndpoint = tokenEndpoint;
        this.apis = apis;
        discovery = new Discovery(host, tokens);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var call = new Call(request, response, callback);
        call.field("Server", "databricks");
        call.field("x-databricks-org-id", Discovery.ORG_ID);
        try {
            answer(request, response, call);
        } catch (Refusal refusal) {
            refusal.answer(call);
        }
        return true;
    }

    private void answer(Request request, Response response, Call call) throws Exception {
        Optional<Principal> caller = Optional.empty();
        Optional<Refusal> unauthenticated = Optional.empty();
        try {
            caller = Optional.of(tokens.authenticate(call.fields()));
        } catch (Refusal refusal) {
            unauthenticated = Optional.of(refusal);
        }
        record(request, response, caller);
        if (!host.equalsIgnoreCase(nameAskedFor(request))) {
            throw Refusal.api(421, "MISDIRECTED_REQUEST", "This workspace is " + host + ".");
        }
        if (answersAnyone(call)) {
            return;
        }
        if (unauthenticated.isPresent()) {
            throw unauthenticated.get();
        }
        apis.answer(call, caller.orElseThrow());
    }

    private void record(Request request, Response response, Optional<Principal> caller) {
        var received = new ReceivedRequest(
                Instant.now(),
                node,
                request.getConnectionMetaData().getProtocol(),
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                HttpFields.build(request.getHeaders()).asImmutable(),
                caller.map(Principal::userName));
        log.arrived(received);
        Request.addCompletionListener(request, failure -> log.answered(received, response.getStatus()));
    }

    private boolean answersAnyone(Call call) throws Exception {
        switch (call.method() + " " + call.path()) {
            case "GET /.well-known/databricks-config" -> discovery.databricksConfig(call);
            case "GET /oidc/.well-known/oauth-authorization-server", "GET /oidc/.well-known/openid-configuration" ->
                discovery.authorizationServer(call);
            case "GET /oidc/jwks.json" -> discovery.jwks(call);
            case "POST /oidc/v1/token" -> tokenEndpoint.answer(call);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Over HTTP/2 a gateway may send `Host` and no `:authority` (RFC 9113 §8.3.1); Jetty's own look-up knows only the
    /// latter.
    private static String nameAskedFor(Request request) {
        String field = request.getHeaders().get(HttpHeader.HOST);
        return field == null ? Request.getServerName(request) : field.replaceFirst(":\\d+$", "");
    }
}
