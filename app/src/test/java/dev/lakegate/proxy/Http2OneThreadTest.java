package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The thread that has read a request over HTTP/2 goes on with it: were it another, the frames of a turn would not be
/// written together (docs/decisions/0025).
@Timeout(60)
class Http2OneThreadTest extends WithHttp2 {
    private static final int REQUESTS = 20;

    @Test
    void no_request_lets_another_thread_select() throws Exception {
        try (FrameWire wire = connect()) {
            // the first may open the connection to the gateway
            answered(wire, 1);
            long before = route.selectionsLeftToOthers();
            for (int request = 1; request <= REQUESTS; request++) {
                answered(wire, 1 + 2 * request);
            }
            assertThat(route.selectionsLeftToOthers()).isEqualTo(before);
        }
    }

    private void answered(FrameWire wire, int stream) throws Exception {
        wire.send(HEADERS, END_HEADERS | END_STREAM, stream, FrameWire.block(fields()));
        assertThat(wire.outcome(stream)).isEqualTo("200");
    }
}
