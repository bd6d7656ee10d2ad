package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem.ClientGone;
import dev.lakegate.proxy.browser.BrowserSession;
import dev.lakegate.proxy.upstream.ByteTunnel;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// An answer as the client gets it: less what is not for it, addresses of the workspace made local ones, part by part.
final class ClientAnswer {
    private final ProxyRoute route;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final RequestFacts facts;
    private final String localOrigin;
    private final @Nullable BrowserSession browser;

    private volatile HttpFields trailers = HttpFields.EMPTY;

    /// @param localOrigin scheme, host and port by which the client called the proxy
    /// @param browser     whose cookies are kept here; null for any other client
    ClientAnswer(
            ProxyRoute route,
            Request request,
            Response response,
            Callback callback,
            RequestFacts facts,
            String localOrigin,
            @Nullable BrowserSession browser) {
        this.route = route;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.facts = facts;
        this.localOrigin = localOrigin;
        this.browser = browser;
    }

    /// One before the final one, such as `103 Early Hints` (RFC 8297).
    void interim(int status, HttpFields answered, Callback taken) {
        HttpFields.Mutable fields = HttpFields.build();
        addLocal(answered, fields);
        var _ = response.writeInterim(status, fields).whenComplete((_, failure) -> {
            if (failure == null) {
                taken.succeeded();
            } else {
                taken.failed(failure);
            }
        });
    }

    void begins(int status, HttpFields answered) {
        begin(status, answered);
        if (status == HttpStatus.NO_CONTENT_204) {
            // there is none, whatever a server says of it (RFC 9110 §8.6)
            response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        }
        if (ProxiedRequest.isHttp2(request) || answered.contains(HttpHeader.TRAILER)) {
            response.setTrailersSupplier(() -> trailers);
        }
    }

    private void begin(int status, HttpFields answered) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        addLocal(answered, fields);
        if (browser != null) {
            browser.keep(request.getHttpURI().getPath(), answered).forEach(fields::add);
        }
        fields.add("X-Request-Id", facts.requestId);
    }

    private void addLocal(HttpFields answered, HttpFields.Mutable fields) {
        Set<String> hopOnly = FieldPolicy.namedByConnection(answered);
        for (HttpField field : answered) {
            if (FieldPolicy.mayGoToTheClient(field, hopOnly)) {
                fields.add(localAddress(field));
            }
        }
    }

    /// A redirect to the workspace itself stays with the proxy; any other is the client's affair.
    private HttpField localAddress(HttpField field) {
        return field.getHeader() == HttpHeader.LOCATION || field.getHeader() == HttpHeader.CONTENT_LOCATION
                ? new HttpField(
                        field.getHeader(),
                        WorkspaceAddress.toLocal(
                                String.valueOf(field.getValue()), route.route().workspace(), localOrigin))
                : field;
    }

    /// @param taken  is told when the client has taken the part, or will not
    /// @param gone   is told that it will not: nobody is there for the rest
    void part(ByteBuffer part, boolean last, HttpFields after, Callback taken, Consumer<Throwable> gone) {
        trailers = FieldPolicy.trailersForTheClient(after);
        response.write(last, part, new Callback() {
            @Override
            public void succeeded() {
                taken.succeeded();
                if (last) {
                    callback.succeeded();
                }
            }

            @Override
            public void failed(Throwable failure) {
                // first of all: what fails on the other side is a consequence
                facts.failedFor(new ClientGone());
                gone.accept(failure);
                taken.failed(failure);
                callback.failed(failure);
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.NON_BLOCKING;
            }
        });
    }

    /// The client's connection becomes one end of a tunnel, when it has been told so.
    ///
    /// @return whether it has asked for one
    boolean switches(HttpFields answered, ByteTunnel tunnel) {
        Optional<WebSocketOpening> opening = WebSocketOpening.in(request);
        if (opening.isEmpty()) {
            return false;
        }
        facts.begins(tunnel);
        begin(HttpStatus.SWITCHING_PROTOCOLS_101, answered);
        opening.get().addTo(response.getHeaders());
        OpenRequests.Open open = _ -> tunnel.close();
        route.open().add(open);
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                tunnel.clientEnd(request.getTunnelSupport().getEndPoint(), () -> {
                    route.open().remove(open);
                    facts.ended();
                }));
        response.write(true, BufferUtil.EMPTY_BUFFER, Callback.from(callback::succeeded, failure -> {
            tunnel.close();
            callback.failed(failure);
        }));
        return true;
    }
}
