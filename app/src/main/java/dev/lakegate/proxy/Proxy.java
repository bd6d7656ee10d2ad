package dev.lakegate.proxy;

import dev.lakegate.audit.AuditLog;
import dev.lakegate.model.CallerProblem.BadRequest;
import dev.lakegate.model.CallerProblem.ClientGone;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ProgramProblem.PortTaken;
import dev.lakegate.model.Reason;
import dev.lakegate.proxy.upstream.ProxyThreads;
import dev.lakegate.telemetry.metrics.RequestMeter;
import dev.lakegate.telemetry.traces.RequestTracer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// The embedded server: listeners for every route on the loopback addresses, each request a [ProxiedRequest].
public final class Proxy implements AutoCloseable {
    private final Server server;
    private final ProxyThreads threads;
    /// Closed, and with a request still under way.
    private final Set<RouteListener> leaving = ConcurrentHashMap.newKeySet();

    private final LocalCertificate certificate;
    private final Path sockets;
    private final Newcomers newcomers;

    private Proxy(Server server, ProxyThreads threads, LocalCertificate certificate, Path sockets) {
        this.server = server;
        this.threads = threads;
        this.certificate = certificate;
        this.sockets = sockets;
        this.newcomers = new Newcomers(threads.scheduler());
    }

    /// Starts without a listener; [#listen] adds them.
    ///
    /// @param pause       asked before each request
    /// @param meter       learns of each request at its end
    /// @param tracer      decides of which requests traces tell
    /// @param certificate of the entries over TLS
    /// @param sockets     the folder of those that are sockets
    public static Proxy start(
            ProxyThreads threads,
            AuditLog auditLog,
            Pause pause,
            RequestMeter meter,
            RequestTracer tracer,
            LocalCertificate certificate,
            Path sockets)
            throws ProblemException {
        Server server = new Server(threads.dataPath(), threads.scheduler(), threads.buffers());
        server.setHandler(new Forwarding(threads, auditLog, pause, tracer));
        server.setErrorHandler(Proxy::refusedByTheListener);
        server.setRequestLog(new RequestAudit(auditLog, auditLog.queryNames(), meter));
        try {
            server.start();
        } catch (Exception failure) {
            throw new ProblemException(new LocalFailure("start the proxy", Reason.of(failure)), failure);
        }
        return new Proxy(server, threads, certificate, sockets);
    }

    /// Listens at one entry of the route. Of a port it binds 127.0.0.1 and, where the host has IPv6, `[::1]`:
    /// both, exclusively, or neither.
    ///
    /// Throws [PortTaken] when another program holds the port.
    public RouteListener listen(ProxyRoute route, Entry entry) throws ProblemException {
        List<RouteConnector> connectors = new ArrayList<>();
        if (entry instanceof Entry.Socket socket) {
            connectors.add(new SocketConnector(server, threads, route, socket.in(sockets), newcomers));
        } else if (entry instanceof Entry.TlsPort(int port)) {
            ConnectionFactory[] overTls = ListenerProtocols.overTls(certificate.identity(), threads.selectors());
            bind(connectors, route, port, Proxy::toTlsPort, overTls);
        } else {
            int port = ((Entry.Port) entry).port();
            bind(connectors, route, port, Proxy::toPort, ListenerProtocols.plain(threads.selectors()));
        }
        for (RouteConnector connector : connectors) {
            server.addConnector(connector);
            try {
                connector.start();
            } catch (Exception failure) {
                connectors.forEach(RouteConnector::abandon);
                throw new ProblemException(
                        new LocalFailure("serve route '" + route.route().name() + "'", Reason.of(failure)), failure);
            }
        }
        return new RouteListener(entry, route, connectors, threads);
    }

    private void bind(
            List<RouteConnector> connectors,
            ProxyRoute route,
            int port,
            Function<ProxyRoute, Admission> admissions,
            ConnectionFactory... protocols)
            throws ProblemException {
        try {
            for (InetAddress address : loopbackAddresses()) {
                LoopbackConnector connector =
                        new LoopbackConnector(server, threads, route, admissions, address, port, newcomers, protocols);
                connectors.add(connector);
                connector.open();
            }
        } catch (IOException taken) {
            connectors.forEach(RouteConnector::abandon);
            throw new ProblemException(new PortTaken(route.route().name(), port), taken);
        }
    }

    private static Admission toPort(ProxyRoute route) {
        return Admission.toPort(route.route().name(), route.route().port(), route.localKey());
    }

    private static Admission toTlsPort(ProxyRoute route) {
        return Admission.toTlsPort(route.route().name(), route.route().tlsPort().orElseThrow(), route.localKey());
    }

    /// Gives the port back and closes idle connections; requests under way go on until they end by themselves.
    /// Blocks a moment.
    public void close(RouteListener listener) {
        leaving.add(listener);
        var _ = listener.drained().thenRun(() -> leaving.remove(listener));
        listener.close();
    }

    /// Completed when the last request of each closed listener has ended.
    public CompletableFuture<Void> drained() {
        return CompletableFuture.allOf(
                leaving.stream().map(RouteListener::drained).toArray(CompletableFuture[]::new));
    }

    private static List<InetAddress> loopbackAddresses() throws SocketException {
        List<InetAddress> addresses = new ArrayList<>();
        addresses.add(InetAddress.ofLiteral("127.0.0.1"));
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (address instanceof Inet6Address && address.isLoopbackAddress()) {
                    addresses.add(InetAddress.ofLiteral("::1"));
                }
            }
        }
        return addresses;
    }

    private static final class Forwarding extends Handler.Abstract.NonBlocking {
        private final ProxyThreads threads;
        private final AuditLog auditLog;
        private final Pause pause;
        private final RequestTracer tracer;

        Forwarding(ProxyThreads threads, AuditLog auditLog, Pause pause, RequestTracer tracer) {
            this.threads = threads;
            this.auditLog = auditLog;
            this.pause = pause;
            this.tracer = tracer;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!(request.getConnectionMetaData().getConnector() instanceof RouteConnector connector)) {
                return false;
            }
            connector.listening().begins(request);
            Listening.Served served = connector.listening().served();
            RequestFacts facts = RequestAudit.facts(request);
            facts.trace = TraceContext.of(
                    request.getHeaders(), tracer, served.route().route().workspace(), request.getBeginNanoTime());
            new ProxiedRequest(
                            served.route(),
                            served.admission(),
                            auditLog,
                            pause,
                            threads.blocking(),
                            request,
                            response,
                            callback,
                            facts)
                    .serve();
            if (facts.admittedBy != null) {
                connector.listening().admitted(request);
            }
            return true;
        }
    }

    /// What is no request at all (RFC 9112), or failed beyond repair, is answered in the same form as any other
    /// problem.
    private static boolean refusedByTheListener(Request request, Response response, Callback callback) {
        RequestFacts facts = RequestAudit.facts(request);
        facts.listenersAnswer = response;
        facts.problem = problem(response.getStatus(), request.getAttribute(ErrorHandler.ERROR_EXCEPTION));
        ProblemAnswer.write(facts.problem, facts.requestId, response, callback);
        return true;
    }

    /// Jetty has 500 for what it did not foresee, a client who gives up before the request's story begins among it, and
    /// another status, 505 among them, for what it cannot read.
    private static Problem problem(int status, @Nullable Object cause) {
        if (status != HttpStatus.INTERNAL_SERVER_ERROR_500) {
            return new BadRequest(status);
        }
        return cause instanceof EofException
                ? new ClientGone()
                : new LocalFailure("serve the request", "an unforeseen failure, see the program's log");
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the proxy could not be stopped", failure);
        }
    }
}
