package dev.lakegate.proxy;

import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.Head;
import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.BadRequest;
import dev.lakegate.model.CallerProblem.ClientGone;
import dev.lakegate.model.CallerProblem.LocalKeyMissing;
import dev.lakegate.model.GatewayProblem.GatewayBrokeOff;
import dev.lakegate.model.GatewayProblem.SignInPageAnswered;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.AuditUnavailable;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ProgramProblem.Paused;
import dev.lakegate.model.ProgramProblem.ProgramEnding;
import dev.lakegate.model.Secret;
import dev.lakegate.proxy.Admission.Verdict;
import dev.lakegate.proxy.Admission.Verdict.Admitted;
import dev.lakegate.proxy.Admission.Verdict.Refused;
import dev.lakegate.proxy.RouteCredentials.Credentials;
import dev.lakegate.proxy.browser.BrowserSession;
import dev.lakegate.proxy.browser.BrowserVisit;
import dev.lakegate.proxy.upstream.Answer;
import dev.lakegate.proxy.upstream.ByteTunnel;
import dev.lakegate.proxy.upstream.RequestHead;
import dev.lakegate.telemetry.traces.Step;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The story of one request: 1 admit the caller, 2 obtain the tokens, 3 rewrite the fields, 4 stream both
/// ways, 5
/// audit.
///
/// Nothing is forwarded before both tokens are there. No step blocks the thread that reads the connection.
final class ProxiedRequest implements OpenRequests.Open {
    /// A token must outlive the way to the gateway.
    static final Duration ON_THE_WAY = Duration.ofSeconds(2);
    /// With a body that cannot be sent once more, so that it need not be.
    private static final Duration ON_A_LONG_WAY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedRequest.class);

    private final ProxyRoute route;
    private final Admission admission;
    private final AuditLog auditLog;
    private final Pause pause;
    private final Executor blocking;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final RequestFacts facts;
    private final HttpFields received;

    /// Completed once, by whoever decides how the request goes on: forwarded as this one, or, when empty,
    /// answered from
    /// here.
    private final CompletableFuture<Optional<Forwarding>> way = new CompletableFuture<>();

    private @Nullable BrowserSession browser; // null for any other caller
    private @Nullable Upload upload; // null when the request has no body
    private volatile @Nullable Credentials used;
    private volatile boolean answerBegun; // something of it may have gone to the client
    private @Nullable ClientAnswer client; // from its admission on

    /// @param auditLog tells how far it has come, and whether anything may be served
    /// @param blocking runs what may block, such as obtaining a token
    /// @param facts    become the audit line when the request ends, however it ends (step 5, [RequestAudit])
    ProxiedRequest(
            ProxyRoute route,
            Admission admission,
            AuditLog auditLog,
            Pause pause,
            Executor blocking,
            Request request,
            Response response,
            Callback callback,
            RequestFacts facts) {
        this.route = route;
        this.admission = admission;
        this.auditLog = auditLog;
        this.pause = pause;
        this.blocking = blocking;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.facts = facts;
        this.received = received(request);
    }

    /// As over HTTP/1.1, whose `Host` is HTTP/2's `:authority` (RFC 9113 §8.3.1).
    private static HttpFields received(Request request) {
        String authority = request.getHttpURI().getAuthority();
        return authority == null || !isHttp2(request) || request.getHeaders().contains(HttpHeader.HOST)
                ? request.getHeaders()
                : HttpFields.build(request.getHeaders()).add(HttpHeader.HOST, authority);
    }

    static boolean isHttp2(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    }

    /// 1 admit the caller
    void serve() {
        BrowserVisit visit = visit();
        if (visit instanceof BrowserVisit.Unknown) {
            goOn(admission.of(request.getMethod(), request.getHttpURI(), received, facts.client.to(route)));
        } else if (visit instanceof BrowserVisit.Within(BrowserSession session)) {
            browser = session;
            Optional<CallerProblem> unreadable =
                    RequestSyntax.refusal(request.getMethod(), request.getHttpURI(), received);
            goOn(unreadable.<Verdict>map(Refused::new).orElseGet(() -> new Admitted(AdmittedBy.BROWSER)));
        } else if (visit instanceof BrowserVisit.Enters(Secret setCookie)) {
            facts.person = route.person().get();
            EntryAnswer.write(setCookie, facts.requestId, response, callback);
        } else {
            refuse(((BrowserVisit.Refused) visit).problem());
        }
    }

    private BrowserVisit visit() {
        return route.browsers()
                .filter(_ -> facts.client.mayBrowse(route))
                .map(entry -> entry.visit(request.getMethod(), request.getHttpURI(), received))
                .orElseGet(BrowserVisit.Unknown::new);
    }

    private void goOn(Verdict verdict) {
        if (!(verdict instanceof Refused(CallerProblem problem))) {
            admitted(((Admitted) verdict).by());
        } else if (!(problem instanceof LocalKeyMissing) || !isAnsweredFromHere()) {
            refuse(problem);
        }
    }

    private void admitted(AdmittedBy by) {
        if (isHttp2(request) && RequestSyntax.namesAnotherHop(received)) {
            refuse(new BadRequest(HttpStatus.BAD_REQUEST_400));
            return;
        }
        facts.admittedBy = by;
        client = new ClientAnswer(route, request, response, callback, facts, localOrigin(), browser);
        facts.person = route.person().get();
        facts.runs = auditLog.recognisesRuns() ? RunWatch.of(request) : null;
        if (!auditLog.mayServe()) {
            refuse(new AuditUnavailable());
            return;
        }
        if (pause.isOn()) {
            refuse(new Paused());
            return;
        }
        // before a token is looked for: OpenRequests#endAll
        route.open().add(this);
        Request.addCompletionListener(request, _ -> route.open().remove(this));
        request.addFailureListener(_ -> clientFailed());
        if (isHttp2(request) && !Upload.comesWith(request)) {
            hearOfEarlierFailure();
        }
        obtainTokens();
    }

    /// What failed before the listener was there only who reads hears of, as whoever has a body for the gateway does.
    private void hearOfEarlierFailure() {
        Content.Chunk chunk = request.read();
        if (Content.Chunk.isFailure(chunk)) {
            clientFailed();
        } else if (chunk != null) {
            chunk.release();
        }
    }

    /// A discovery document may be read without the local key, but moves nothing upstream then.
    private boolean isAnsweredFromHere() {
        if (!HttpMethod.GET.is(request.getMethod())) {
            return false;
        }
        Optional<byte[]> document =
                route.discovery().document(request.getHttpURI().getPathQuery());
        document.ifPresent(found -> {
            byte[] rewritten = DiscoveryDocument.rewritten(found, route.route().workspace(), localOrigin());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, rewritten.length);
            response.getHeaders().put("X-Request-Id", facts.requestId);
            response.write(true, ByteBuffer.wrap(rewritten), callback);
        });
        return document.isPresent();
    }

    /// 2 obtain the tokens
    private void obtainTokens() {
        facts.enters(Step.TOKEN);
        upload = Upload.comesWith(request)
                ? new Upload(request, facts, route.route().replayBytes())
                : null;
        Duration onTheWay = upload == null || upload.willBeKept() ? ON_THE_WAY : ON_A_LONG_WAY;
        Credentials credentials = route.credentials().ready(onTheWay);
        if (credentials != null) {
            forward(credentials);
            return;
        }
        blocking.execute(() -> {
            try {
                forward(route.credentials().obtain(onTheWay));
            } catch (ProblemException failure) {
                refuseUnlessDecided(failure.problem());
            } catch (RuntimeException failure) {
                refuseUnlessDecided(unforeseen(failure));
            }
        });
    }

    private void forward(Credentials credentials) {
        used = credentials;
        Forwarding forwarding = new Forwarding(route.upstream(), upload, facts);
        if (way.complete(Optional.of(forwarding))) {
            forwarding.send(head(credentials), answer());
        }
    }

    /// 3 rewrite the fields
    private RequestHead head(Credentials credentials) {
        String workspace = route.route().workspace();
        Set<String> hopOnly = FieldPolicy.namedByConnection(received);
        HttpFields.Mutable fields = HttpFields.build(received.size() + 6);
        fields.add(HttpHeader.HOST, route.upstream().authority(workspace));
        for (HttpField field : received) {
            if (FieldPolicy.mayGoUpstream(field, hopOnly)) {
                fields.add(remoteOrigin(field));
            }
        }
        for (HttpField credential : credentials.fields()) {
            fields.add(credential);
        }
        if (browser != null) {
            browser.cookie(request.getHttpURI().getPath()).ifPresent(fields::add);
        }
        fields.add("X-Request-Id", facts.requestId);
        Head auditHead = auditLog.head();
        if (auditHead != null) {
            fields.add("X-Lakegate-Audit-Head", auditHead.field());
        }
        if (facts.trace != null) {
            fields.add("traceparent", facts.trace.traceparent());
        }
        if (isDiscovery()) {
            fields.put(HttpHeader.ACCEPT_ENCODING, "identity");
        }
        if (upload != null && received.contains(HttpHeader.EXPECT, "100-continue")) {
            fields.add(HttpHeader.EXPECT, "100-continue");
        }
        WebSocketOpening.in(request).ifPresent(opening -> opening.addTo(fields));
        HttpURI target = request.getHttpURI();
        return new RequestHead(workspace, methodUpstream(), target.getPath(), target.getQuery(), fields);
    }

    /// Jupyter and its like compare where a page came from with the name by which they are called.
    private HttpField remoteOrigin(HttpField field) {
        return field.getHeader() == HttpHeader.ORIGIN
                ? new HttpField(
                        HttpHeader.ORIGIN,
                        "https://" + route.upstream().authority(route.route().workspace()))
                : field;
    }

    private boolean isDiscovery() {
        return DiscoveryDocument.isAt(request.getHttpURI().getPath());
    }

    /// How long a rewritten document is only the document tells (RFC 9110 §8.6), to a HEAD as well.
    private String methodUpstream() {
        return isHead() && isDiscovery() ? HttpMethod.GET.asString() : request.getMethod();
    }

    boolean isHead() {
        return HttpMethod.HEAD.is(request.getMethod());
    }

    /// 4 stream both ways
    private Answer answer() {
        return isDiscovery() ? new DiscoveryAnswer(this, localOrigin()) : new StreamedAnswer(this);
    }

    /// What the client called this proxy; admission has found it to be a local name.
    private String localOrigin() {
        return admission.scheme() + "://" + received.get(HttpHeader.HOST);
    }

    /// Which token is to be renewed because of this answer, before the request is sent once more.
    DeadToken toRenew(int status, HttpFields answered) {
        DeadToken dead = isSignInPage(status, answered)
                ? DeadToken.WORKSPACE
                : DeadToken.in(status, answered, route.route().credential());
        return dead != DeadToken.NONE && forwarding().maySendAgain(dead) ? dead : DeadToken.NONE;
    }

    /// Sends the request once more with another token, when there is one; else the client gets the answer
    /// that is held
    /// back.
    void renew(DeadToken dead, StreamedAnswer heldBack) {
        facts.enters(Step.TOKEN);
        Credentials refused = Objects.requireNonNull(used);
        blocking.execute(() -> {
            try {
                Credentials fresh = route.credentials().insteadOf(refused, dead);
                if (fresh.areOf(refused.identity(), refused.workspace())) {
                    heldBack.pass();
                } else if (heldBack.drop()) {
                    forwarding().sendAgain(head(fresh), answer());
                }
            } catch (ProblemException failure) {
                if (heldBack.drop()) {
                    refuse(failure.problem());
                }
            } catch (RuntimeException failure) {
                if (heldBack.drop()) {
                    refuse(unforeseen(failure));
                }
            }
        });
    }

    /// What it says may be a secret's, so that the client is told of its kind alone.
    private Problem unforeseen(RuntimeException failure) {
        if (failure instanceof RejectedExecutionException) {
            return new ProgramEnding();
        }
        LOG.error("Request {} got no token, for a reason that nobody has foreseen", facts.requestId, failure);
        return new LocalFailure("obtain a token", failure.getClass().getSimpleName() + ", see the log");
    }

    private Forwarding forwarding() {
        return way.join().orElseThrow();
    }

    void waitsForConnection() {
        facts.waitsForConnection();
    }

    void connected() {
        facts.enters(Step.FIRST_BYTE);
    }

    void answerInterim(int status, HttpFields answered, Callback taken) {
        client().interim(status, answered, taken);
    }

    /// The answer's status and fields, less what is not for the client. Throws what the proxy is to answer
    /// instead.
    void answerBegins(int status, HttpFields answered) throws ProblemException {
        answerBegun = true;
        forwarding().answered();
        facts.learnFrom(answered);
        Optional<Problem> demand = route.upstream().stepUp().demand(status, answered);
        if (demand.isPresent()) {
            throw new ProblemException(demand.get());
        }
        if (isSignInPage(status, answered)) {
            throw new ProblemException(new SignInPageAnswered(route.route().name()));
        }
        facts.answerBegins(answered);
        client().begins(status, answered);
    }

    private boolean isSignInPage(int status, HttpFields answered) {
        return SignInPage.isInPlaceOfAnAnswer(
                route.route().credential(), request.getHttpURI().getPath(), status, answered);
    }

    void answerPart(ByteBuffer part, boolean last, HttpFields trailers, Callback taken) {
        facts.answerPassed(part);
        // without the client the workspace need not go on
        client().part(part, last, trailers, taken, failure -> forwarding().abort(failure));
    }

    void answerSwitches(HttpFields answered, ByteTunnel tunnel) {
        answerBegun = true;
        facts.learnFrom(answered);
        if (!client().switches(answered, tunnel)) {
            tunnel.close();
            upstreamFailed(new ProblemException(
                    new GatewayBrokeOff(route.upstream().gateway(), "it switched protocols, unasked")));
        }
    }

    private ClientAnswer client() {
        return Objects.requireNonNull(client);
    }

    void upstreamFailed(Throwable failure) {
        // what the client's side has ended is not sent again
        if (!answerBegun && facts.problem == null && forwarding().sendAgain(failure, answer())) {
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

    /// The answer is not the client's: it gets this problem instead.
    void giveUp(ProblemException instead) {
        forwarding().abort(instead);
    }

    /// From outside, as at a sign-out: a request that waits for a token is refused, one that was forwarded is
    /// given up.
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

    /// Over HTTP/2 a client can say that it wants no answer any more.
    private void clientFailed() {
        // first of all: what fails on the other side is a consequence
        facts.failedFor(new ClientGone());
        end(new ClientGone());
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
