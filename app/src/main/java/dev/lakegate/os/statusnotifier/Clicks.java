package dev.lakegate.os.statusnotifier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what a person has clicked, each on a virtual thread: the panel waits for the answer to its
/// call.
final class Clicks {
    private static final Logger LOG = LoggerFactory.getLogger(Clicks.class);

    private Clicks() {}

    static void run(Runnable clicked) {
        Thread.ofVirtual().name("tray-click").start(() -> {
            try {
                clicked.run();
            } catch (RuntimeException failure) {
                LOG.warn("What was clicked in the tray has failed", failure);
            }
        });
    }
}
