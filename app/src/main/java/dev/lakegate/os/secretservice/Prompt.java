package dev.lakegate.os.secretservice;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.SessionBus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.types.Variant;

/// The service's own window that asks the person, `org.freedesktop.Secret.Prompt`.
final class Prompt {
    private static final String INTERFACE = "org.freedesktop.Secret.Prompt";
    private static final String NO_WINDOW = "";

    private final SessionBus bus;
    private final String service;
    private final String path;

    Prompt(SessionBus bus, String service, String path) {
        this.bus = bus;
        this.service = service;
        this.path = path;
    }

    /// Shows it, waits for the person, and returns what came of it.
    ///
    /// Throws [BusFailure.Dismissed] when they did not agree, or not in time. The window is left to them then:
    /// whoever answers it late unlocks the store for the next time, and gnome-keyring 42.1 ends by a failed
    /// assertion when it is told to dismiss the window that it shows.
    Object answer(Duration limit) throws BusFailure {
        CompletableFuture<Object[]> completed = bus.next(service, path, INTERFACE + ".Completed");
        try {
            bus.call(service, path, INTERFACE + ".Prompt", "s", NO_WINDOW);
            Object[] dismissedAndResult = completed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (dismissedAndResult[0].equals(true)) {
                throw new BusFailure.Dismissed();
            }
            return ((Variant<?>) dismissedAndResult[1]).getValue();
        } catch (TimeoutException late) {
            throw new BusFailure.Dismissed();
        } catch (BusFailure.Lost | ExecutionException lost) {
            throw new BusFailure.LostWhileAsking();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BusFailure.Dismissed();
        }
    }
}
