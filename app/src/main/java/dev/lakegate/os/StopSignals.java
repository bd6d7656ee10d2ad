package dev.lakegate.os;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signals that tell a program to end: Ctrl-C, `kill`, a terminal that closes.
///
/// Java's own way, a shutdown hook, hears the first one alone and makes the exit status tell of it.
/// `sun.misc.Signal` (module `jdk.unsupported`) hears each; it is used by reflection, because javac warns of it
/// in a way that cannot be suppressed.
public final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    private StopSignals() {}

    /// Has this run, each time on a thread of its own, in place of ending the process. A signal that this
    /// system does not have, or that is ignored for this process, as by `nohup`, stays as it is.
    public static void handle(Runnable told) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            // one class made anew at each start, where method handles are several
            Object runs = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        told.run();
                        return null;
                    });
            for (String name : NAMES) {
                handle(signal, handler, runs, name);
            }
        } catch (ReflectiveOperationException absent) {
            LOG.warn("Signals end the program without waiting for requests: {}", absent.toString());
        }
    }

    private static void handle(Class<?> signal, Class<?> handler, Object runs, String name)
            throws ReflectiveOperationException {
        try {
            Object one = signal.getConstructor(String.class).newInstance(name);
            Object before = signal.getMethod("handle", signal, handler).invoke(null, one, runs);
            Object ignored = handler.getField("SIG_IGN").get(null);
            if (ignored.equals(before)) {
                var _ = signal.getMethod("handle", signal, handler).invoke(null, one, ignored);
            }
        } catch (InvocationTargetException notHere) {
            LOG.debug("Signal {} cannot be handled: {}", name, String.valueOf(notHere.getCause()));
        }
    }
}
