package dev.lakegate.ui.feed;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.activity.Activity;
import dev.lakegate.session.StatusReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the program while the window is open, and at nothing while it is not. Its calls are of
/// the user interface's thread.
public final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Supplier<StatusReport> status;
    private final AuditFolder folder;
    private final InstantSource clock;
    private final ReadOnlyObjectWrapper<@Nullable Sight> sight = new ReadOnlyObjectWrapper<>();
    private @Nullable CountDownLatch looking;

    /// @param status of the program; may block
    public Feed(Supplier<StatusReport> status, AuditFolder folder, InstantSource clock) {
        this.status = status;
        this.folder = folder;
        this.clock = clock;
    }

    /// What was seen last; null before the first look.
    public ReadOnlyObjectProperty<@Nullable Sight> sight() {
        return sight.getReadOnlyProperty();
    }

    public void begin() {
        if (looking == null) {
            CountDownLatch end = new CountDownLatch(1);
            looking = end;
            Thread.ofVirtual().name("window feed").start(() -> look(end));
        }
    }

    public void end() {
        if (looking != null) {
            looking.countDown();
            looking = null;
        }
    }

    private void look(CountDownLatch end) {
        try (Activity activity = new Activity(folder)) {
            do {
                readOn(activity);
                Instant now = clock.instant();
                Sight seen = new Sight(
                        now,
                        status.get(),
                        activity.rows(),
                        activity.hour().steps(now),
                        activity.day().steps(now),
                        activity.routes(now));
                Platform.runLater(() -> sight.set(seen));
            } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            LOG.warn("The audit log's files could not be closed: {}", failure.toString());
        }
    }

    /// What cannot be read now may be the next time.
    private static void readOn(Activity activity) {
        try {
            var _ = activity.readOn();
        } catch (IOException failure) {
            LOG.debug("The audit log could not be read: {}", failure.toString());
        }
    }
}
