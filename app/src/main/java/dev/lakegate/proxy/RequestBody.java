package dev.lakegate.proxy;

import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// The client's body on its way up: read only when the gateway takes more, counted as it passes.
final class RequestBody extends ContentSourceRequestContent {
    private final RequestFacts facts;

    RequestBody(Request request, RequestFacts facts) {
        super(request, request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        this.facts = facts;
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = super.read();
        if (chunk != null && !Content.Chunk.isFailure(chunk)) {
            facts.bodyPassed(chunk.remaining());
        }
        return chunk;
    }
}
