package dev.lakegate.sandbox.workspace;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
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
    private final FilesApi files;
    private final Probes probes;

    WorkspaceHandler(
            int node,
            String host,
            RequestLog log,
            WorkspaceTokens tokens,
            TokenEndpoint tokenEndpoint,
            FilesApi files,
            LongAdder produced) {
        this.node = node;
        this.host = host;
        this.log = log;
        this.tokens = tokens;
        this.tokenEndpoint = tokenEndpoint;
        this.files = files;
        discovery = new Discovery(host, tokens);
        probes = new Probes(host, produced);
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
        answer(call, caller.orElseThrow());
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

    private void answer(Call call, Principal caller) throws Exception {
        if (call.path().startsWith(FilesApi.PREFIX)) {
            files.answer(call);
            return;
        }
        if (call.path().startsWith(Probes.PREFIX)) {
            probes.answer(call);
            return;
        }
        switch (call.method() + " " + call.path()) {
            case "GET /api/2.0/preview/scim/v2/Me" -> call.json(200, caller.scim());
            case "GET /api/2.0/clusters/list", "GET /api/2.1/clusters/list" -> Clusters.list(call);
            case "GET /api/2.0/clusters/get", "GET /api/2.1/clusters/get" -> Clusters.get(call);
            case "POST /serving-endpoints/chat/completions" -> ServingEndpoints.chat(call, caller);
            default -> throw Refusal.noSuchApi(call);
        }
    }

    /// Over HTTP/2 a gateway may send `Host` and no `:authority` (RFC 9113 §8.3.1); Jetty's own look-up knows only the
    /// latter.
    private static String nameAskedFor(Request request) {
        String field = request.getHeaders().get(HttpHeader.HOST);
        return field == null ? Request.getServerName(request) : field.replaceFirst(":\\d+$", "");
    }
}
