package dev.lakegate.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Connections that stay open, on each of which one request was answered.
public final class Crowd implements AutoCloseable {
    private final List<Link> links = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocate(32 * 1024);
    private final Endpoint endpoint;
    private final Exchange.Get get;

    public Crowd(Endpoint endpoint, String path) {
        this.endpoint = endpoint;
        this.get = new Exchange.Get(path);
    }

    /// Blocks until the last is answered.
    public void growTo(int connections) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(get.request(endpoint));
        while (links.size() < connections) {
            Link link = Link.connect(endpoint);
            links.add(link);
            link.send(request.rewind());
            received.clear();
            int length = 0;
            while (length == 0 || received.position() < length) {
                link.receive(received);
                length = get.length(received);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Link link : links) {
            link.close();
        }
    }
}
