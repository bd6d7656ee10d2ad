package dev.lakegate.telemetry.otlp;

import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings messages to a collector. One that is away is told of once, not at each message, and once more when it is
/// back. Serves one thread at a time.
public final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final String what;
    private final URI address;
    private final Collector collector;
    private volatile boolean isAway;

    /// @param what    is sent, as in "metrics"
    /// @param address the collector's
    public Delivery(String what, URI address, Collector collector) {
        this.what = what;
        this.address = address;
        this.collector = collector;
    }

    /// Blocks until the collector has answered, or has not in time.
    ///
    /// @return whether the message was taken
    public boolean send(byte[] message) {
        try {
            collector.send(message);
        } catch (IOException failure) {
            if (!isAway) {
                isAway = true;
                LOG.warn("The {} cannot be sent to {} ({}); it is tried again", what, address, failure.getMessage());
            }
            return false;
        }
        if (isAway) {
            isAway = false;
            LOG.warn("The {} are taken by {} again", what, address);
        }
        return true;
    }
}
