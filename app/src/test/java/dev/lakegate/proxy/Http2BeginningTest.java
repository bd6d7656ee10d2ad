package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.DATA;
import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client of HTTP/2 sends before it has heard anything (RFC 9113 §3.4).
@Timeout(60)
class Http2BeginningTest extends WithHttp2 {
    private static final int FRAME_BYTES = 16_384;

    /// HTTP/1.1 reads first, where HTTP/2 comes by prior knowledge, and hands on what it has read.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8})
    void a_request_is_served_however_much_of_its_body_comes_with_the_preface(int frames) throws Exception {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String[] head = {":method", "PUT", "content-length", String.valueOf(frames * FRAME_BYTES)};
        request.writeBytes(FrameWire.frames(1, HEADERS, END_HEADERS, 1, FrameWire.block(fields(head))));
        request.writeBytes(FrameWire.frames(frames, DATA, 0, 1, new byte[FRAME_BYTES]));
        request.writeBytes(FrameWire.frames(1, DATA, END_STREAM, 1, new byte[0]));

        try (FrameWire wire = new FrameWire(socket(), request.toByteArray())) {
            assertThat(wire.outcome(1)).isEqualTo("200");
        }
    }
}
