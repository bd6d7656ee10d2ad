package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.CONTINUATION;
import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static dev.lakegate.proxy.FrameWire.PING;
import static dev.lakegate.proxy.FrameWire.RST_STREAM;
import static dev.lakegate.proxy.FrameWire.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// No flood of frames keeps others from being served (RFC 9113 §10.5).
@Timeout(60)
class Http2FloodsTest extends WithHttp2 {
    @Test
    void continuations_without_end_end_the_connection() throws Exception {
        String outcome;
        try (FrameWire wire = connect()) {
            wire.send(HEADERS, END_STREAM, 1, FrameWire.block(fields()));
            byte[] more = FrameWire.block(List.of(Map.entry("x-a", "a".repeat(8_000))));
            try {
                for (int number = 0; number < 1_000; number++) {
                    wire.send(CONTINUATION, 0, 1, more);
                }
            } catch (IOException cut) {
                // as it must be
            }
            outcome = wire.outcome(1);
        }
        assertThat(outcome).isIn("goaway", "closed", "431");
    }

    @Test
    void a_thousand_streams_that_are_reset_at_once_leave_nothing() throws Exception {
        try (FrameWire wire = connect()) {
            byte[] block = FrameWire.block(fields(":path", "/wait"));
            for (int number = 0; number < 1_000; number++) {
                wire.send(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1, block)
                        .send(RST_STREAM, 0, 2 * number + 1, 0, 0, 0, 8);
            }
            wire.send(HEADERS, END_HEADERS | END_STREAM, 2_001, FrameWire.block(fields()));
            assertThat(wire.outcome(2_001)).isEqualTo("200");
        }
        WithLaptop.await("no open request").until(() -> route.open.count() == 0);
        // what was connected for them meanwhile stays idle for a while, as many as a pool has
        assertThat(gateway.connections()).isLessThanOrEqualTo(512);
    }

    @Test
    void a_stream_that_is_reset_while_it_waits_is_not_sent_again() throws Exception {
        int before = WAITING.get();
        try (FrameWire wire = connect()) {
            for (int number = 0; number < 20; number++) {
                int waiting = before + number + 1;
                wire.send(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1, FrameWire.block(fields(":path", "/wait")));
                WithLaptop.await("the request").until(() -> WAITING.get() >= waiting);
                wire.send(RST_STREAM, 0, 2 * number + 1, 0, 0, 0, 8);
            }
            WithLaptop.await("no open request").until(() -> route.open.count() == 0);
            wire.send(HEADERS, END_HEADERS | END_STREAM, 2_001, FrameWire.block(fields()));
            assertThat(wire.outcome(2_001)).isEqualTo("200");
        }
        assertThat(WAITING.get()).isEqualTo(before + 20);
    }

    @Test
    void floods_of_pings_and_settings_keep_nobody_from_being_served() throws Exception {
        try (FrameWire flood = connect()) {
            try {
                for (int number = 0; number < 30; number++) {
                    flood.send(1_000, PING, 0, 0, new byte[8]).send(1_000, SETTINGS, 0, 0, new byte[0]);
                }
            } catch (IOException cut) {
                // who reads no answers is cut off
            }
            the_next_connection_is_served_and_nothing_is_left();
        }
    }
}
