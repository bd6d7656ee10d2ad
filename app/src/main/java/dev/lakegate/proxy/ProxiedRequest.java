package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.ClientGone;
import dev.lakegate.model.CallerProblem.LocalKeyMissing;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.client.Response.CompleteListener;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The story of one request: 1 admit the caller, 2 obtain the tokens, 3 rewrite the fields, 4 stream both ways, 5
/// audit.
///
/// Nothing is forwarded before both tokens are there. No step blocks the thread that reads the connection.
final class ProxiedRequest implements OpenRequests.Open {
    private final ProxyRoute route;
    private final Admission admission;
    private final Executor blocking;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final RequestFacts facts;

    /// Completed once, by whoever decides how the request goes on: forwarded as this one, or, when empty, answered from
    /// here.
    private final CompletableFuture<Optional<Forwarding>> way = new CompletableFuture<>();

    private volatile boolean answerBegun; // something of it may have gone to the client

    /// @param blocking runs what may block, such as obtaining a token
    /// @param facts    become the audit line when the request ends, however it ends (step 5, [RequestAudit])
    ProxiedRequest(
            ProxyRoute route,
            Admission admission,
            Executor blocking,
            Request request,
            Response response,
            Callback callback,
            RequestFacts facts) {
        this.route = route;
        this.admission = admission;
        this.blocking = blocking;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.facts = facts;
    }

    /// 1 admit the caller
    void serve() {
        facts.trace = TraceContext.of(request.getHeaders());
        Optional<CallerProblem> refusal =
                admission.refusal(request.getMethod(), request.getHttpURI(), request.getHeaders());
        if (refusal.isPresent()) {
            if (!(refusal.get() instanceof LocalKeyMissing) || !isAnsweredFromHere()) {
                refuse(refusal.get());
            }
            return;
        }
        facts.person = route.person().get();
        // before a token is looked for: OpenRequests#endAll
        route.open().add(this);
        Request.addCompletionListener(request, _ -> route.open().remove(this));
        obtainTokens();
    }

    /// A discovery document may be read without the local key, but moves nothing upstream then.
    private boolean isAnsweredFromHere() {
        if (!HttpMethod.GET.is(request.getMethod())) {
            return false;
        }
        Optional<byte[]> document =
                route.discovery().document(request.getHttpURI().getPathQuery());
        document.ifPresent(found -> {
            byte[] rewritten = DiscoveryDocument.rewritten(found, route.route().workspace(), localAuthority());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, rewritten.length);
            response.getHeaders().put("X-Request-Id", facts.requestId);
            response.write(true, ByteBuffer.wrap(rewritten), callback);
        });
        return document.isPresent();
    }

    /// 2 obtain the tokens
    private void obtainTokens() {
        List<HttpField> credentials = route.credentials().ready();
        if (credentials != null) {
            forward(credentials);
            return;
        }
        blocking.execute(() -> {
            try {
                forward(route.credentials().obtain());
            } catch (ProblemException failure) {
                refuseUnlessDecided(failure.problem());
            } catch (RuntimeException failure) {
                callback.failed(failure);
            }
        });
    }

    /// 3 rewrite the fields
    private void forward(List<HttpField> credentials) {
        HttpRequest upstream = route.upstream()
                .newRequest(
                        route.route().workspace(),
                        methodUpstream(),
                        request.getHttpURI().getPath(),
                        request.getHttpURI().getQuery());
        HttpFields received = request.getHeaders();
        Set<String> hopOnly = FieldPolicy.namedByConnection(received);
        upstream.headers(fields -> {
            for (HttpField field : received) {
                if (FieldPolicy.mayGoUpstream(field, hopOnly)) {
                    fields.add(field);
                }
            }
            for (HttpField credential : credentials) {
                fields.add(credential);
            }
            fields.add("X-Request-Id", facts.requestId);
            if (facts.trace != null) {
                fields.add("traceparent", facts.trace.traceparent());
            }
            if (DiscoveryDocument.isAt(request.getHttpURI().getPath())) {
                fields.put(HttpHeader.ACCEPT_ENCODING, "identity");
            }
        });
        if (RequestBody.comesWith(request)) {
            upstream.body(new RequestBody(request, facts));
        }
        Forwarding forwarding = new Forwarding(route.upstream(), upstream);
        if (way.complete(Optional.of(forwarding))) {
            forwarding.send(answer());
        }
    }

    /// How long a rewritten document is only the document tells (RFC 9110 §8.6), to a HEAD as well.
    private String methodUpstream() {
        return isHead() && DiscoveryDocument.isAt(request.getHttpURI().getPath())
                ? HttpMethod.GET.asString()
                : request.getMethod();
    }

    boolean isHead() {
        return HttpMethod.HEAD.is(request.getMethod());
    }

    /// 4 stream both ways
    private CompleteListener answer() {
        return DiscoveryDocument.isAt(request.getHttpURI().getPath())
                ? new DiscoveryAnswer(this, localAuthority())
                : new StreamedAnswer(this);
    }

    /// What the client called this proxy; admission has found it to be a local name.
    private String localAuthority() {
        return String.valueOf(request.getHeaders().get(HttpHeader.HOST));
    }

    /// The answer's status and fields, less what is not for the client. Throws what the proxy is to answer instead.
    void answerBegins(int status, HttpFields received) throws ProblemException {
        answerBegun = true;
        facts.learnFrom(received);
        Optional<Problem> demand = route.upstream().stepUp().demand(status, received);
        if (demand.isPresent()) {
            throw new ProblemException(demand.get());
        }
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        Set<String> hopOnly = FieldPolicy.namedByConnection(received);
        for (HttpField field : received) {
            if (FieldPolicy.mayGoToTheClient(field, hopOnly)) {
                fields.add(field.getHeader() == HttpHeader.LOCATION ? localLocation(field) : field);
            }
        }
        fields.add("X-Request-Id", facts.requestId);
    }

    /// A redirect to the workspace itself stays with the proxy; any other is the client's affair.
    private HttpField localLocation(HttpField location) {
        return new HttpField(
                HttpHeader.LOCATION,
                WorkspaceAddress.toLocal(
                        String.valueOf(location.getValue()), route.route().workspace(), localAuthority()));
    }

    void upstreamFailed(Throwable failure) {
        if (!answerBegun && way.join().orElseThrow().sendAgain(failure, answer())) {
            return;
        }
        Problem problem = facts.failedFor(route.upstream().problem(failure));
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        response.reset();
        refuse(problem);
    }

    /// From outside, as at a sign-out: a request that waits for a token is refused, one that was forwarded is given up.
    @Override
    public void end(Problem reason) {
        if (!refuseUnlessDecided(reason)) {
            way.join().ifPresent(forwarding -> forwarding.end(reason));
        }
    }

    private boolean refuseUnlessDecided(Problem problem) {
        boolean undecided = way.complete(Optional.empty());
        if (undecided) {
            refuse(problem);
        }
        return undecided;
    }

    void clientFailed() {
        facts.failedFor(new ClientGone());
    }

    /// Answers with a problem of our own; nothing is forwarded any more.
    void refuse(Problem problem) {
        facts.refused(problem);
        ProblemAnswer.write(problem, facts.requestId, response, callback);
    }

    ProxyRoute route() {
        return route;
    }

    Response response() {
        return response;
    }

    Callback callback() {
        return callback;
    }
}
