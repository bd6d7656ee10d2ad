package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.DATA;
import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static dev.lakegate.proxy.FrameWire.RST_STREAM;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients of HTTP/2 that want no answer any more when their request has hardly begun, to a gateway that answers none:
/// some in a hundred of them do so between two steps of the request's story.
@Timeout(60)
class GivenUpAtOnceTest extends WithHttp2 {
    private static final int CLIENTS = 300;

    /// How a client gives up, in one piece with its request.
    enum GivesUp {
        BY_CANCEL,
        BY_A_BODY_WHERE_NONE_MAY_BE,
        BY_THE_END_OF_THE_CONNECTION
    }

    @ParameterizedTest
    @EnumSource
    void no_request_stays_open_and_each_is_written_down_as_given_up(GivesUp how) throws Exception {
        byte[] piece = piece(how);
        for (int client = 0; client < CLIENTS; client++) {
            new FrameWire(socket(), piece).close();
        }

        WithLaptop.await("the first that is told, and no open request")
                .until(() -> !told().isEmpty() && route.open.count() == 0);
        assertThat(told()).containsOnly("client_gone");
    }

    /// The problems of those that became requests.
    private List<String> told() {
        return route.auditLines().stream()
                .filter(line -> line.path("path").asString("").equals("/waits"))
                .map(line -> line.path("problem").asString(""))
                .toList();
    }

    private byte[] piece(GivesUp how) {
        byte[] fields = FrameWire.block(fields(":method", "PUT", ":path", "/waits", "content-length", "0"));
        int flags = how == GivesUp.BY_A_BODY_WHERE_NONE_MAY_BE ? END_HEADERS : END_HEADERS | END_STREAM;
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        piece.writeBytes(FrameWire.frames(1, HEADERS, flags, 1, fields));
        piece.writeBytes(
                switch (how) {
                    case BY_CANCEL -> FrameWire.frames(1, RST_STREAM, 0, 1, FrameWire.bytes(0, 0, 0, 8));
                    case BY_A_BODY_WHERE_NONE_MAY_BE ->
                        FrameWire.frames(1, DATA, END_STREAM, 1, SMUGGLED.getBytes(US_ASCII));
                    case BY_THE_END_OF_THE_CONNECTION -> new byte[0];
                });
        return piece.toByteArray();
    }
}
